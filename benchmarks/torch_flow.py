"""PyTorch's side of `flow_steps.py`, see `contestants.py`."""

import exchange
import numpy as np
import torch
import torch_loop
import torch_weights
from torch import nn
from torch.nn import functional
from torch.optim import swa_utils

WARM_UP = 200
TIME_FEATURES, HIGHEST, OCTAVES = 32, 100.0, 4
TOLERANCE = 2e-5


class Velocity(nn.Module):
    """`mlp_velocity()`, its layers under the same names.

    Args:
        units: Units of each hidden layer.
    """

    def __init__(self, units):
        super().__init__()
        inputs = 2 + TIME_FEATURES + 2 * 2 * OCTAVES
        frequencies = np.geomspace(1.0, HIGHEST, TIME_FEATURES // 2)
        self.register_buffer("frequencies", torch.tensor(frequencies).float())
        self.hidden_0 = nn.Linear(inputs, units)
        self.hidden_1 = nn.Linear(units, units)
        self.hidden_2 = nn.Linear(units, units)
        self.velocity = nn.Linear(units, 2)

    def forward(self, x, t):
        """Velocities of points `(batch, 2)` at times `(batch, 1)`."""
        angles = t * self.frequencies
        features = [x, angles.sin(), angles.cos()]
        for octave in range(OCTAVES):
            angles = x * 2.0**octave
            features += [angles.sin(), angles.cos()]
        hidden = torch.cat(features, dim=1)
        for layer in (self.hidden_0, self.hidden_1, self.hidden_2):
            hidden = functional.silu(layer(hidden))
        return self.velocity(hidden)


class TorchFlow:
    """Flow matching with Adam, a cosine decay and an averaged network.

    Args:
        network: `Velocity`.
        rate: First learning rate.
        ema: Decay of the average.
        steps: Steps of the cosine decay.
    """

    def __init__(self, network, rate, ema, steps):
        self.network = network
        self.velocity_loss = self.loss
        self.optimizer = torch.optim.Adam(
            network.parameters(), rate, fused=True
        )
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
            self.optimizer, steps
        )
        self.average = swa_utils.AveragedModel(
            network, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(ema)
        )

    def loss(self, x, z, t):
        """Mean squared error of the velocity."""
        points = (1 - t) * z + t * x
        return functional.mse_loss(self.network(points, t), x - z)

    def train_step(self, x):
        """One descent step on points `(batch, 2)`."""
        self.optimizer.zero_grad()
        z, t = torch.randn_like(x), torch.rand(len(x), 1)
        self.velocity_loss(x, z, t).backward()
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.network)


def compete(seed, path, threads, compiled):
    """Flow matching on the ring.

    Args:
        seed: Random seed.
        path: File of the package's row.
        threads: Number of threads.
        compiled: Whether `torch.compile` compiles the loss.

    Returns:
        Facts, and function that trains for some steps.
    """
    torch_loop.prepare(seed, threads)
    arrays = exchange.read(path)
    data = exchange.part(arrays, "data/")
    means, std = torch.tensor(data["means"]), float(data["std"])
    units = arrays["weights/network/hidden_0/1"].size
    model = TorchFlow(
        Velocity(units),
        *(float(data[name]) for name in ("rate", "ema", "steps")),
    )
    work = check_equal_work(model, arrays)
    if compiled:
        model.velocity_loss = torch.compile(model.loss, dynamic=False)
    size = len(arrays["batch/x"])

    def draw():
        chosen = torch.randint(len(means), (size,))
        return (means[chosen] + std * torch.randn(size, 2),)

    return torch_loop.contestant(model, draw, work, WARM_UP)


def check_equal_work(model, arrays):
    """Compare the loss of a batch with equal weights, noise and times.

    Args:
        model: `TorchFlow`, whose network gets the package's weights.
        arrays: Dict returned by `exchange.read()`.

    Returns:
        See `exchange.compare()`.
    """
    torch_weights.load(arrays, "network", model.network)
    batch = exchange.part(arrays, "batch/")
    with torch.no_grad():
        loss = model.loss(*(torch.tensor(batch[name]) for name in "xzt"))
    return exchange.compare(
        arrays,
        {"network": torch_weights.count(model.network)},
        {"loss": float(loss)},
        TOLERANCE,
    )
