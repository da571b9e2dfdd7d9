"""PyTorch's side of `figr_steps.py`: the loop in its published form.

A task at a time; both networks and their optimizers are copied in Python, and
the difference of the weights is written to the gradients.
"""

import copy

import torch
from torch import nn
from torch.nn import functional

STEPS, RATE, OUTER_RATE, PENALTY = 10, 1e-3, 1e-4, 10.0


class Block(nn.Module):
    """Convolution, PReLU, and a normalization over all features.

    Args:
        inputs: Channels of the input.
        outputs: Channels of the output.
    """

    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 5, padding=2)
        self.prelu = nn.PReLU(outputs, 0.0)
        self.norm = nn.GroupNorm(1, outputs, 1e-3)

    def forward(self, x):
        """Features."""
        return self.norm(self.prelu(self.convolution(x)))


class Generator(nn.Module):
    """`figr_generator()` for 32x32 pixels.

    Args:
        width: Channels at full size.
        latent_dim: Length of the latent vector.
    """

    def __init__(self, width, latent_dim):
        super().__init__()
        self.dense = nn.Linear(latent_dim, 4 * 16 * width)
        sizes = [16, 8, 4, 2, 1]
        self.blocks = nn.ModuleList(
            Block(a * width, b * width)
            for a, b in zip(sizes[:-1], sizes[1:], strict=True)
        )
        self.to_picture = nn.Conv2d(width, 1, 5, padding=2)

    def forward(self, latent):
        """Pictures."""
        x = self.dense(latent).reshape(len(latent), -1, 2, 2)
        for block in self.blocks:
            x = block(functional.interpolate(x, scale_factor=2))
        return self.to_picture(x).tanh()


class Discriminator(nn.Module):
    """`figr_discriminator()` for 32x32 pixels.

    Args:
        width: Channels at full size.
    """

    def __init__(self, width):
        super().__init__()
        sizes = [1, width, 2 * width, 4 * width, 8 * width]
        self.blocks = nn.ModuleList(
            Block(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True)
        )
        self.score = nn.Linear(4 * sizes[-1], 1)

    def forward(self, x):
        """Scores."""
        for block in self.blocks:
            x = functional.avg_pool2d(block(x), 2)
        return self.score(x.flatten(1))


def compete(width, shots, latent_dim, seed, threads):
    """The loop, see `contestants.py`."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    players = Generator(width, latent_dim), Discriminator(width)
    outer = [torch.optim.Adam(p.parameters(), OUTER_RATE) for p in players]
    images = 2 * torch.rand(64, shots, 1, 32, 32) - 1

    def train(steps):
        for step in range(steps):
            episode(players, outer, images[step % len(images)], latent_dim)
        return steps

    facts = {
        "parameters": [sum(p.numel() for p in n.parameters()) for n in players]
    }
    train(1)
    return facts, train


def episode(players, outer, real, latent_dim):
    """An inner loop on a task, and the outer step."""
    copies = [copy.deepcopy(player) for player in players]
    optimizers = [torch.optim.SGD(p.parameters(), RATE) for p in copies]
    for _ in range(STEPS):
        inner_step(copies, optimizers, real, latent_dim)
    for player, trained, optimizer in zip(players, copies, outer, strict=True):
        optimizer.zero_grad()
        pairs = zip(player.parameters(), trained.parameters(), strict=True)
        for weight, new in pairs:
            weight.grad = weight.detach() - new.detach()
        optimizer.step()


def inner_step(players, optimizers, real, latent_dim):
    """A step of the discriminator and one of the generator."""
    generator, discriminator = players
    with torch.no_grad():
        fake = generator(torch.randn(len(real), latent_dim))
    loss = discriminator(fake).mean() - discriminator(real).mean()
    share = torch.rand(len(real), 1, 1, 1)
    points = (share * real + (1 - share) * fake).requires_grad_()
    (gradient,) = torch.autograd.grad(
        discriminator(points).sum(), points, create_graph=True
    )
    norms = gradient.flatten(1).norm(dim=1)
    loss = loss + PENALTY * (norms - 1).square().mean()
    optimizers[1].zero_grad()
    loss.backward()
    optimizers[1].step()
    optimizers[0].zero_grad()
    made = generator(torch.randn(len(real), latent_dim))
    (-discriminator(made).mean()).backward()
    optimizers[0].step()
