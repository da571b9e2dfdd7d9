"""Generative adversarial network with any criterion and penalty."""

from collections.abc import Iterator
from typing import Any

import keras
from keras import ops

from keras_creative import losses, replicas
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.gan import scoring
from keras_creative.models.gan.game import Game
from keras_creative.models.gan.scoring import Scored
from keras_creative.models.gan.terms import Term, add_terms
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class GAN(Game):
    """Generative adversarial network.

    The discriminator learns to distinguish real from generated samples, and the
    generator to generate samples that are classified as real. The criterion
    defines both losses. Every variant overrides `train_step()` with its paper's
    algorithm, written with `discriminator_step()` and `generator_step()`;
    `add_term()` creates further loss terms.

    Labels in the data are ignored here; `DesignGAN` uses them.

    Logs: `d_loss`, `g_loss`, the parts of `d_loss` on real and on generated
    samples (`d_loss_real`, `d_loss_fake`), the discriminator's accuracy on both
    (`d_accuracy_real`, `d_accuracy_fake`, 0.5 when it cannot distinguish them),
    and `score_gap`, the mean real score minus the mean generated score.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples, or from packs of
            several, to a dict with `score` `(batch, 1)`.
        criterion: The adversarial loss, a name of
            `keras_creative.losses.CRITERIA` or a
            `keras_creative.losses.Criterion`. Defaults to `"non-saturating"`.
        penalty: Penalty on the discriminator's gradients, a name of
            `keras_creative.losses.PENALTIES` or a
            `keras_creative.losses.DiscriminatorPenalty`. Defaults to `None`.
        n_critic: Discriminator steps per generator step. Each batch is split
            among them, separately on every replica; if a batch has fewer
            samples than steps, each step uses one sample. Defaults to `1`.
        ema: Decay of the averaged generator, in [0, 1). Defaults to `0`: no
            averaged generator.
        gradient_norms: Whether to log the norm of each player's gradient.
            Defaults to `False`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.
        **options: Further options, see
            `keras_creative.models.gan.options.GameOptions`: `augment`, `clip`,
            `diversity`, `instance_noise`, `lambda_diversity`, `unrolled_steps`.

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
        n_critic: int = 1,
        ema: float = 0.0,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            generator,
            discriminator,
            criterion,
            penalty,
            n_critic,
            ema,
            gradient_norms,
            seed,
            name,
            **options,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Algorithm 1 of Goodfellow et al., with any criterion."""
        real, labels = self.unpack(data)
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, self.criterion, self.penalty)
        g_logs = self.generator_step(x, y, self.criterion)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def critic_batches(
        self, real: Tensor, labels: Tensor
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Batches of the discriminator's `n_critic` steps.

        Args:
            real: Batch of real samples.
            labels: Their labels, or `None`.

        Yields:
            Real samples and labels, every `n_critic`-th of the batch; in
            evaluation the complete batch once.
        """
        if self.n_critic == 1 or not self.in_training:
            yield real, labels
            return
        for turn in range(self.n_critic):
            yield replicas.begin_share(turn, self.n_critic, real, labels)

    def discriminator_step(
        self,
        real: Tensor,
        labels: Tensor,
        criterion: losses.Criterion,
        penalty: losses.DiscriminatorPenalty | None = None,
        *terms: Term,
    ) -> dict[str, Tensor]:
        """One optimizer step on the discriminator's loss, with new samples.

        Args:
            real: Batch of real samples.
            labels: Their labels or attributes, or `None`.
            criterion: The adversarial loss.
            penalty: Gradient penalty, or `None`.
            *terms: Further terms of its loss.

        Returns:
            Dict of logs.
        """
        latent = self.draw_latent(ops.shape(real)[0])
        fake = self.generate(latent, labels)
        self._discriminator_objective = criterion, penalty, *terms
        logs = self.descend(
            "discriminator",
            lambda: self.discriminator_loss(
                real, labels, latent, fake, criterion, penalty, *terms
            ),
        )
        return logs | self.adapt_augmentation(logs)

    def generator_step(
        self,
        real: Tensor,
        labels: Tensor,
        criterion: losses.Criterion,
        *terms: Term,
    ) -> dict[str, Tensor]:
        """One optimizer step on the generator's loss, with new latent vectors.

        Args:
            real: Batch of real samples; the same number is generated.
            labels: Labels or attributes of the generated samples, or `None`.
            criterion: The adversarial loss.
            *terms: Further terms of its loss.

        Returns:
            Dict of logs.
        """
        latent = self.draw_latent(ops.shape(real)[0])
        return self.descend(
            "generator",
            lambda: self.generator_loss(
                real, labels, latent, criterion, *terms, *self._option_terms
            ),
        )

    def discriminator_loss(
        self,
        real: Tensor,
        labels: Tensor,
        latent: Tensor,
        fake: Tensor,
        criterion: losses.Criterion,
        penalty: losses.DiscriminatorPenalty | None = None,
        *terms: Term,
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss of the discriminator.

        Args:
            real: Batch of real samples.
            labels: Their labels or attributes, or `None`.
            latent: Batch of latent vectors.
            fake: Samples generated from them for these labels.
            criterion: See `discriminator_step()`.
            penalty: See `discriminator_step()`.
            *terms: See `discriminator_step()`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        n = ops.shape(real)[0]
        seen_real = self.augment_inputs(real)
        seen_fake = self.augment_inputs(fake)

        def discriminate(samples, training=True):
            return self.discriminate(samples, labels, n)

        if penalty is not None:
            discriminate = losses.RecordedPasses(discriminate)
        on_real = discriminate(seen_real)
        of_layers = pass_losses(self.discriminator)
        on_fake = discriminate(seen_fake)
        of_layers += pass_losses(self.discriminator)
        d_real, d_fake = criterion.discriminator_losses(
            on_real["score"], on_fake["score"]
        )
        scored = Scored(real, labels, latent, fake, on_real, on_fake, seen_real)
        loss, logs = add_terms(
            d_real + d_fake, terms, scored, self.g_optimizer.iterations
        )
        if penalty is not None:
            logs["penalty"] = penalty(
                discriminate,
                seen_real,
                seen_fake,
                step=self.d_optimizer.iterations,
                noise=self.noise(),
            )
            loss += logs["penalty"]
        logs |= {"d_loss_real": d_real, "d_loss_fake": d_fake}
        logs |= scoring.score_statistics(
            criterion, on_real["score"], on_fake["score"], self.members
        )
        return sum(of_layers, loss), logs

    def generator_loss(
        self,
        real: Tensor,
        labels: Tensor,
        latent: Tensor,
        criterion: losses.Criterion,
        *terms: Term,
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss of the generator.

        Args:
            real: Batch of real samples, used by relativistic criteria.
            labels: Labels or attributes of the generated samples, or `None`.
            latent: Batch of as many latent vectors.
            criterion: See `generator_step()`.
            *terms: See `generator_step()`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        fake = self.generate(latent, labels)
        of_layers = pass_losses(self.generator)
        seen = self.augment_inputs(fake)
        on_real, real_scores = None, None
        if criterion.uses_real_scores:
            seen_real = self.augment_inputs(real)
        with self.unrolled_discriminator(real, labels, latent, fake):
            on_fake = self.discriminate(seen, labels, ops.shape(fake)[0])
            if criterion.uses_real_scores:
                on_real = self.discriminate(seen_real, labels)
                real_scores = on_real["score"]
        loss = criterion.generator_loss(on_fake["score"], real_scores)
        scored = Scored(real, labels, latent, fake, on_real, on_fake)
        loss, logs = add_terms(loss, terms, scored, self.g_optimizer.iterations)
        return sum(of_layers, loss), logs
