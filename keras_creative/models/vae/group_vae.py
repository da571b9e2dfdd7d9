"""The variational autoencoder with one code for a group of samples."""

from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.losses import batch_mean, gaussian_kl
from keras_creative.models.core.data_rules import DataRules
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.vae.conditional_vae import ConditionalVAE
from keras_creative.models.vae.encoding import joint_inputs
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class GroupVAE(ConditionalVAE):
    """VAE whose code describes what the samples of a group have in common.

    A sample has a label, which is given, and belongs to a group, such as a
    character in a font. Each sample of a group has an expert, a Gaussian over
    the code of the group; the product of the experts and the prior is the
    distribution of the code, for any number of samples. In training a sample is
    decoded from its label and from the experts of the *others* of its group in
    the batch, so that the code cannot contain the sample itself. Then a few
    samples of a group suffice for those with other labels, see `sample_like()`.

    A label of training data is `group * num_classes + label`. Batches should
    have several samples of each group; one that is alone is decoded from the
    prior. Under `tf.distribute` the others are those of the replica.

    Logs, in nats per sample: `loss`; `reconstruction`, the negative
    log-likelihood given the others; and `kl`, the divergence of the code of the
    whole group from the prior, shared among its samples.

    Args:
        encoder: See `ConditionalVAE`.
        decoder: See `ConditionalVAE`.
        groups: Number of groups in the training data.
        attributes: See `ConditionalVAE`. Defaults to `None`, one-hot codes.
        likelihood: See `VAE`. Defaults to `"bernoulli"`.
        beta: See `VAE`. Defaults to `1`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If `groups` is not positive, or an argument of
            `ConditionalVAE` is invalid.

    Example:

    ```python
    # Two groups, bright and dark, of images of three classes.
    cells = np.arange(600) % 6
    images = np.where(cells < 3, 0.5, -0.5)[:, None, None, None]
    images = images + np.zeros((600, 28, 28, 1))
    model = keras_creative.models.GroupVAE(
        keras_creative.networks.mlp_vae_encoder(attributes_length=3),
        keras_creative.networks.mlp_vae_decoder(attributes_length=3),
        groups=2,
    )
    model.compile(keras.optimizers.Adam(1e-3))
    model.fit(images, cells, batch_size=60)
    more = model.sample_like(images[:2], [0, 1], labels=[2])
    ```

    Reference:

    - product of experts: [Bouchacourt et al., 2018, section 3.2](
        https://arxiv.org/abs/1705.08841), without its code of each sample
    - prediction of other samples: [Garnelo et al., 2018](
        https://arxiv.org/abs/1807.01622)
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        groups: int,
        attributes: ArrayLike | None = None,
        likelihood: str = "bernoulli",
        beta: float = 1.0,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(
            encoder, decoder, attributes, likelihood, beta, seed, name
        )
        check_integers(groups=(groups, 1))
        self.groups = groups

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        return ("loss", "reconstruction", "kl")

    @property
    def data_rules(self) -> DataRules:
        """Rules that samples and labels of training must follow."""
        return DataRules(self.sample_shape, self.groups * self.num_classes)

    def evidence_loss(
        self, samples: Tensor, labels: Tensor, noise: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss of samples that are predicted from the others of their group.

        Args:
            samples: Batch of samples.
            labels: Integers `(batch,)`: `group * num_classes + label`.
            noise: Standard normal numbers `(batch, *latent_shape)`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        cells = ops.reshape(ops.cast(labels, "int32"), (-1,))
        groups = cells // self.num_classes
        conditions = self._conditions(cells % self.num_classes)
        experts = super()._code(samples, conditions, self.in_training)

        together = ops.cast(groups[:, None] == groups, "float32")
        others = together - ops.eye(ops.shape(together)[0])
        mean, log_variance = _product(experts, others)
        latent = mean + ops.exp(0.5 * log_variance) * noise
        outputs = self.decoder(
            joint_inputs(latent, conditions), training=self.in_training
        )
        log_likelihood = self.likelihood.log_likelihood(samples, outputs)
        of_group = gaussian_kl(*_product(experts, together))

        reconstruction = batch_mean(-log_likelihood)
        kl = batch_mean(of_group / ops.sum(together, axis=1))
        loss = sum(pass_losses(self), reconstruction + self.beta * kl)
        return loss, {"reconstruction": reconstruction, "kl": kl}

    def group_code(self, x: ArrayLike, labels: ArrayLike) -> np.ndarray:
        """The mean code of a group, from some of its samples.

        Args:
            x: Array `(k, *sample_shape)` of samples of one group.
            labels: Their labels, without the group: integers below
                `num_classes`, or attributes.

        Returns:
            NumPy array `latent_shape`.

        Raises:
            ValueError: If a shape or a label is wrong.
        """
        x, attributes = self._given(x, labels)
        experts = super()._code(
            ops.convert_to_tensor(x, "float32"),
            (ops.convert_to_tensor(attributes),),
        )
        mean, _ = _product(experts, ops.ones((1, len(x))))
        return ops.convert_to_numpy(mean)[0]

    def sample_like(
        self, shots: ArrayLike, shot_labels: ArrayLike, labels: ArrayLike
    ) -> np.ndarray:
        """Samples of the group of some shots, with other labels.

        Args:
            shots: Array `(k, *sample_shape)` of samples of one group.
            shot_labels: Their labels, see `group_code()`.
            labels: The labels to generate, a sequence of integers.

        Returns:
            NumPy array `(len(labels), *sample_shape)` of mean samples.

        Raises:
            ValueError: See `group_code()`.
        """
        labels = np.atleast_1d(labels)
        code = self.group_code(shots, shot_labels)
        codes = np.repeat(code[None], len(labels), axis=0)
        inputs = codes, self._requested(labels, len(labels))
        return self._generate_all(inputs, None, 0)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "groups": self.groups}

    def _code(
        self, samples: Tensor, conditions: Any, training: bool = False
    ) -> list[Tensor]:
        """Code of a group of one sample."""
        mean, log_variance = super()._code(samples, conditions, training)
        return list(_product((mean, log_variance)))


def _product(experts, members=None):
    """Mean and log-variance of the product of experts and the prior.

    Args:
        experts: Means and log-variances `(batch, latent_dim)`.
        members: Matrix `(n, batch)` of zeros and ones: which experts belong to
            a product. Defaults to `None`: each one alone.
    """
    mean, log_variance = experts
    precision = ops.exp(-log_variance)
    weighted = precision * mean
    if members is not None:
        precision = ops.matmul(members, precision)
        weighted = ops.matmul(members, weighted)
    return weighted / (1 + precision), -ops.log1p(precision)
