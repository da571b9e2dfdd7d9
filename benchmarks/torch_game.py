"""The parts that PyTorch's loops of GANs share.

`TorchGame` is as fast as an eager loop of PyTorch gets: it tracks no metrics,
makes the discriminator's generated samples without a graph, computes no
gradients for the network that is not trained, and has PyTorch's fused Adam.
"""

import exchange
import torch
import torch_weights
from torch import nn
from torch.optim import swa_utils

# Largest difference from the package's values, relative to those above 1.
TOLERANCES = {"float32": 1e-3, "bfloat16": 1e-2}
FORMATS = {
    "channels_first": torch.contiguous_format,
    "channels_last": torch.channels_last,
}


class TwoHeads(nn.Module):
    """Discriminator with one or two linear heads.

    Args:
        body: Module that maps samples to features `(batch, features)`.
        features: Number of features.
        num_classes: Number of classes of the class head, or `None` for none.
    """

    def __init__(self, body, features, num_classes):
        super().__init__()
        self.body = body
        self.score = nn.Linear(features, 1)
        self.class_logits = num_classes and nn.Linear(features, num_classes)

    def forward(self, samples):
        """Scores `(batch, 1)`; class logits `(batch, num_classes)` or None."""
        features = self.body(samples)
        head = self.class_logits
        return self.score(features), head and head(features)


class TorchGame:
    """Base class of the games; a subclass defines both losses.

    Args:
        generator: Module that maps latent vectors to samples.
        discriminator: `TwoHeads`.
        latent_dim: Length of a latent vector.
        rates: Learning rates of the generator and of the discriminator.
        betas: Adam's betas for both networks.
        bfloat16: Whether the networks run under `torch.autocast`. Defaults to
            `False`.
        n_critic: Discriminator steps per generator step, each on a part of the
            batch. Defaults to `1`.
        ema: Decay of the averaged generator. Defaults to `0`: none.
    """

    # Method of real and generated samples and of `share`, if there is one.
    penalty = None

    def __init__(
        self,
        generator,
        discriminator,
        latent_dim,
        rates,
        betas,
        bfloat16=False,
        n_critic=1,
        ema=0.0,
    ):
        self.generator, self.discriminator = generator, discriminator
        self.latent_dim = latent_dim
        self.bfloat16, self.n_critic = bfloat16, n_critic
        self.is_compiled = False
        self.g_optimizer, self.d_optimizer = (
            torch.optim.Adam(network.parameters(), rate, betas, fused=True)
            for network, rate in zip(
                (generator, discriminator), rates, strict=True
            )
        )
        self.average = None
        if ema:
            self.average = swa_utils.AveragedModel(
                generator,
                multi_avg_fn=swa_utils.get_ema_multi_avg_fn(ema),
                use_buffers=True,
            )

    def discriminator_loss(self, real, labels, fake, share=None):
        """Loss of the discriminator.

        Args:
            real: Real samples.
            labels: Their labels.
            fake: Generated samples.
            share: Shares of the real samples in WGAN-GP's points. Defaults to
                `None`: random.
        """
        raise NotImplementedError

    def generator_loss(self, real, latent):
        """Loss of the generator for real samples and latent vectors."""
        raise NotImplementedError

    def train_step(self, real, labels):
        """The discriminator's steps, then one of the generator."""
        parts = zip(
            real.chunk(self.n_critic),
            labels.chunk(self.n_critic),
            strict=True,
        )
        for x, y in parts:
            with torch.no_grad():
                fake = self.generate(torch.randn(len(x), self.latent_dim))
            _descend(self.discriminator_loss(x, y, fake), self.d_optimizer)
        latent = torch.randn(len(x), self.latent_dim)
        self.discriminator.requires_grad_(False)
        _descend(self.generator_loss(x, latent), self.g_optimizer)
        self.discriminator.requires_grad_(True)
        if self.average:
            self.average.update_parameters(self.generator)

    def compile(self):
        """Compile both losses and the generator with `torch.compile`."""
        self.is_compiled = True
        for name in ("generate", "discriminator_loss", "generator_loss"):
            compiled = torch.compile(getattr(self, name), dynamic=False)
            setattr(self, name, compiled)

    def generate(self, latent):
        """Generated samples, in float32."""
        with self.precision():
            return self.generator(latent).float()

    def scores(self, samples):
        """Scores and class logits, in float32."""
        with self.precision():
            score, class_logits = self.discriminator(samples)
        if class_logits is not None:
            class_logits = class_logits.float()
        return score.float(), class_logits

    def precision(self):
        """Context in which the networks are computed."""
        return torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16)

    def scores_and_squared_norms(self, samples):
        """Scores, and the squared norm of their gradient at each sample.

        `torch.compile` does not backpropagate twice through
        `torch.autograd.grad`; `torch.func.grad` takes longer eagerly.
        """

        def total(samples):
            scores, _ = self.scores(samples)
            return scores.sum(), scores

        if self.is_compiled:
            gradient, scores = torch.func.grad(total, has_aux=True)(samples)
        else:
            samples = samples.detach().requires_grad_()
            score, scores = total(samples)
            (gradient,) = torch.autograd.grad(score, samples, create_graph=True)
        return scores, gradient.float().square().sum(dim=(1, 2, 3))


def _descend(loss, optimizer):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def check_equal_work(game, arrays, precision):
    """Check that both sides compute the same with the same weights.

    Args:
        game: `TorchGame` with the package's weights, not compiled.
        arrays: Dict returned by `exchange.read()`.
        precision: `"float32"` or `"bfloat16"`.

    Returns:
        Dict of the numbers of parameters, and of the losses, the penalty and
        the norms of the gradients, see `exchange.compare()`.
    """
    parameters = {
        name: torch_weights.count(getattr(game, name))
        for name in ("generator", "discriminator")
    }
    batch = {
        name: torch.tensor(array)
        for name, array in exchange.part(arrays, "batch/").items()
    }
    values = _values(game, **batch)
    return exchange.compare(arrays, parameters, values, TOLERANCES[precision])


def _values(game, real, labels, latent, share):
    """PyTorch's values of the batch."""
    real = real.movedim(-1, 1)
    share = share.reshape(-1, *[1] * (real.ndim - 1))
    with torch.no_grad():
        fake = game.generate(latent)
    losses = {
        "d_loss": game.discriminator_loss(real, labels, fake, share),
        "g_loss": game.generator_loss(real, latent),
    }
    values = {name: float(loss) for name, loss in losses.items()}
    if game.penalty is not None:
        values["penalty"] = float(game.penalty(real, fake, share))
    for name, network in (("d", game.discriminator), ("g", game.generator)):
        gradients = torch.autograd.grad(
            losses[f"{name}_loss"], list(network.parameters())
        )
        norms = [gradient.norm() for gradient in gradients]
        values[f"{name}_gradient_norm"] = float(torch.stack(norms).norm())
    return values
