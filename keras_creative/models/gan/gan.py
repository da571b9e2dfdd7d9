"""The two-player game, with any criterion and any penalty."""

from collections.abc import Callable, Mapping
from typing import Any

import keras
from keras import ops

from keras_creative import losses, replicas
from keras_creative.checks import check_integers, check_not_negative
from keras_creative.models.core.base import AdversarialModel
from keras_creative.models.core.checks import (
    check_diversity,
    check_equal_parts,
    check_uncoupled,
)
from keras_creative.models.core.layer_losses import add_losses, pass_losses
from keras_creative.models.core.players import warn_of_batch_normalization
from keras_creative.models.gan.judging import Judging
from keras_creative.models.gan.unrolling import check_unrollable
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class GAN(Judging, AdversarialModel):
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
        discriminator: Built `keras.Model` from samples, or from packs of
            several, to a dict with `score` `(batch, 1)`.
        criterion: The adversarial game, a name of
            `keras_creative.losses.CRITERIA` or a
            `keras_creative.losses.Criterion`. Defaults to `"non-saturating"`.
        penalty: Penalty on the discriminator's gradients, a name of
            `keras_creative.losses.PENALTIES` or a
            `keras_creative.losses.DiscriminatorPenalty`. Defaults to `None`.
        diversity: Term of the generator's loss that holds its samples apart,
            a name of `keras_creative.losses.DIVERSITY_LOSSES` or a
            `keras_creative.losses.DiversityLoss`. Defaults to `None`.
        lambda_diversity: Its weight, not negative. Defaults to `1`.
        unrolled_steps: Steps of the discriminator, not negative, that the
            generator anticipates: it plays against the discriminator as it
            will be after them. Defaults to `0`.
        n_critic: Steps of the discriminator for each of the generator. A
            batch of the data is shared out among them, on every replica on
            its own; one with fewer samples than steps gives each step one of
            them. Defaults to `1`.
        augment: Random change of all that the discriminator sees, such as
            `keras_creative.layers.RandomAffine`: a function of samples and
            `noise()`. Defaults to `None`.
        instance_noise: Standard deviation of the noise added to all that the
            discriminator sees, a number that is not negative or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's step. Defaults to `0`.
        clip: Largest size of the weights that the discriminator's score
            depends on: they are clipped at once, and by the optimiser after
            every step. Other heads, such as class logits and codes, are not
            clipped. Defaults to `None`, no limit.
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
    - Packing: [Lin et al., 2018](https://arxiv.org/abs/1712.04086)
    - Unrolled steps: [Metz et al., 2017](https://arxiv.org/abs/1611.02163)
    - Instance noise: [Sonderby et al., 2017](
        https://arxiv.org/abs/1610.04490)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        criterion: str | losses.Criterion = "non-saturating",
        penalty: str | losses.DiscriminatorPenalty | None = None,
        diversity: str | losses.DiversityLoss | None = None,
        lambda_diversity: float = 1.0,
        unrolled_steps: int = 0,
        n_critic: int = 1,
        augment: Callable[[Tensor, Any], Tensor] | None = None,
        instance_noise: float
        | keras.optimizers.schedules.LearningRateSchedule = 0.0,
        clip: float | None = None,
        ema: float = 0.0,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        check_integers(
            n_critic=(n_critic, 1), unrolled_steps=(unrolled_steps, 0)
        )
        if not callable(instance_noise):
            check_not_negative(instance_noise=instance_noise)
        check_not_negative(lambda_diversity=lambda_diversity)
        self.criterion = losses.get_criterion(criterion)
        self.penalty = losses.get_penalty(penalty)
        self.diversity = losses.get_diversity_loss(diversity)
        self.lambda_diversity = lambda_diversity
        self.unrolled_steps = unrolled_steps
        self.n_critic = n_critic
        self.augment = augment
        self.instance_noise = instance_noise
        super().__init__(
            generator,
            discriminator,
            ema=ema,
            gradient_norms=gradient_norms,
            seed=seed,
            name=name,
        )
        if self.diversity is not None:
            check_diversity(self.diversity, generator, self.discriminator)
        if self.penalty is not None:
            warn_of_batch_normalization(self.discriminator)
        self.clip = clip
        if clip is not None:
            self.clip_discriminator(clip)

    # Arguments that a variant sets itself and does not take.
    fixed_arguments = ()

    @property
    def uses_batch_statistics(self) -> bool:
        """Whether what a sample costs depends on the others of its batch.

        A variant that adds such a term says so here, and is not stacked.
        """
        return bool(
            self.diversity is not None
            or isinstance(self.criterion, losses.RelativisticAverage)
            or (self.penalty and self.penalty.uses_batch_statistics)
        )

    @property
    def tracked(self) -> tuple[str, ...]:
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
            *(["diversity"] if self.diversity is not None else []),
            *self.norm_names,
        )

    def compile(
        self,
        g_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        d_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """As `AdversarialModel.compile()`.

        Raises:
            ValueError: As there; if the discriminator's steps are to be
                anticipated and its optimiser is not plain Adam or SGD; or if
                an optimiser of a stacked model lets a number's step depend on
                other numbers, which are those of all members.
        """
        super().compile(g_optimizer, d_optimizer, **kwargs)
        if self.members > 1:
            check_uncoupled(
                g_optimizer=self.g_optimizer, d_optimizer=self.d_optimizer
            )
        if self.unrolled_steps:
            check_unrollable(self.d_optimizer)

    def check_batch_size(self, batch_size: int) -> None:
        """See that packs, and a stacked model's members, divide a batch.

        Args:
            batch_size: Samples of a batch.

        Raises:
            ValueError: If they do not, or members are to train under
                `tf.distribute`.
        """
        replicas = self.distribute_strategy.num_replicas_in_sync
        if self.members > 1 and replicas > 1:
            raise ValueError(
                "A stacked model trains on one device. Received: "
                f"{self.members} members on {replicas} replicas"
            )
        if self.packing > 1 or self.members > 1:
            check_equal_parts(
                batch_size,
                packing=self.packing,
                members=self.members,
                n_critic=self.n_critic,
                replicas=replicas,
            )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """`n_critic` steps of the discriminator, then one of the generator."""
        real, labels = self.unpack(data)
        for turn in range(self.n_critic):
            share = self.share_of(turn, real, labels)
            d_logs = self.discriminator_step(*share)
        g_logs = self.generator_step(*share)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def share_of(
        self, turn: int, real: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The part of a batch that one of the `n_critic` steps sees.

        Args:
            turn: Number of the step, from 0.
            real: Batch of real samples.
            labels: Their labels, or `None`.

        Returns:
            Real samples and labels, every `n_critic`-th of the batch.
        """
        if self.n_critic == 1:
            return real, labels
        return replicas.begin_share(turn, self.n_critic, real, labels)

    def discriminator_step(
        self, real: Tensor, labels: Tensor = None
    ) -> dict[str, Tensor]:
        """Descend once on the discriminator's loss, against new samples."""
        latent = self.draw_latent(ops.shape(real)[0])
        fake = self.run_generator(latent, labels)
        return self.minimise(
            lambda: self.discriminator_loss(real, labels, fake, latent),
            self.discriminator,
            self.d_optimizer,
        )

    def generator_step(
        self, real: Tensor, labels: Tensor = None
    ) -> dict[str, Tensor]:
        """Descend once on the generator's loss, for new latent vectors."""
        latent = self.draw_latent(ops.shape(real)[0])
        return self.minimise(
            lambda: self.generator_loss(latent, real, labels),
            self.generator,
            self.g_optimizer,
        )

    def test_step(self, data: Any) -> dict[str, Tensor]:
        """Both losses on held-back data, nothing changed."""
        real, labels = self.unpack(data)
        noise = self.noise(training=False)
        latent = self.draw_latent(ops.shape(real)[0], noise)
        fake = self.run_generator(latent, labels, training=False)
        _, d_logs = self.regularized(
            self.discriminator,
            *self.discriminator_loss(real, labels, fake, latent, False, noise),
        )
        _, g_logs = self.regularized(
            self.generator,
            *self.generator_loss(latent, real, labels, False, noise),
        )
        no_norms = dict.fromkeys(self.norm_names, 0.0)
        return self.track(d_logs | g_logs | no_norms)

    def discriminator_loss(
        self,
        real: Tensor,
        labels: Tensor,
        fake: Tensor,
        latent: Tensor = None,
        training: bool = True,
        noise: Any = None,
    ) -> tuple[Tensor, dict[str, Tensor]]:
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
        n = ops.shape(real)[0]
        real = self.pack(self.disguise(real, noise))
        fake = self.pack(self.disguise(fake, noise))
        on_real = self.discriminate(real, labels, training, n)
        of_layers = [pass_losses(self.discriminator)]
        on_fake = self.discriminate(fake, labels, training, n)
        of_layers.append(pass_losses(self.discriminator))
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
        loss = add_losses(loss, *of_layers)
        return loss, {
            "d_loss": loss,
            "d_loss_real": d_real,
            "d_loss_fake": d_fake,
            **logs,
            **self.judge(on_real["score"], on_fake["score"]),
        }

    def generator_loss(
        self,
        latent: Tensor,
        real: Tensor = None,
        labels: Tensor = None,
        training: bool = True,
        noise: Any = None,
    ) -> tuple[Tensor, dict[str, Tensor]]:
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
        of_layers = pass_losses(self.generator)
        seen, seen_real = self.pack(self.disguise(fake, noise)), None
        if self.criterion.uses_real_scores:
            seen_real = self.pack(self.disguise(real, noise))
        with self.opponent(real, labels, fake, latent, training):
            n = ops.shape(fake)[0]
            on_fake = self.discriminate(seen, labels, training, n)
            real_scores = None
            if seen_real is not None:
                on_real = self.discriminate(seen_real, labels, training)
                real_scores = on_real["score"]
        loss = self.criterion.generator_loss(on_fake["score"], real_scores)
        terms = self.generator_terms(labels, on_fake, latent)
        if self.diversity is not None:
            term = self.diversity(
                fake, latent, real, on_fake.get("features"), self.asked(labels)
            )
            terms["diversity"] = self.lambda_diversity, term
        loss, logs = _add_terms(loss, terms)
        loss = add_losses(loss, of_layers)
        return loss, {"g_loss": loss, **logs}

    def discriminator_terms(
        self,
        labels: Tensor,
        on_real: Mapping[str, Tensor],
        on_fake: Mapping[str, Tensor],
        latent: Tensor,
    ) -> dict[str, tuple[Tensor, Tensor]]:
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

    def generator_terms(
        self, labels: Tensor, on_fake: Mapping[str, Tensor], latent: Tensor
    ) -> dict[str, tuple[Tensor, Tensor]]:
        """Further terms of the generator's loss, none in a plain GAN.

        Args:
            labels: Labels that the samples were asked for under, or `None`.
            on_fake: The discriminator's outputs for generated samples.
            latent: What these were made of.

        Returns:
            Dict from a name in `tracked` to a weight and a scalar.
        """
        return {}

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        serialize = keras.saving.serialize_keras_object
        config = {
            **super().get_config(),
            "criterion": serialize(self.criterion),
            "penalty": self.penalty and serialize(self.penalty),
            "diversity": self.diversity and serialize(self.diversity),
            "lambda_diversity": self.lambda_diversity,
            "unrolled_steps": self.unrolled_steps,
            "n_critic": self.n_critic,
            "augment": self.augment and serialize(self.augment),
            "instance_noise": serialize(self.instance_noise),
            "clip": self.clip,
        }
        for name in self.fixed_arguments:
            del config[name]
        return config


def _add_terms(loss, terms):
    for weight, value in terms.values():
        loss += weight * value
    return loss, {name: value for name, (_, value) in terms.items()}
