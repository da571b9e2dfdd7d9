"""GANs on pictures: one recipe for every variant, network and source."""

import dataclasses
import warnings
from typing import Any, Self

import keras

from keras_creative import callbacks, datasets, layers, losses, models, networks
from keras_creative.precision import dtype_policy
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.recipes.picture_settings import (
    CLASSIFYING,
    CONDITIONAL,
    PENALIZED,
    SMOOTHED,
    VARIANTS,
    check_game,
    read_by,
)
from keras_creative.recipes.remedies import Remedies
from keras_creative.runs.picture_measures import add_picture_measures
from keras_creative.runs.run_folder import RunFolder
from keras_creative.typing import PathLike

_LAMBDA_CONTINUOUS = 0.1


@dataclasses.dataclass(frozen=True)
class PictureGAN(Remedies, PictureRecipe):
    """Settings of one run, which `run()` makes or goes on with.

    Remedies against mode collapse are among them, by name, see `Remedies`:
    `packing`, `minibatch`, `unrolled_steps`, `diversity`, `lambda_diversity`
    and `class_ensemble`. The members of an ensemble have no class heads.

    Args:
        data: A picture set of `keras_creative.datasets`, an .npz or IDX file,
            or a folder of pictures. Defaults to `"fashion-mnist"`.
        size: Side of the pictures in pixels. Defaults to `32`.
        color: `True` for 3 channels, `False` for grey, `None` for the
            pictures' own. Defaults to `None`.
        fit: How pictures of a folder become square: `"crop"`, `"resize"`,
            `"scaled-crop"` or `"random-crop"`, see
            `keras_creative.datasets.PictureFolder`. Defaults to `"crop"`.
        background: Colour that transparent pictures of a folder are laid on.
            Defaults to `"white"`.
        holdout: Labels left out of the training data. Defaults to `()`.
        few_shot: Dict from a label to the number of its pictures that are
            shown; the others are left out. Defaults to none.
        repeat: How often each of these is shown in an epoch. Defaults to
            `1000`.
        variant: The game, one of `VARIANTS`. Defaults to `"gan"`.
        networks: One of `keras_creative.networks.FAMILIES`; the discriminator
            of an EBGAN is an autoencoder instead. Defaults to `"dcgan"`.
        width: Channels of the networks' thinnest stage, or `None` for the
            family's own. Defaults to `None`.
        latent_dim: Length of a latent vector. Defaults to `100`.
        n_critic: Discriminator's steps for each of the generator, or `None`
            for the variant's own. Defaults to `None`.
        penalty: Name of a gradient penalty for a variant that has none of its
            own. Defaults to `None`.
        smooth_real: How far the target of real pictures lies below 1, for the
            variants gan and design. Defaults to `0`.
        smooth_fake: How far the target of generated pictures lies above 0.
            Defaults to `0`.
        margin: Energy that an ebgan's generated pictures are to have, the mean
            squared error of a pixel in [-1, 1]. Defaults to `0.25`.
        creativity: Name of the creativity loss of the variant design. Defaults
            to `"uniform"`.
        lambda_d: Weight of the classification loss in the discriminator's, for
            the variants design and acgan. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss of a design, or of the
            classification loss in the generator's of an acgan. Defaults to
            `0.1`.
        label_smoothing: Smoothing of a design's classification loss, in
            [0, 1), without which a large `lambda_g` ends in collapse. Defaults
            to `0.2`.
        projection: Whether the discriminator of a cgan meets the label in a
            product with its features, instead of as planes beside the
            picture. Defaults to `False`.
        augment: Whether the discriminator sees pictures changed at random, see
            `keras_creative.layers.RandomAffine`. Defaults to `False`.
        warm_up: Steps over which the weight of an infogan's information grows
            from 0. Defaults to `0`.
        codes: Codes of an infogan besides a categorical one with a value for
            each class, or with 10: the numbers of continuous and of circular
            ones. Defaults to `(2, 0)`.
        lr_g: Learning rate of the generator's Adam. Defaults to `2e-4`.
        lr_d: Learning rate of the discriminator's Adam. Defaults to `2e-4`.
        beta_1: Momentum of both. Defaults to `0.5`.
        beta_2: Decay of both optimisers' second moment. Defaults to `0.999`.
        ema: Decay of the averaged generator, or 0. Defaults to `0.999`.
        precision: Keras dtype policy of the networks, `"float32"` or
            `"mixed_bfloat16"`. Defaults to `"float32"`.
        batch_size: Pictures of a discriminator's step. Defaults to `64`.
        epochs: Passes over the data. Defaults to `20`.
        seed: Integer that fixes the run. Defaults to `0`.
        jit: Whether steps are compiled by XLA. Defaults to `False`.

    Example:

    ```python
    recipe = keras_creative.experiments.RECIPES["design-fashion-mnist"]
    model = recipe.run("runs/garments", epochs=2)
    pictures = model.sample(64)
    ```
    """

    data: str = "fashion-mnist"
    size: int = 32
    color: bool | None = None
    fit: str = "crop"
    background: str = "white"
    holdout: tuple = ()
    few_shot: dict = dataclasses.field(default_factory=dict)
    repeat: int = 1000
    variant: str = "gan"
    networks: str = "dcgan"
    width: int | None = None
    latent_dim: int = 100
    n_critic: int | None = None
    penalty: str | None = None
    smooth_real: float = 0.0
    smooth_fake: float = 0.0
    margin: float = 0.25
    creativity: str = "uniform"
    lambda_d: float = 0.5
    lambda_g: float = 0.1
    label_smoothing: float = dataclasses.field(
        default=0.2, metadata={"absent": 0.0}
    )
    projection: bool = False
    augment: bool = False
    warm_up: int = 0
    codes: tuple = (2, 0)
    lr_g: float = 2e-4
    lr_d: float = 2e-4
    beta_1: float = 0.5
    beta_2: float = 0.999
    ema: float = 0.999
    precision: str = "float32"
    batch_size: int = 64
    epochs: int = 20
    seed: int = 0
    jit: bool = False

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are looked for.

        Raises:
            ValueError: If a setting is unknown, or not one of the variant.
        """
        super().check_settings()
        check_game(self)

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        Args:
            setting: Name of the setting.
        """
        return read_by(self, setting)

    def make_model(
        self, data: datasets.PictureSet | datasets.PictureFolder
    ) -> Any:
        """A compiled model for the data.

        Args:
            data: What `load_data()` gave.

        Raises:
            ValueError: If a setting is unknown, out of range, or not one of
                the variant.
        """
        self.check_settings()
        if self.variant == "design" and data.num_classes is None:
            warnings.warn(
                "The pictures have no labels: the variant 'design' has no "
                "class head, and creativity, lambda_g and lambda_d have no "
                "effect.",
                stacklevel=2,
            )
        keras.utils.set_random_seed(self.seed)
        with dtype_policy(self.precision):
            model = self.assemble(
                lambda seed: VARIANTS[self.variant](
                    *self._networks(data),
                    ema=self.ema,
                    seed=seed,
                    **self.of_the_game,
                    **self._options(data),
                ),
                data,
            )
            model.compile(
                g_optimizer=self._adam(self.lr_g),
                d_optimizer=self._adam(self.lr_d),
                jit_compile=self.jit,
            )
        return model

    def with_variant(self, variant: str) -> Self:
        """The recipe with another game, without settings that it lacks.

        Args:
            variant: One of `VARIANTS`.
        """
        recipe = dataclasses.replace(self, variant=variant)
        if variant not in SMOOTHED:
            recipe = dataclasses.replace(recipe, smooth_real=0, smooth_fake=0)
        if variant in PENALIZED:
            recipe = dataclasses.replace(recipe, penalty=None)
        return recipe

    def make_grid(
        self,
        data: datasets.PictureSet | datasets.PictureFolder,
        folder: PathLike,
        every: int,
    ) -> keras.callbacks.Callback:
        """The callback that draws samples; of an infogan, by its codes.

        Args:
            data: What `load_data()` gave.
            folder: Folder of the grids.
            every: Epochs from one to the next.
        """
        if self.variant == "infogan":
            return callbacks.CodeGrid(folder, seed=self.seed, every=every)
        return super().make_grid(data, folder, every)

    def samples_per_step(self, model: keras.Model) -> int:
        """Pictures that a step of the model takes.

        Args:
            model: What `make_model()` gave.
        """
        return self.batch_size * model.n_critic

    def conclude(
        self,
        model: keras.Model,
        data: datasets.PictureSet | datasets.PictureFolder,
        folder: RunFolder,
    ) -> None:
        """Add the variety of the samples to `metrics.jsonl`.

        Args:
            model: The trained model.
            data: What `load_data()` gave.
            folder: The `RunFolder`.
        """
        add_picture_measures(model, data, folder, self.seed)

    def _networks(self, data):
        family = networks.FAMILIES[self.networks]
        shape = data.sample_shape
        width = {} if self.width is None else {"width": self.width}
        if self.variant == "infogan" or self.variant in CONDITIONAL:
            return self._told_networks(data, width)
        generator = family.generator(shape, self.latent_dim, **width)
        if self.variant == "ebgan":
            return generator, networks.dcgan_autoencoder(shape, **width)
        classifies = self.variant == "design" and not self.class_ensemble
        num_classes = data.num_classes if classifies else None
        judge = {**width, **self.of_the_discriminator}
        return generator, family.discriminator(shape, num_classes, **judge)

    def _told_networks(self, data, width):
        """Networks that take labels or tell of codes."""
        if self.variant == "infogan":
            size = self._codes(data).size
            told = {"latent_dim": self.latent_dim + size}, {"code_size": size}
        else:
            if data.num_classes is None:
                raise ValueError(
                    f"The variant {self.variant!r} needs labelled pictures. "
                    f"Received: data={self.data!r}, which has no labels"
                )
            length = {"attributes_length": data.num_classes}
            judged = (
                {**length, "projection": self.projection}
                if self.variant == "cgan"
                else {"num_classes": data.num_classes}
            )
            told = {"latent_dim": self.latent_dim, **length}, judged
        shape = data.sample_shape
        return (
            networks.dcgan_generator(shape, **told[0], **width),
            networks.dcgan_discriminator(
                shape, **told[1], **width, **self.of_the_discriminator
            ),
        )

    def _codes(self, data):
        continuous, circular = self.codes
        return models.Codes((data.num_classes or 10,), continuous, circular)

    def _options(self, data):
        """Arguments of the variant that the settings ask for."""
        options = {}
        if self.variant == "infogan":
            options["codes"] = self._codes(data)
            options["lambda_continuous"] = _LAMBDA_CONTINUOUS
            if self.warm_up:
                grow = keras.optimizers.schedules.PolynomialDecay
                options["lambda_categorical"] = grow(0.0, self.warm_up, 1.0)
        if self.augment:
            options["augment"] = layers.RandomAffine()
        if self.n_critic is not None:
            options["n_critic"] = self.n_critic
        if self.penalty is not None:
            options["penalty"] = self.penalty
        if self.variant in SMOOTHED:
            options["criterion"] = losses.NonSaturating(
                self.smooth_real, self.smooth_fake
            )
        if self.variant == "ebgan":
            options["margin"] = self.margin
        if self.variant == "design":
            options["creativity"] = self.creativity
            options["label_smoothing"] = self.label_smoothing
        if self.variant in CLASSIFYING:
            options["lambda_d"] = self.lambda_d
            options["lambda_g"] = self.lambda_g
        return options

    def _adam(self, learning_rate):
        return keras.optimizers.Adam(learning_rate, self.beta_1, self.beta_2)
