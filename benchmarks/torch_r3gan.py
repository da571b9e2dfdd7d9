"""R3GAN as a loop of PyTorch."""

import torch
from torch.nn import functional
from torch_game import TorchGame


class TorchR3GAN(TorchGame):
    """The steps of `R3GAN`: relativistic pairs, and R1 and R2 penalties.

    Args:
        *args: See `TorchGame`.
        gamma: Weight of both penalties.
        **kwargs: See `TorchGame`.
    """

    def __init__(self, *args, gamma, **kwargs):
        super().__init__(*args, **kwargs)
        self.gamma = gamma

    def discriminator_loss(self, real, labels, fake, share=None):
        """`softplus(D(G(z)) - D(x))` and the penalties, in one pass each."""
        real_scores, real_norms = self.scores_and_squared_norms(real)
        fake_scores, fake_norms = self.scores_and_squared_norms(fake)
        loss = functional.softplus(fake_scores - real_scores).mean()
        return loss + self.gamma / 2 * (real_norms + fake_norms).mean()

    def generator_loss(self, real, latent):
        """`softplus(D(x) - D(G(z)))`."""
        with torch.no_grad():
            real_scores, _ = self.scores(real)
        scores, _ = self.scores(self.generate(latent))
        return functional.softplus(real_scores - scores).mean()

    def penalty(self, real, fake, share=None):
        """`gamma / 2` times both squared norms of the gradient."""
        _, real_norms = self.scores_and_squared_norms(real)
        _, fake_norms = self.scores_and_squared_norms(fake)
        return self.gamma / 2 * (real_norms + fake_norms).mean()
