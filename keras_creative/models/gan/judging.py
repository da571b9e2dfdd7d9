"""How the discriminator of a game is asked."""

import contextlib
from contextlib import AbstractContextManager
from typing import Any

import keras
from keras import ops

from keras_creative import replicas
from keras_creative.layers import ClipWeights
from keras_creative.losses import batch_mean
from keras_creative.models.gan.unrolling import unrolled_weights
from keras_creative.typing import Tensor

# Outputs of the discriminator that belong to one sample of a pack.
_OF_EACH = {"class_logits", "codes"}


class Judging:
    """Disguises, packs and judges samples, by the discriminator as it will be.

    Mixed into games with a `discriminator` and its `d_optimizer`, a
    `criterion`, `augment`, `instance_noise`, `unrolled_steps`, `noise()`,
    `single_noise()`, `discriminator_inputs()` and `discriminator_loss()`.
    """

    @property
    def packing(self) -> int:
        """Samples that the discriminator judges together, 1 if alone."""
        taken = self.discriminator.inputs[0].shape[1:]
        return 1 if len(taken) == len(self.sample_shape) else taken[0]

    def pack(self, samples: Tensor) -> Tensor:
        """Samples as the discriminator takes them.

        Neighbours of the batch make a pack, which under `tf.distribute` is
        one of a replica. Where a batch is no multiple of the packing, its
        first samples fill up the last pack.

        Args:
            samples: Batch of samples, or of what belongs to them.

        Returns:
            Tensor `(batch / packing, packing, ...)`, or `samples` where each
            is judged alone.
        """
        size, n = self.packing, ops.shape(samples)[0]
        if size == 1:
            return samples
        if not isinstance(n, int) or n % size:
            packs = (n + size - 1) // size
            samples = ops.take(samples, ops.arange(packs * size) % n, axis=0)
        return ops.reshape(samples, (-1, size, *samples.shape[1:]))

    def disguise(self, samples: Tensor, noise: Any) -> Tensor:
        """Samples as the discriminator sees them: changed, and with noise.

        Args:
            samples: Batch of samples.
            noise: What `noise()` gave.

        Returns:
            Tensor of their shape.
        """
        if self.augment is not None:
            samples = self.augment(samples, noise)
        std = self.instance_noise
        if callable(std):
            std = std(self.d_optimizer.iterations)
        elif std == 0:
            return samples
        samples = ops.cast(samples, "float32")
        return samples + std * noise.normal(ops.shape(samples))

    def discriminate(
        self,
        samples: Tensor,
        labels: Tensor = None,
        training: bool = True,
        n: int | None = None,
    ) -> dict[str, Tensor]:
        """The discriminator's outputs.

        Args:
            samples: Batch of samples, or of packs, see `pack()`.
            labels: Labels of the single samples, for a conditional
                discriminator. Defaults to `None`.
            training: Whether it is in training mode. Defaults to `True`.
            n: Samples that were packed; what the last pack was filled up with
                has no heads then. Defaults to `None`: all packs were full.

        Returns:
            Dict with `score` `(batch, 1)` and its other heads, those that
            belong to a sample as if it had been judged alone.
        """
        inputs = self.discriminator_inputs(samples, labels)
        outputs = self.discriminator(inputs, training=training)
        if self.packing > 1:
            for name in _OF_EACH.intersection(outputs):
                length = outputs[name].shape[-1]
                outputs[name] = ops.reshape(outputs[name], (-1, length))[:n]
        return outputs

    def opponent(
        self,
        real: Tensor,
        labels: Tensor,
        fake: Tensor,
        latent: Tensor,
        training: bool = True,
    ) -> AbstractContextManager[Any]:
        """The discriminator that the generator plays against.

        Within the context that this makes, the discriminator is what it will
        be after `unrolled_steps` further steps on the batch; the generator's
        gradient flows through them.

        Args:
            real: Batch of real samples.
            labels: Their labels, or `None`.
            fake: Batch of generated samples.
            latent: What they were made of.
            training: Whether the networks are in training mode; otherwise it
                plays against the discriminator as it is. Defaults to `True`.

        Returns:
            Context manager.
        """
        if not self.unrolled_steps or not training:
            return contextlib.nullcontext()
        noise = self.single_noise()

        def loss_fn():
            batch = real, labels, fake, latent
            loss, _ = self.regularized(
                self.discriminator,
                *self.discriminator_loss(*batch, noise=noise),
            )
            return replicas.weighted(self.members * loss)

        weights = unrolled_weights(
            self.discriminator, self.d_optimizer, loss_fn, self.unrolled_steps
        )
        return keras.StatelessScope(weights)

    def asked(self, labels: Tensor) -> Tensor:
        """Labels that the samples were asked for under: a plain GAN has none.

        Args:
            labels: Labels of the batch, or `None`.
        """
        return None

    def judge(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> dict[str, Tensor]:
        """How well the discriminator tells the sides apart.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Dict of both accuracies and of the gap of the mean scores.
        """
        real_scores, fake_scores = (
            ops.cast(self._of_members(scores), "float32")
            for scores in (real_scores, fake_scores)
        )
        boundary = self.criterion.boundary(real_scores, fake_scores)
        return {
            "d_accuracy_real": _share(real_scores > boundary),
            "d_accuracy_fake": _share(fake_scores <= boundary),
            "score_gap": batch_mean(real_scores) - batch_mean(fake_scores),
        }

    def _of_members(self, scores):
        """Scores `(members, batch, 1)` of a stacked model, which differ."""
        if self.members == 1:
            return scores
        return ops.reshape(scores, (self.members, -1, 1))

    def clip_discriminator(self, clip: float) -> None:
        """Hold the weights that the score depends on within a size.

        They are clipped now and after every step.

        Args:
            clip: The size. Other heads, such as the class logits and
                InfoGAN's codes, are not clipped.
        """
        constraint = ClipWeights(clip)
        network = self.discriminator
        critic = keras.Model(network.inputs, network.output["score"])
        for weight in critic.trainable_variables:
            weight.constraint = constraint
            weight.assign(constraint(weight))


def _share(truths):
    return batch_mean(ops.cast(truths, "float32"))
