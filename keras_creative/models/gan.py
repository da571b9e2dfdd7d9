"""The two-player game, with any criterion and any penalty."""

import keras
from keras import ops

from keras_creative import losses
from keras_creative.layers import ClipWeights
from keras_creative.losses import batch_mean
from keras_creative.models.base import AdversarialModel
from keras_creative.models.checks import check_not_negative


@keras.saving.register_keras_serializable(package="keras_creative")
class GAN(AdversarialModel):
    """Generative adversarial network.

    The discriminator learns to tell real from generated samples, the
    generator to be taken for real. What either pays is the criterion's
    matter; variants that change no more than the criterion, a penalty or a
    default inherit `train_step()`, and those with terms of their own add them
    in `discriminator_terms()` and `generator_terms()`.

    Labels in the data are ignored here; `DesignGAN` uses them.

    Logs: `d_loss`, `g_loss`, the discriminator's loss on either side
    (`d_loss_real`, `d_loss_fake`) and its accuracy there (`d_accuracy_real`,
    `d_accuracy_fake`, both 0.5 when it cannot tell), and `score_gap`, the mean
    real score minus the mean generated score.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        criterion: The adversarial game, a name of
            `keras_creative.losses.CRITERIA` or a
            `keras_creative.losses.Criterion`. Defaults to `"non-saturating"`.
        penalty: Penalty on the discriminator's gradients, a name of
            `keras_creative.losses.PENALTIES` or a
            `keras_creative.losses.DiscriminatorPenalty`. Defaults to `None`.
        n_critic: Steps of the discriminator for each of the generator. A
            batch of the data is shared out among them, on every replica on
            its own; one with fewer samples than steps gives each step one of
            them. Defaults to `1`.
        instance_noise: Standard deviation of the noise added to all that the
            discriminator sees, a number that is not negative or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's step. Defaults to `0`.
        clip: Largest size of the discriminator's weights, those of a class
            head excepted: they are clipped at once, and by the optimiser
            after every step. Defaults to `None`, no limit.
        ema: Decay of the averaged generator, in [0, 1). Defaults to `0`,
            which keeps none.
        gradient_norms: Whether to log the length of each player's gradient.
            Defaults to `False`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If an argument is out of range, a name unknown, or the
            networks do not fit together.

    Example:

    ```python
    model = keras_creative.models.GAN(
        keras_creative.networks.mlp_generator(),
        keras_creative.networks.mlp_discriminator(),
        penalty="r1",
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5),
    )
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model.fit(ring.batches(400, labelled=False), steps_per_epoch=100)
    points = model.sample(2500)
    ```

    Reference:

    - [Goodfellow et al., 2014, algorithm 1](https://arxiv.org/abs/1406.2661)
    - Instance noise: [Sonderby et al., 2017](
        https://arxiv.org/abs/1610.04490)
    """

    def __init__(
        self,
        generator,
        discriminator,
        criterion="non-saturating",
        penalty=None,
        n_critic=1,
        instance_noise=0.0,
        clip=None,
        ema=0.0,
        gradient_norms=False,
        seed=0,
        name=None,
    ):
        if n_critic < 1:
            raise ValueError(
                f"`n_critic` must be positive. Received: n_critic={n_critic}"
            )
        if not callable(instance_noise):
            check_not_negative(instance_noise=instance_noise)
        self.criterion = losses.get_criterion(criterion)
        self.penalty = losses.get_penalty(penalty)
        self.n_critic = n_critic
        self.instance_noise = instance_noise
        super().__init__(
            generator,
            discriminator,
            ema=ema,
            gradient_norms=gradient_norms,
            seed=seed,
            name=name,
        )
        self.clip = clip
        if clip is not None:
            self._constrain(ClipWeights(clip))

    # Arguments that a variant sets itself and does not take.
    fixed_arguments = ()

    @property
    def tracked(self):
        """Names of the logs: those of the terms that there are."""
        return (
            "d_loss",
            "g_loss",
            "d_loss_real",
            "d_loss_fake",
            "d_accuracy_real",
            "d_accuracy_fake",
            "score_gap",
            *(["penalty"] if self.penalty is not None else []),
            *self.norm_names,
        )

    def train_step(self, data):
        """`n_critic` steps of the discriminator, then one of the generator."""
        real, labels = self.unpack(data)
        for turn in range(self.n_critic):
            share = self.share_of(turn, real, labels)
            d_logs = self.discriminator_step(*share)
        g_logs = self.generator_step(*share)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def share_of(self, turn, real, labels):
        """The part of a batch that one of the `n_critic` steps sees.

        Args:
            turn: Number of the step, from 0.
            real: Batch of real samples.
            labels: Their labels, or `None`.

        Returns:
            Real samples and labels, every `n_critic`-th of the batch.
        """
        share = slice(turn % ops.shape(real)[0], None, self.n_critic)
        return real[share], None if labels is None else labels[share]

    def discriminator_step(self, real, labels=None):
        """Descend once on the discriminator's loss, against new samples."""
        latent = self.draw_latent(ops.shape(real)[0])
        fake = self.run_generator(latent, labels)
        return self.minimise(
            lambda: self.discriminator_loss(real, labels, fake, latent),
            self.discriminator,
            self.d_optimizer,
        )

    def generator_step(self, real, labels=None):
        """Descend once on the generator's loss, for new latent vectors."""
        latent = self.draw_latent(ops.shape(real)[0])
        return self.minimise(
            lambda: self.generator_loss(latent, real, labels),
            self.generator,
            self.g_optimizer,
        )

    def test_step(self, data):
        """Both losses on held-back data, nothing changed."""
        real, labels = self.unpack(data)
        noise = self.noise(training=False)
        latent = self.draw_latent(ops.shape(real)[0], noise)
        fake = self.run_generator(latent, labels, training=False)
        _, d_logs = self.discriminator_loss(
            real, labels, fake, latent, False, noise
        )
        _, g_logs = self.generator_loss(latent, real, labels, False, noise)
        no_norms = dict.fromkeys(self.norm_names, 0.0)
        return self.track(d_logs | g_logs | no_norms)

    def discriminate(self, samples, labels=None, training=True):
        """The discriminator's outputs.

        Args:
            samples: Batch of samples.
            labels: Their labels, for a conditional discriminator. Defaults to
                `None`.
            training: Whether it is in training mode. Defaults to `True`.

        Returns:
            Dict with `score` `(batch, 1)` and its other heads.
        """
        inputs = self.discriminator_inputs(samples, labels)
        return self.discriminator(inputs, training=training)

    def discriminator_loss(
        self, real, labels, fake, latent=None, training=True, noise=None
    ):
        """What the discriminator minimises, and its parts.

        Args:
            real: Batch of real samples.
            labels: Their labels, or `None`.
            fake: Batch of generated samples, asked for under those labels
                where the generator takes any.
            latent: What they were made of. Defaults to `None`.
            training: Whether the discriminator is in training mode. Defaults
                to `True`.
            noise: What `noise()` gave. Defaults to `None`: training's.

        Returns:
            Scalar, and a dict of scalars to log.
        """
        noise = noise or self.noise()
        real, fake = self.blur(real, noise), self.blur(fake, noise)
        on_real = self.discriminate(real, labels, training)
        on_fake = self.discriminate(fake, labels, training)
        d_real, d_fake = self.criterion.discriminator_losses(
            on_real["score"], on_fake["score"]
        )
        terms = self.discriminator_terms(labels, on_real, on_fake, latent)
        if self.penalty is not None:
            penalty = self.penalty(
                lambda samples, training: self.discriminate(
                    samples, labels, training
                ),
                real,
                fake,
                step=self.d_optimizer.iterations,
                training=training,
                noise=noise,
            )
            terms["penalty"] = 1.0, penalty
        loss, logs = _add_terms(d_real + d_fake, terms)
        return loss, {
            "d_loss": loss,
            "d_loss_real": d_real,
            "d_loss_fake": d_fake,
            **logs,
            **self.judge(on_real["score"], on_fake["score"]),
        }

    def generator_loss(
        self, latent, real=None, labels=None, training=True, noise=None
    ):
        """What the generator minimises, and its parts.

        Args:
            latent: Batch of latent vectors.
            real: Batch of as many real samples, which relativistic criteria
                compare with. Defaults to `None`.
            labels: Labels to ask a conditional generator for. Defaults to
                `None`.
            training: Whether both networks are in training mode. Defaults to
                `True`.
            noise: What `noise()` gave. Defaults to `None`: training's.

        Returns:
            Scalar, and a dict of scalars to log.
        """
        noise = noise or self.noise()
        fake = self.run_generator(latent, labels, training)
        on_fake = self.discriminate(self.blur(fake, noise), labels, training)
        real_scores = None
        if self.criterion.uses_real_scores:
            real = self.blur(real, noise)
            real_scores = self.discriminate(real, labels, training)["score"]
        loss = self.criterion.generator_loss(on_fake["score"], real_scores)
        terms = self.generator_terms(labels, on_fake, latent)
        loss, logs = _add_terms(loss, terms)
        return loss, {"g_loss": loss, **logs}

    def discriminator_terms(self, labels, on_real, on_fake, latent):
        """Further terms of the discriminator's loss, none in a plain GAN.

        Args:
            labels: Labels of the real samples, or `None`.
            on_real: The discriminator's outputs for real samples.
            on_fake: Its outputs for generated samples.
            latent: What these were made of.

        Returns:
            Dict from a name in `tracked` to a weight and a scalar.
        """
        return {}

    def generator_terms(self, labels, on_fake, latent):
        """Further terms of the generator's loss, none in a plain GAN.

        Args:
            labels: Labels that the samples were asked for under, or `None`.
            on_fake: The discriminator's outputs for generated samples.
            latent: What these were made of.

        Returns:
            Dict from a name in `tracked` to a weight and a scalar.
        """
        return {}

    def blur(self, samples, noise):
        """Samples with the instance noise of this step.

        Args:
            samples: Batch of samples.
            noise: What `noise()` gave.

        Returns:
            Tensor of their shape.
        """
        std = self.instance_noise
        if callable(std):
            std = std(self.d_optimizer.iterations)
        elif std == 0:
            return samples
        samples = ops.cast(samples, "float32")
        return samples + std * noise.normal(ops.shape(samples))

    def judge(self, real_scores, fake_scores):
        """How well the discriminator tells the sides apart.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Dict of both accuracies and of the gap of the mean scores.
        """
        real_scores = ops.cast(real_scores, "float32")
        fake_scores = ops.cast(fake_scores, "float32")
        boundary = self.criterion.boundary(real_scores, fake_scores)
        return {
            "d_accuracy_real": _share(real_scores > boundary),
            "d_accuracy_fake": _share(fake_scores <= boundary),
            "score_gap": batch_mean(real_scores) - batch_mean(fake_scores),
        }

    def get_config(self):
        """Arguments that make the same model again."""
        serialize = keras.saving.serialize_keras_object
        config = {
            **super().get_config(),
            "criterion": serialize(self.criterion),
            "penalty": self.penalty and serialize(self.penalty),
            "n_critic": self.n_critic,
            "instance_noise": serialize(self.instance_noise),
            "clip": self.clip,
        }
        for name in self.fixed_arguments:
            del config[name]
        return config

    def _constrain(self, constraint):
        for layer in self.discriminator.layers:
            if layer.name != "class_logits":
                for weight in layer.trainable_variables:
                    weight.constraint = constraint
                    weight.assign(constraint(weight))


def _add_terms(loss, terms):
    for weight, value in terms.values():
        loss += weight * value
    return loss, {name: value for name, (_, value) in terms.items()}


def _share(truths):
    return batch_mean(ops.cast(truths, "float32"))
