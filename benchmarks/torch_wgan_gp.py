"""WGAN-GP as a loop of PyTorch."""

import torch
from torch_game import TorchGame


class TorchWGANGP(TorchGame):
    """The steps of `WGANGP`.

    Args:
        *args: See `TorchGame`.
        penalty_weight: Weight of the gradient penalty. Defaults to `10`.
        **kwargs: See `TorchGame`.
    """

    def __init__(self, *args, penalty_weight=10.0, **kwargs):
        super().__init__(*args, **kwargs)
        self.penalty_weight = penalty_weight

    def discriminator_loss(self, real, labels, fake, share=None):
        """`D(G(z)) - D(x)` and the penalty."""
        loss = self.scores(fake)[0].mean() - self.scores(real)[0].mean()
        return loss + self.penalty(real, fake, share)

    def generator_loss(self, real, latent):
        """`-D(G(z))`."""
        return -self.scores(self.generate(latent))[0].mean()

    def penalty(self, real, fake, share=None):
        """`weight * (|grad D(x')| - 1)^2` at points between both."""
        if share is None:
            share = torch.rand(len(real), 1, 1, 1)
        points = share * real + (1 - share) * fake
        _, squares = self.scores_and_squared_norms(points)
        norms = (squares + 1e-12).sqrt()
        return self.penalty_weight * (norms - 1).square().mean()
