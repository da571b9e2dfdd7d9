"""PyTorch's side of `toy_steps.py`, see `contestants.py`."""

from collections import OrderedDict

import exchange
import torch
import torch_loop
import torch_weights
from torch import nn
from torch_design import TorchDesignGAN
from torch_game import TwoHeads, check_equal_work

LATENT_DIM, HIDDEN, UNITS, NUM_CLASSES = 2, 3, 64, 8
BATCH_SIZE, BETAS = 400, (0.5, 0.999)
WARM_UP = 200


class Points:
    """Infinite labeled points of a mixture with equal components.

    Args:
        means: Means of the components.
        labels: Their labels.
        std: Their standard deviation.
    """

    def __init__(self, means, labels, std):
        self.means = torch.tensor(means)
        self.labels = torch.tensor(labels)
        self.std = float(std)

    def draw(self):
        """A batch of points `(batch, 2)` and labels `(batch,)`."""
        chosen = torch.randint(len(self.labels), (BATCH_SIZE,))
        noise = torch.randn(BATCH_SIZE, 2)
        return self.means[chosen] + self.std * noise, self.labels[chosen]


def compete(seed, path, threads, compiled):
    """DesignGAN on the ring.

    Args:
        seed: Random seed.
        path: File of the package's row.
        threads: Number of threads.
        compiled: Whether `torch.compile` compiles the losses.

    Returns:
        Facts, and function that trains for some steps.
    """
    torch_loop.prepare(seed, threads)
    arrays = exchange.read(path)
    data = exchange.part(arrays, "data/")
    model = make_game(arrays, data.pop("rates").tolist())
    work = check_equal_work(model, arrays, "float32")
    if compiled:
        model.compile()
    points = Points(**data)
    return torch_loop.contestant(model, points.draw, work, WARM_UP)


def make_game(arrays, rates):
    """The game with the package's weights.

    Args:
        arrays: Dict returned by `exchange.read()`.
        rates: Learning rates of the generator and of the discriminator.
    """
    generator = hidden_layers()
    generator["samples"] = nn.Linear(UNITS, 2)
    generator = nn.Sequential(generator)
    body = nn.Sequential(hidden_layers())
    discriminator = TwoHeads(body, UNITS, NUM_CLASSES)
    torch_weights.load(arrays, "generator", generator)
    torch_weights.load(arrays, "discriminator", discriminator)
    return TorchDesignGAN(generator, discriminator, LATENT_DIM, rates, BETAS)


def hidden_layers():
    """Linear layers with ReLU, named as in `keras_creative.networks`."""
    layers = OrderedDict()
    for index in range(HIDDEN):
        layers[f"hidden_{index}"] = nn.Linear(UNITS if index else 2, UNITS)
        layers[f"relu_{index}"] = nn.ReLU()
    return layers
