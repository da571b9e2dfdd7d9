"""DesignGAN as an eager PyTorch loop, the baseline of the benchmarks.

`TorchDesignGAN` makes the steps of `keras_creative.models.DesignGAN` with its
defaults. It omits everything that the loop does not need: it tracks no metrics,
generates the discriminator's fake samples without a graph, and computes no
gradients for the network that is not trained.
"""

import contextlib
import functools

import numpy as np
import torch
from torch import nn
from torch.nn import functional


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


class TorchDesignGAN:
    """The steps of `DesignGAN`, written for PyTorch.

    Args:
        generator: Module that maps latent vectors to samples.
        discriminator: `TwoHeads`.
        latent_dim: Length of a latent vector.
        rates: Learning rates of the generator and of the discriminator.
        betas: Adam's betas for both networks.
        lambda_d: Weight of the classification loss. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss. Defaults to `0.5`.
        autocast: Whether the networks run under `torch.autocast` in
            bfloat16. Defaults to `False`.
    """

    def __init__(
        self,
        generator,
        discriminator,
        latent_dim,
        rates,
        betas,
        lambda_d=0.5,
        lambda_g=0.5,
        autocast=False,
    ):
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.lambda_d = lambda_d
        self.lambda_g = lambda_g
        self.g_optimizer, self.d_optimizer = (
            torch.optim.Adam(network.parameters(), rate, betas=betas)
            for network, rate in zip(
                (generator, discriminator), rates, strict=True
            )
        )
        self.precision = (
            functools.partial(torch.autocast, "cpu", dtype=torch.bfloat16)
            if autocast
            else contextlib.nullcontext
        )

    def train_step(self, real, labels):
        """One step of the discriminator, then one of the generator."""
        with torch.no_grad(), self.precision():
            fake = self.generator(torch.randn(len(real), self.latent_dim))
        _descend(self.discriminator_loss(real, labels, fake), self.d_optimizer)
        latent = torch.randn(len(real), self.latent_dim)
        _descend(self.generator_loss(latent), self.g_optimizer)

    def discriminator_loss(self, real, labels, fake):
        """`softplus(-D(x)) + softplus(D(G(z)))` and the class head's loss."""
        with self.precision():
            real_scores, class_logits = self.discriminator(real)
            fake_scores, _ = self.discriminator(fake)
        loss = (
            functional.softplus(-real_scores.float()).mean()
            + functional.softplus(fake_scores.float()).mean()
        )
        if class_logits is None:
            return loss
        return loss + self.lambda_d * functional.cross_entropy(
            class_logits.float(), labels
        )

    def generator_loss(self, latent):
        """`softplus(-D(G(z)))` and the cross-entropy with the uniform."""
        with self.precision():
            scores, class_logits = self.discriminator(self.generator(latent))
        loss = functional.softplus(-scores.float()).mean()
        if class_logits is None:
            return loss
        log_posterior = functional.log_softmax(class_logits.float(), dim=1)
        return loss - self.lambda_g * log_posterior.mean()


def _descend(loss, optimizer):
    optimizer.zero_grad()
    loss.backward(inputs=optimizer.param_groups[0]["params"])
    optimizer.step()


def copy_weights(network, module, reorder=None):
    """Copy the weights of a Keras network to a PyTorch module.

    Args:
        network: Keras model whose layers are named like the submodules.
        module: PyTorch module.
        reorder: Dict from a layer's name to a function of its kernel, applied
            before the kernel's axes are moved. Defaults to `None`.
    """
    modules = {
        name.rpartition(".")[2]: submodule
        for name, submodule in module.named_modules()
    }
    for layer in network.layers:
        if layer.weights:
            arrays = layer.get_weights()
            if reorder and layer.name in reorder:
                arrays[0] = reorder[layer.name](arrays[0])
            _fill(modules[layer.name], arrays)


def _fill(module, arrays):
    if arrays[0].ndim == 4:  # height, width, and the two of channels
        arrays[0] = arrays[0].transpose(3, 2, 0, 1)
    elif arrays[0].ndim == 2:
        arrays[0] = arrays[0].T
    names = ("weight", "bias", "running_mean", "running_var")
    with torch.no_grad():
        for name, array in zip(names, arrays, strict=False):
            getattr(module, name).copy_(torch.tensor(array))


def check_equal_work(model, twin, real, labels, tolerance):
    """Check that both compute the same with the same weights.

    Args:
        model: `DesignGAN`.
        twin: `TorchDesignGAN` with the weights of `model`.
        real: Array of real samples, channels last.
        labels: Array of their labels.
        tolerance: Largest relative difference of a loss.

    Returns:
        Dict of the numbers of parameters and of the losses, each `[Keras',
        PyTorch's]`.

    Raises:
        AssertionError: If a number of parameters or a loss differs.
    """
    latent = np.random.default_rng(0).normal(size=(len(real), twin.latent_dim))
    latent = latent.astype("float32")
    fake = model.generator(latent, training=True)
    torch_latent = torch.tensor(latent)
    with torch.no_grad():
        torch_losses = (
            twin.discriminator_loss(
                torch.tensor(np.moveaxis(real, -1, 1)),
                torch.tensor(labels).long(),
                twin.generator(torch_latent),
            ),
            twin.generator_loss(torch_latent),
        )
    keras_losses = (
        model.discriminator_loss(
            real,
            labels,
            latent,
            fake,
            model.criterion,
            model.penalty,
            *model.classification_terms,
        )[0],
        model.generator_loss(
            real, labels, latent, model.criterion, *model.creativity_terms
        )[0],
    )
    work = {
        name: [_count(getattr(model, name)), _count(getattr(twin, name))]
        for name in ("generator", "discriminator")
    }
    for name, pair in work.items():
        assert pair[0] == pair[1], f"parameters of the {name} differ: {pair}"
    for name, *pair in zip(
        ("d_loss", "g_loss"), keras_losses, torch_losses, strict=True
    ):
        work[name] = [float(loss) for loss in pair]
        np.testing.assert_allclose(*work[name], rtol=tolerance, err_msg=name)
    return work


def _count(network):
    if isinstance(network, nn.Module):
        return sum(weight.numel() for weight in network.parameters())
    return sum(int(np.prod(w.shape)) for w in network.trainable_weights)
