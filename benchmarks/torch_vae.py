"""PyTorch's side of `vae_steps.py`, see `contestants.py`."""

import exchange
import numpy as np
import torch
import torch_loop
import torch_weights
from torch import nn
from torch.nn import functional

WARM_UP = 100
BATCH_SIZE, RATE = 64, 1e-3
PIXELS, UNITS, LATENT_DIM = 28**2, 400, 2
NUM_PICTURES = 60_000
TOLERANCE = 2e-5


class TorchVAE(nn.Module):
    """`VAE` of dense networks, its layers under the same names."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleDict(
            {
                "hidden": nn.Linear(PIXELS, UNITS),
                "mean": nn.Linear(UNITS, LATENT_DIM),
                "log_variance": nn.Linear(UNITS, LATENT_DIM),
            }
        )
        self.decoder = nn.ModuleDict(
            {
                "hidden": nn.Linear(LATENT_DIM, UNITS),
                "samples": nn.Linear(UNITS, PIXELS),
            }
        )
        self.optimizer = torch.optim.Adam(self.parameters(), RATE, fused=True)

    def elbo(self, pixels, noise):
        """ELBO per image, in nats.

        Args:
            pixels: uint8 `(batch, pixels)`.
            noise: Normal numbers `(batch, latent_dim)`.
        """
        pictures = pixels.float() / 127.5 - 1.0
        hidden = self.encoder["hidden"](pictures).relu()
        mean = self.encoder["mean"](hidden)
        log_variance = self.encoder["log_variance"](hidden)
        latent = mean + torch.exp(0.5 * log_variance) * noise
        logits = self.decoder["samples"](self.decoder["hidden"](latent).relu())
        reconstruction = functional.binary_cross_entropy_with_logits(
            logits, 0.5 * (pictures + 1), reduction="none"
        ).sum(1)
        kl = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1)
        return -reconstruction - kl

    def train_step(self, pixels):
        """One descent step; pixels are uint8 `(batch, pixels)`."""
        self.optimizer.zero_grad()
        noise = torch.randn(len(pixels), LATENT_DIM)
        loss = -self.elbo(pixels, noise).mean()
        loss.backward()
        self.optimizer.step()


def compete(seed, path, threads, compiled):
    """The VAE on random pictures.

    Args:
        seed: Random seed.
        path: File of the package's row.
        threads: Number of threads.
        compiled: Whether `torch.compile` compiles the ELBO.

    Returns:
        Facts, and function that trains for some steps.
    """
    torch_loop.prepare(seed, threads)
    model = TorchVAE()
    work = check_equal_work(model, exchange.read(path))
    if compiled:
        model.elbo = torch.compile(model.elbo, dynamic=False)
    pixels = torch.randint(256, (NUM_PICTURES, PIXELS), dtype=torch.uint8)

    def draw():
        chosen = torch.randint(NUM_PICTURES, (BATCH_SIZE,))
        return (pixels[chosen],)

    return torch_loop.contestant(model, draw, work, WARM_UP)


def test_elbo(seed, epochs, path):
    """Train on Fashion-MNIST, reshuffled in each epoch, and evaluate.

    Args:
        seed: Random seed.
        epochs: Number of epochs.
        path: File of the package's side with the pictures.

    Returns:
        Facts with the mean test ELBO in nats, and `None`.
    """
    arrays = exchange.read(path)
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    pixels = flat(arrays["batch/training"])
    model = TorchVAE()
    steps = len(pixels) // BATCH_SIZE
    for _ in range(epochs):
        order = torch.randperm(len(pixels))[: steps * BATCH_SIZE]
        for chosen in order.reshape(steps, BATCH_SIZE):
            model.train_step(pixels[chosen])
    held_back = flat(arrays["batch/test"])
    return {"elbo": mean_elbo(model, held_back, seed)}, None


def check_equal_work(model, arrays):
    """Compare the ELBO of a batch with equal weights and noise.

    Args:
        model: `TorchVAE`, which gets the package's weights.
        arrays: Dict returned by `exchange.read()`.

    Returns:
        See `exchange.compare()`.
    """
    networks = {"encoder": model.encoder, "decoder": model.decoder}
    for name, network in networks.items():
        torch_weights.load(arrays, name, network)
    return exchange.compare(
        arrays,
        {name: torch_weights.count(n) for name, n in networks.items()},
        {"elbo": mean_elbo(model, flat(arrays["batch/pictures"]), seed=0)},
        TOLERANCE,
    )


def mean_elbo(model, pixels, seed):
    """Mean ELBO, with the same noise as `VAE.elbo()`."""
    noise = np.random.default_rng(seed).normal(size=(len(pixels), LATENT_DIM))
    with torch.no_grad():
        bound = model.elbo(pixels, torch.tensor(noise).float())
    return float(bound.double().mean())


def flat(pictures):
    """Images as flat uint8 tensors."""
    return torch.tensor(pictures).reshape(len(pictures), -1)
