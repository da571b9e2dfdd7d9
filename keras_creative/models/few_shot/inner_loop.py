"""Inner loops: copies of two players that are trained on a few shots."""

from typing import Any, NamedTuple

import tensorflow as tf

from keras_creative.typing import Tensor


class Weights(NamedTuple):
    """Trainable weights of both players.

    Attributes:
        generator: List of tensors.
        discriminator: List of tensors.
    """

    generator: list[Tensor]
    discriminator: list[Tensor]


class Drawn(NamedTuple):
    """Random numbers of an inner loop, which are drawn before it.

    Attributes:
        latents: Latent vectors `(steps, 2, batch, *latent_shape)`, for the
            step of the discriminator and for that of the generator.
        shares: Numbers from [0, 1) for the penalty, `(steps, batch, ...)`.
    """

    latents: Tensor
    shares: Tensor


class InnerLoop:
    """Gradient descent of copies of both players on the shots of a task.

    The copies are tensors in the graph. No variable changes.

    Args:
        generator: See `FIGR`, as for the others.
        discriminator: See above.
        criterion: See above.
        penalty: See above.
        rate: Learning rate.
    """

    def __init__(self, generator, discriminator, criterion, penalty, rate):
        self.generator, self.discriminator = generator, discriminator
        self.criterion, self.penalty = criterion, penalty
        self.rate = rate

    def start(self):
        """`Weights` of the players."""
        return Weights(
            *(
                [variable.value for variable in network.trainable_variables]
                for network in (self.generator, self.discriminator)
            )
        )

    def draw(self, noise, tasks, shots, steps):
        """Random numbers of some tasks.

        Args:
            noise: Function that returns an object with `normal(shape)` and
                `uniform(shape)`.
            tasks: Number of tasks.
            shots: Number of shots of each.
            steps: Number of steps.

        Returns:
            `Drawn` with an entry for each task along the first axis.
        """
        latent = tuple(self.generator.inputs[-1].shape[1:])
        ones = [1] * len(self.generator.output_shape[1:])
        return Drawn(
            noise().normal((tasks, steps, 2, shots, *latent)),
            noise().uniform((tasks, steps, shots, *ones)),
        )

    def adapt(self, start, shots, drawn):
        """Train copies of both players on the shots of one task.

        Args:
            start: `Weights` to start from.
            shots: Tensor `(shots, *sample_shape)`.
            drawn: `Drawn` of the task.

        Returns:
            The adapted `Weights`, and a dict of logs.
        """
        steps = drawn.latents.shape[0]

        def step(i, weights, *_):
            latents, share = drawn.latents[i], drawn.shares[i]
            d_loss, weights = self.discriminator_step(
                weights, shots, latents[0], share
            )
            g_loss, weights = self.generator_step(weights, shots, latents[1])
            return i + 1, weights, d_loss, g_loss

        zero = tf.zeros(())
        _, weights, d_loss, g_loss = tf.while_loop(
            lambda i, *_: i < steps, step, (0, start, zero, zero)
        )
        moved = tf.nest.map_structure(tf.subtract, weights, start)
        distance = tf.linalg.global_norm(tf.nest.flatten(moved))
        logs = {"d_loss": d_loss, "g_loss": g_loss, "distance": distance}
        return weights, logs

    def discriminator_step(self, weights, shots, latent, share):
        """Loss and `Weights` after a step of the discriminator.

        Args:
            weights: `Weights` before it.
            shots: Tensor `(shots, *sample_shape)`.
            latent: Latent vectors, as many.
            share: Random numbers of the penalty.
        """
        fake = self.generate(weights, shots, latent)
        replicas = _count_replicas()
        with tf.GradientTape() as tape:
            tape.watch(weights.discriminator)
            real_scores, fake_scores = (
                self._score(weights, samples) for samples in (shots, fake)
            )
            loss = sum(
                self.criterion.discriminator_losses(real_scores, fake_scores)
            )
            loss += self.penalty(
                lambda x, training: {"score": self._score(weights, x)},
                shots,
                fake,
                noise=_Given(share),
            )
            loss *= replicas
        moved = self._descended(tape, loss, weights.discriminator)
        return loss, weights._replace(discriminator=moved)

    def generator_step(self, weights, shots, latent):
        """Loss and `Weights` after a step of the generator.

        Args:
            weights: `Weights` before it.
            shots: Tensor `(shots, *sample_shape)`.
            latent: Latent vectors, as many.
        """
        replicas = _count_replicas()
        with tf.GradientTape() as tape:
            tape.watch(weights.generator)
            fake = self.generate(weights, shots, latent)
            loss = self.generator_loss(weights, shots, fake, latent) * replicas
        moved = self._descended(tape, loss, weights.generator)
        return loss, weights._replace(generator=moved)

    def generate(self, weights, shots, latent):
        """Samples of the generator.

        Args:
            weights: `Weights` of the players.
            shots: Tensor `(shots, *sample_shape)`, which FIGR does not use.
            latent: Latent vectors, as many.
        """
        return call(self.generator, weights.generator, latent)

    def generator_loss(self, weights, shots, fake, latent):
        """Loss of the generator, of which each replica has its share.

        Args:
            weights: `Weights` of the players.
            shots: Tensor `(shots, *sample_shape)`.
            fake: Samples, as many.
            latent: Their latent vectors, which FIGR does not use.
        """
        scores = self._score(weights, fake)
        real_scores = None
        if self.criterion.uses_real_scores:
            real_scores = self._score(weights, shots)
        return self.criterion.generator_loss(scores, real_scores)

    def _score(self, weights, samples):
        return call(self.discriminator, weights.discriminator, samples)["score"]

    def _descended(self, tape, loss, weights):
        gradients = tape.gradient(loss, weights, unconnected_gradients="zero")
        return [
            weight - self.rate * gradient
            for weight, gradient in zip(weights, gradients, strict=True)
        ]


class _Given(NamedTuple):
    """Noise of the penalty that was drawn before."""

    share: Tensor

    def uniform(self, shape: Any) -> Tensor:
        """The numbers that were drawn."""
        return self.share


def _count_replicas():
    """Number by which losses are divided; a task belongs to one replica."""
    return tf.distribute.get_strategy().num_replicas_in_sync


def call(network, weights, inputs):
    """Outputs of a network with other weights than its own.

    Args:
        network: `keras.Model` without weights that training steps update, such
            as those of batch normalization.
        weights: List of tensors in the order of its trainable variables.
        inputs: Its inputs.
    """
    others = [variable.value for variable in network.non_trainable_variables]
    outputs, _ = network.stateless_call(weights, others, inputs, training=True)
    return outputs
