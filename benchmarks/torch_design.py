"""DesignGAN, and the plain GAN, as a loop of PyTorch."""

from torch.nn import functional
from torch_game import TorchGame


class TorchDesignGAN(TorchGame):
    """The steps of `DesignGAN` with its defaults.

    Args:
        *args: See `TorchGame`.
        lambda_d: Weight of the classification loss. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss. Defaults to `0.5`.
        label_smoothing: Smoothing of the classes' targets. Defaults to `0.2`.
        **kwargs: See `TorchGame`.
    """

    def __init__(
        self, *args, lambda_d=0.5, lambda_g=0.5, label_smoothing=0.2, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.lambda_d, self.lambda_g = lambda_d, lambda_g
        self.label_smoothing = label_smoothing

    def discriminator_loss(self, real, labels, fake, share=None):
        """`softplus(-D(x)) + softplus(D(G(z)))` and the class head's loss."""
        real_scores, class_logits = self.scores(real)
        fake_scores, _ = self.scores(fake)
        loss = (
            functional.softplus(-real_scores).mean()
            + functional.softplus(fake_scores).mean()
        )
        if class_logits is None:
            return loss
        return loss + self.lambda_d * functional.cross_entropy(
            class_logits, labels, label_smoothing=self.label_smoothing
        )

    def generator_loss(self, real, latent):
        """`softplus(-D(G(z)))` and the cross-entropy with the uniform."""
        scores, class_logits = self.scores(self.generate(latent))
        loss = functional.softplus(-scores).mean()
        if class_logits is None:
            return loss
        log_posterior = functional.log_softmax(class_logits, dim=1)
        return loss - self.lambda_g * log_posterior.mean()
