"""DesIGN: a GAN whose generator is asked to leave the known classes."""

import keras
from keras import ops

from keras_creative import losses
from keras_creative.models.base import AdversarialModel


@keras.saving.register_keras_serializable(package="keras_creative")
class DesignGAN(AdversarialModel):
    """GAN with DesIGN's classification and creativity losses.

    The discriminator learns to tell real from generated samples, and the
    classes of the real ones:
    `L_D = L_real/fake + lambda_d * L_classification(real)`. The generator is
    to be taken for real, and for no class in particular:
    `L_G = L_real/fake + lambda_g * L_creativity(G(z))`.

    With a discriminator that has no class head it is the plain GAN of its
    criterion: labels and both weights are then without effect.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)` and, for labelled data, `class_logits`
            `(batch, num_classes)`.
        criterion: The adversarial game, `"non-saturating"`, `"minimax"`,
            `"wasserstein"` or a `keras_creative.losses.Criterion`. Defaults
            to `"non-saturating"`.
        creativity: The creativity loss, a name that
            `keras_creative.losses.get_creativity_loss()` knows or a loss.
            Defaults to `"uniform"`, the paper's cross-entropy.
        lambda_d: Weight of the classification loss, not negative. Defaults
            to `0.5`.
        lambda_g: Weight of the creativity loss, not negative. Defaults to
            `0.5`.
        penalty: Penalty on the discriminator's gradients, such as
            `keras_creative.losses.R1Penalty`, added to its loss. Defaults to
            `None`.
        ema: Decay of the averaged generator, in [0, 1). Defaults to `0`,
            which keeps none.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If a weight is negative, a name unknown, or the networks
            do not fit together.

    Example:

    ```python
    model = keras_creative.models.DesignGAN(
        keras_creative.networks.mlp_generator(),
        keras_creative.networks.mlp_discriminator(num_classes=8),
        lambda_g=0.5,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(3e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(9e-3, beta_1=0.5),
    )
    ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    model.fit(ring.batches(400), steps_per_epoch=100, epochs=30)
    points = model.sample(2500)
    ```

    Reference:

    - [Sbai et al., 2018](https://arxiv.org/abs/1804.00921)
    """

    def __init__(
        self,
        generator,
        discriminator,
        criterion="non-saturating",
        creativity="uniform",
        lambda_d=0.5,
        lambda_g=0.5,
        penalty=None,
        ema=0.0,
        seed=0,
        name=None,
    ):
        for argument, weight in (
            ("lambda_d", lambda_d),
            ("lambda_g", lambda_g),
        ):
            if not weight >= 0:
                raise ValueError(
                    f"`{argument}` must not be negative. "
                    f"Received: {argument}={weight}"
                )
        self.penalty = penalty
        super().__init__(
            generator, discriminator, ema=ema, seed=seed, name=name
        )
        self.criterion = losses.get_criterion(criterion)
        self.creativity = losses.get_creativity_loss(creativity)
        self.classification = losses.Classification()
        self.lambda_d = lambda_d
        self.lambda_g = lambda_g

    @property
    def tracked(self):
        """Names of the logs: those of the terms that there are."""
        names = ["d_loss", "g_loss", "d_loss_real", "d_loss_fake"]
        if self.num_classes is not None:
            names += ["classification", "creativity"]
        if self.penalty is not None:
            names += ["penalty"]
        return tuple(names)

    def train_step(self, data):
        """One step of the discriminator, then one of the generator."""
        real, labels = self.unpack(data)
        batch_size = ops.shape(real)[0]

        fake = self.generate(batch_size)
        d_logs = self.minimise(
            lambda: self.discriminator_loss(real, labels, fake),
            self.discriminator,
            self.d_optimizer,
        )

        latent = self.draw_latent(batch_size)
        g_logs = self.minimise(
            lambda: self.generator_loss(latent),
            self.generator,
            self.g_optimizer,
        )
        self.average_generator()
        return self.track(d_logs | g_logs)

    def test_step(self, data):
        """Both losses on held-back data, nothing changed."""
        real, labels = self.unpack(data)
        latent = self.validation_latent(ops.shape(real)[0])
        fake = self.generator(latent, training=False)
        _, d_logs = self.discriminator_loss(real, labels, fake, training=False)
        _, g_logs = self.generator_loss(latent, training=False)
        return self.track(d_logs | g_logs)

    def discriminator_loss(self, real, labels, fake, training=True):
        """What the discriminator minimises, and its parts.

        Args:
            real: Batch of real samples.
            labels: Their labels, or `None`.
            fake: Batch of generated samples.
            training: Whether the discriminator is in training mode. Defaults
                to `True`.

        Returns:
            Scalar, and a dict of scalars to log.
        """
        on_real = self.discriminator(real, training=training)
        on_fake = self.discriminator(fake, training=training)
        d_real, d_fake = self.criterion.discriminator_losses(
            on_real["score"], on_fake["score"]
        )
        loss = d_real + d_fake
        logs = {"d_loss_real": d_real, "d_loss_fake": d_fake}
        if self.num_classes is not None:
            classification = self.classification(
                labels, on_real["class_logits"]
            )
            loss += self.lambda_d * classification
            logs["classification"] = classification
        if self.penalty is not None:
            penalty = self.penalty(
                self.discriminator,
                real,
                fake,
                step=self.d_optimizer.iterations,
                training=training,
            )
            loss += penalty
            logs["penalty"] = penalty
        return loss, {"d_loss": loss, **logs}

    def generator_loss(self, latent, training=True):
        """What the generator minimises, and its parts.

        Args:
            latent: Batch of latent vectors.
            training: Whether both networks are in training mode. Defaults to
                `True`.

        Returns:
            Scalar, and a dict of scalars to log.
        """
        fake = self.generator(latent, training=training)
        on_fake = self.discriminator(fake, training=training)
        loss = self.criterion.generator_loss(on_fake["score"])
        logs = {}
        if self.num_classes is not None:
            creativity = self.creativity(None, on_fake["class_logits"])
            loss += self.lambda_g * creativity
            logs["creativity"] = creativity
        return loss, {"g_loss": loss, **logs}

    def get_config(self):
        """Arguments that make the same model again."""
        serialize = keras.saving.serialize_keras_object
        return {
            **super().get_config(),
            "criterion": serialize(self.criterion),
            "creativity": serialize(self.creativity),
            "lambda_d": self.lambda_d,
            "lambda_g": self.lambda_g,
            "penalty": self.penalty and serialize(self.penalty),
        }
