"""Base class of GANs: criterion, penalty, terms and options."""

import contextlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import keras
from keras import ops

from keras_creative import losses, replicas
from keras_creative.checks import check_integers
from keras_creative.models.core.adversarial_model import AdversarialModel
from keras_creative.models.core.checks import (
    check_diversity,
    check_equal_parts,
    check_uncoupled,
)
from keras_creative.models.core.layer_losses import weight_losses
from keras_creative.models.core.network_forms import (
    warn_of_batch_normalization,
)
from keras_creative.models.core.persistence import copy_variables
from keras_creative.models.core.step_context import use_noise
from keras_creative.models.gan import adaptation, scoring
from keras_creative.models.gan.options import GameOptions
from keras_creative.models.gan.scoring import Scored
from keras_creative.models.gan.terms import Term
from keras_creative.models.gan.unrolling import (
    check_unrollable,
    unrolled_weights,
)
from keras_creative.typing import Config, Tensor


class Game(AdversarialModel):
    """Base class of GANs with one generator and one discriminator.

    Args:
        generator: See `AdversarialModel`.
        discriminator: See `AdversarialModel`; or a model of packs of samples.
        criterion: See `GAN`.
        penalty: See `GAN`.
        n_critic: See `GAN`.
        ema: See `AdversarialModel`.
        gradient_norms: See `AdversarialModel`.
        seed: See `AdversarialModel`.
        name: Name of the model, or `None` for the class name in snake case.
        **options: See `GameOptions`.
    """

    # Arguments of `GAN` that a variant sets itself and does not take.
    fixed_arguments: tuple[str, ...] = ()

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        criterion: str | losses.Criterion,
        penalty: str | losses.DiscriminatorPenalty | None,
        n_critic: int,
        ema: float,
        gradient_norms: bool,
        seed: int,
        name: str | None,
        **options: Any,
    ) -> None:
        check_integers(n_critic=(n_critic, 1))
        self.criterion = losses.get_criterion(criterion)
        self.penalty = losses.get_penalty(penalty)
        self.n_critic = n_critic
        self.options = GameOptions(**options)
        self.uses_batch_statistics = bool(
            isinstance(self.criterion, losses.RelativisticAverage)
            or (self.penalty and self.penalty.uses_batch_statistics)
        )
        # One probability for all samples of a batch.
        adapts = adaptation.is_adaptive(self.options.augment)
        self.uses_batch_statistics |= adapts
        self._terms = ()
        super().__init__(
            generator, discriminator, ema, gradient_norms, seed, name
        )
        # An attribute, so that Keras saves its variables.
        self.augmentation = self.options.augment if adapts else None
        taken = self.discriminator.inputs[0].shape[1:]
        # Number of samples per score.
        self.packing = 1 if len(taken) == len(self.sample_shape) else taken[0]
        if self.penalty is not None:
            warn_of_batch_normalization(self.discriminator)
        if self.options.clip is not None:
            scoring.clip_weights_of_score(self.discriminator, self.options.clip)
        self._option_terms = self._add_diversity()
        # Loss that `unrolled_discriminator()` minimizes: that of the last step.
        self._discriminator_objective = self.criterion, self.penalty

    def add_term(
        self,
        name: str,
        weight: float | keras.optimizers.schedules.LearningRateSchedule,
        function: Callable[[Scored], Tensor],
        uses_batch_statistics: bool = False,
    ) -> Term:
        """A term for `discriminator_step()` or `generator_step()`.

        Args:
            name: Name of the log of its unweighted value. If both losses have a
                term of this name, the generator's is logged.
            weight: Number, or a schedule of the generator's step.
            function: Function of `Scored` that returns a scalar, a
                `keras_creative.losses.batch_mean()` or a Keras loss.
            uses_batch_statistics: Whether a sample's value depends on other
                samples of the batch: such models are not stacked. Defaults to
                `False`.

        Returns:
            `Term`.

        Raises:
            ValueError: If another log has this name.
        """
        others = self._game_logs + self.norm_names
        if name in others:
            raise ValueError(
                f"`name` must differ from the other logs, {list(others)}. "
                f"Received: name={name!r}"
            )
        if name not in self._terms:
            self._terms = (*self._terms, name)
        self.uses_batch_statistics |= uses_batch_statistics
        return Term(name, weight, function)

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs: losses, accuracies, terms and gradient norms."""
        return (*self._game_logs, *self._terms, *self.norm_names)

    @property
    def _game_logs(self):
        return (
            "d_loss",
            "g_loss",
            "d_loss_real",
            "d_loss_fake",
            "d_accuracy_real",
            "d_accuracy_fake",
            "score_gap",
            *(["penalty"] if self.penalty is not None else []),
            *([adaptation.LOG] if self.augmentation is not None else []),
        )

    def compile(
        self,
        g_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        d_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """See `AdversarialModel.compile()`.

        Raises:
            ValueError: See `AdversarialModel.compile()`; also if
                `unrolled_steps` is positive and `d_optimizer` is not plain Adam
                or SGD; or if an optimizer of a stacked model updates a weight
                depending on other weights, which may belong to another member.
        """
        super().compile(g_optimizer, d_optimizer, **kwargs)
        if self.members > 1:
            check_uncoupled(
                g_optimizer=self.g_optimizer, d_optimizer=self.d_optimizer
            )
        if self.options.unrolled_steps:
            check_unrollable(self.d_optimizer)

    def check_batch_size(self, batch_size: int) -> None:
        """Check that packs, and a stacked model's members, divide a batch.

        Args:
            batch_size: Number of samples in a batch.

        Raises:
            ValueError: If they do not, or if members are trained under
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

    def augment_inputs(self, samples: Tensor) -> Tensor:
        """Samples as the discriminator sees them, see `GameOptions`.

        Args:
            samples: Batch of samples.

        Returns:
            Samples after augmentation, instance noise and packing, according to
            the options and the discriminator's input.
        """
        noise, std = self.noise(), self.options.instance_noise
        if self.options.augment is not None:
            samples = self.options.augment(samples, noise)
        if callable(std):
            std = std(self.d_optimizer.iterations)
        elif std == 0:
            return scoring.pack(samples, self.packing)
        samples = ops.cast(samples, "float32")
        samples += std * noise.normal(ops.shape(samples))
        return scoring.pack(samples, self.packing)

    def adapt_augmentation(
        self, logs: Mapping[str, Tensor]
    ) -> dict[str, Tensor]:
        """Adapt the probability of an `AdaptiveAugment`, except in evaluation.

        Args:
            logs: Those of a discriminator step, with `d_accuracy_real`.

        Returns:
            Dict with the probability to log; empty for other augmentations.
        """
        if self.augmentation is None:
            return {}
        if self.in_training:
            adaptation.adapt(self.augmentation, logs["d_accuracy_real"])
        return {
            adaptation.LOG: losses.batch_mean(self.augmentation.probability)
        }

    def discriminate(
        self, samples: Tensor, labels: Tensor = None, n: Tensor = None
    ) -> dict[str, Tensor]:
        """The discriminator's outputs.

        Args:
            samples: Batch of samples, or of packs.
            labels: Labels of the samples, for a conditional discriminator.
                Defaults to `None`.
            n: Number of samples before packing. Defaults to `None`: a multiple
                of the pack size.

        Returns:
            Dict with `score` `(batch, 1)` and further heads; heads of single
            samples have one row per sample.
        """
        outputs = self.discriminator(samples, training=self.in_training)
        if self.packing > 1:
            return scoring.unpack_heads(outputs, n)
        return outputs

    def unrolled_discriminator(
        self, real: Tensor, labels: Tensor, latent: Tensor, fake: Tensor
    ) -> AbstractContextManager[Any]:
        """Context with the discriminator after `unrolled_steps` further steps.

        The steps are computed on the batch, and the generator's gradient flows
        through them. In evaluation the discriminator is not changed.

        Args:
            real: Batch of real samples.
            labels: Their labels, or `None`.
            latent: Batch of latent vectors.
            fake: Samples generated from them.

        Returns:
            Context manager.
        """
        if not self.options.unrolled_steps or not self.in_training:
            return contextlib.nullcontext()
        noise = self.single_noise()

        def loss_fn():
            with use_noise(noise):
                loss, _ = self.discriminator_loss(
                    real, labels, latent, fake, *self._discriminator_objective
                )
            loss = sum(weight_losses(self.discriminator), loss)
            return replicas.weighted(self.members * loss)

        weights = unrolled_weights(
            self.discriminator,
            self.d_optimizer,
            loss_fn,
            self.options.unrolled_steps,
        )
        return keras.StatelessScope(weights)

    def requested_labels(self, labels: Tensor) -> Tensor:
        """Labels for which samples were generated: `None` here.

        Args:
            labels: Labels of the batch, or `None`.
        """
        return None

    def _add_diversity(self):
        diversity = self.options.diversity
        if diversity is None:
            return ()
        check_diversity(diversity, self.generator, self.discriminator)

        def term(scored):
            return diversity(
                scored.fake,
                scored.latent,
                scored.real,
                scored.on_fake.get("features"),
                self.requested_labels(scored.labels),
            )

        weight = self.options.lambda_diversity
        return (self.add_term("diversity", weight, term, True),)

    def restore_state_from(self, other: keras.Model) -> None:
        """See `AdversarialModel`; also copies an adapted augmentation."""
        super().restore_state_from(other)
        theirs = getattr(other, "augmentation", None)
        if self.augmentation is not None and theirs is not None:
            copy_variables(self.augmentation.variables, theirs.variables)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        config = {
            **super().get_config(),
            "criterion": serialize(self.criterion),
            "penalty": self.penalty and serialize(self.penalty),
            "n_critic": self.n_critic,
            **self.options.get_config(),
        }
        for name in self.fixed_arguments:
            del config[name]
        return config
