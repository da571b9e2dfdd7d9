"""PyTorch's side of the games on pictures, see `contestants.py`."""

from collections import OrderedDict

import exchange
import torch
import torch_loop
import torch_weights
from torch import nn
from torch_design import TorchDesignGAN
from torch_game import FORMATS, TwoHeads, check_equal_work
from torch_r3gan import TorchR3GAN
from torch_wgan_gp import TorchWGANGP

SIDE, START, NUM_PICTURES = 32, 4, 4096
WARM_UP = 3
GAMES = {
    "DesignGAN": TorchDesignGAN,
    "GAN": TorchDesignGAN,
    "R3GAN": TorchR3GAN,
    "WGANGP": TorchWGANGP,
}


def compete(game, precision, seed, path, memory_format, threads, compiled):
    """A game of `picture_rows.GAMES`.

    Args:
        game: Dict of its settings.
        precision: `"float32"` or `"bfloat16"`.
        seed: Random seed.
        path: File of the package's row of this precision.
        memory_format: Name of a memory format.
        threads: Number of threads.
        compiled: Whether `torch.compile` compiles the losses.

    Returns:
        Facts, and function that trains for some steps.
    """
    torch_loop.prepare(seed, threads)
    arrays = exchange.read(path)
    memory_format = FORMATS[memory_format]
    model = make_game(game, arrays, memory_format, precision == "bfloat16")
    work = check_equal_work(model, arrays, precision)
    if compiled:
        model.compile()
    draw = drawer(game, memory_format)
    return torch_loop.contestant(model, draw, work, WARM_UP, game["batch_size"])


def make_game(game, arrays, memory_format, bfloat16):
    """The game with the package's weights, see `compete()`."""
    generator = make_generator(game)
    discriminator = make_discriminator(game)
    widest = 4 * game["width"]
    torch_weights.load(
        arrays,
        "generator",
        generator,
        {"dense": channels_first_columns(widest)},
    )
    rows = channels_first_rows(widest)
    torch_weights.load(
        arrays,
        "discriminator",
        discriminator,
        {"score": rows, "class_logits": rows},
    )
    return GAMES[game["model"]](
        generator.to(memory_format=memory_format),
        discriminator.to(memory_format=memory_format),
        game["latent_dim"],
        (game["rate"], game["rate"]),
        tuple(game["betas"]),
        bfloat16=bfloat16,
        **game["arguments"],
    )


def drawer(game, memory_format):
    """Function that draws a batch of random pictures and labels."""
    generator = torch.Generator().manual_seed(0)
    shape = (NUM_PICTURES, game["channels"], SIDE, SIDE)
    pictures = torch.randint(
        256, shape, generator=generator, dtype=torch.uint8
    ).contiguous(memory_format=memory_format)
    classes = game["num_classes"] or 1
    labels = torch.randint(classes, (NUM_PICTURES,), generator=generator)

    def draw():
        chosen = torch.randint(NUM_PICTURES, (game["batch_size"],))
        return pictures[chosen].float() / 127.5 - 1.0, labels[chosen]

    return draw


def make_generator(game):
    """`networks.dcgan_generator()`, its layers under the same names."""
    width, widest = game["width"], 4 * game["width"]
    layers = OrderedDict(
        dense=nn.Linear(game["latent_dim"], START**2 * widest, bias=False),
        reshape=nn.Unflatten(1, (widest, START, START)),
        dense_norm=_norm(widest),
        dense_relu=nn.ReLU(),
    )
    for index, channels in enumerate((2 * width, width)):
        layers[f"up_{index}"] = nn.ConvTranspose2d(
            2 * channels, channels, 4, stride=2, padding=1, bias=False
        )
        layers[f"up_{index}_norm"] = _norm(channels)
        layers[f"up_{index}_relu"] = nn.ReLU()
    layers["to_picture"] = nn.ConvTranspose2d(
        width, game["channels"], 4, stride=2, padding=1
    )
    layers["picture"] = nn.Tanh()
    return nn.Sequential(layers)


def make_discriminator(game):
    """`networks.dcgan_discriminator()`, its layers under the same names."""
    width, inputs = game["width"], game["channels"]
    widths = (game["first_width"] or width, 2 * width, 4 * width)
    layers = OrderedDict()
    for index, channels in enumerate(widths):
        layers[f"down_{index}"] = nn.Conv2d(
            inputs, channels, 4, stride=2, padding=1
        )
        layers[f"down_{index}_relu"] = nn.LeakyReLU(0.2)
        inputs = channels
    layers["flatten"] = nn.Flatten()
    features = START**2 * inputs
    return TwoHeads(nn.Sequential(layers), features, game["num_classes"])


def _norm(channels):
    """Batch normalization with the package's momentum and epsilon."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.1)


def channels_first_columns(widest):
    """Function of the kernel before a reshape, for channels first.

    Args:
        widest: Channels of the reshaped features.
    """

    def reorder(kernel):
        kernel = kernel.reshape(-1, START, START, widest)
        return kernel.transpose(0, 3, 1, 2).reshape(len(kernel), -1)

    return reorder


def channels_first_rows(widest):
    """Function of the kernel after a flattening, for channels first.

    Args:
        widest: Channels of the flattened features.
    """

    def reorder(kernel):
        units = kernel.shape[-1]
        kernel = kernel.reshape(START, START, widest, units)
        return kernel.transpose(2, 0, 1, 3).reshape(-1, units)

    return reorder
