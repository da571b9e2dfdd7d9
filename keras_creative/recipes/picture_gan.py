"""GANs on pictures: one recipe for every variant, network and source."""

import dataclasses
from typing import TYPE_CHECKING, Any, Self

from keras_creative import catalog, commands
from keras_creative.checks import check_choice
from keras_creative.recipes import shared
from keras_creative.recipes.adversarial import AdversarialRecipe
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import COLLAPSE, LOSSES
from keras_creative.recipes.variants import PICTURE_VARIANTS

if TYPE_CHECKING:
    import keras

    from keras_creative.typing import PathLike

_FAMILIES = catalog.names("networks/families.py", "FAMILIES")
_PENALTIES = catalog.names("losses/registry.py", "PENALTIES")
_TRANSFORMATIONS = catalog.names("layers/diff_augment.py", "TRANSFORMATIONS")
_CLASS_HEAD = ("creativity", "lambda_d", "lambda_g", "label_smoothing")


@settings
class PictureGAN(AdversarialRecipe, PictureRecipe):
    """A GAN on pictures.

    Example:

    ```python
    recipe = keras_creative.recipes.RECIPES["design-fashion-mnist"]
    model = recipe.run("runs/garments", epochs=2)
    pictures = model.sample(64)
    ```
    """

    VARIANTS = PICTURE_VARIANTS

    variant: str = setting(
        "gan",
        "training algorithm, such as wgan-gp",
        choices=tuple(PICTURE_VARIANTS),
    )
    networks: str = setting(
        "dcgan", "architecture of the networks", choices=_FAMILIES
    )
    width: int | None = setting(
        None,
        "channels of the narrowest stage of the networks; None for the "
        "architecture's own",
        type=commands.positive_int,
    )
    latent_dim: int = setting(
        100, "length of a latent vector or code", type=commands.positive_int
    )
    n_critic: int | None = setting(
        None,
        "discriminator steps for each generator step; None for the variant's "
        "own",
        LOSSES,
        type=commands.positive_int,
    )
    penalty: str | None = setting(
        None,
        "penalty on the gradient of the discriminator",
        LOSSES,
        choices=_PENALTIES,
        exclusive=True,
    )
    gamma: float | None = setting(
        None,
        "weight of the gradient penalties of an r3gan or a fastgan, or of the "
        "total correlation of a VAE's codes; None for the variant's own",
        LOSSES,
        type=commands.weight,
        exclusive=True,
    )
    smooth_real: float = setting(
        0.0,
        "label smoothing: amount subtracted from the target of real pictures",
        LOSSES,
        exclusive=True,
    )
    smooth_fake: float = setting(
        0.0,
        "label smoothing: amount added to the target of generated pictures",
        LOSSES,
        exclusive=True,
    )
    margin: float = setting(
        0.25,
        "margin of an ebgan: energy of generated pictures, the mean squared "
        "error of a pixel in [-1, 1]",
        LOSSES,
        type=commands.positive_float,
    )
    creativity: str = shared.creativity(help="creativity loss of a design")
    lambda_d: float = shared.lambda_d()
    lambda_g: float = setting(
        0.1,
        "weight of the creativity loss of a design, or of the classification "
        "loss of an acgan, in the generator's loss",
        LOSSES,
        type=commands.weight,
    )
    label_smoothing: float = setting(
        0.2,
        "label smoothing of a design's classification loss in [0, 1); 0 is the "
        "paper's loss, with which a large lambda_g causes a collapse",
        LOSSES,
        type=commands.decay,
        absent=0.0,
    )
    lambda_reconstruction: float = setting(
        1.0,
        "weight of the reconstruction of real pictures in the loss of a "
        "fastgan's discriminator",
        LOSSES,
        type=commands.weight,
    )
    projection: bool = setting(
        False,
        "the discriminator of a cgan projects the label on its features "
        "instead of appending it as channels",
    )
    augment: bool = setting(
        False,
        "the discriminator sees randomly rotated and shifted pictures",
        COLLAPSE,
    )
    diff_augment: tuple = setting(
        (),
        "random changes of the pictures that the discriminator sees",
        COLLAPSE,
        choices=_TRANSFORMATIONS,
    )
    ada_target: float = setting(
        0.0,
        "mean sign of the scores of real pictures above which these changes "
        "become more frequent; 0.6 is usual; 0 for always",
        COLLAPSE,
        type=commands.decay,
    )
    ada_images: int = setting(
        50_000,
        "pictures over which their probability may rise from 0 to 1",
        COLLAPSE,
        type=commands.positive_int,
    )
    begin_from: str | None = setting(
        None,
        "run folder or .keras file whose weights the training begins with, "
        "where layers fit; its classes and size may differ",
        flag="from",
        metavar="RUN",
    )
    freeze: int = setting(
        0,
        "first layers of the discriminator that keep these weights",
        type=commands.count,
    )
    warm_up: int = setting(
        0,
        "steps over which the weight of an infogan's information grows from 0",
        LOSSES,
    )
    codes: tuple = setting(
        (2, 0),
        "numbers of continuous and of circular codes of an infogan, besides a "
        "categorical code with a value for each class, or with 10",
        type=int,
        nargs=2,
        metavar="N",
    )
    lr_g: float = shared.lr_g(2e-4)
    lr_d: float = shared.lr_d(2e-4)
    beta_1: float = setting(
        0.5, "momentum of both optimizers", LOSSES, type=commands.decay
    )
    beta_2: float = setting(
        0.999,
        "decay of the second moment of both optimizers",
        LOSSES,
        type=commands.decay,
    )
    ema: float = shared.ema(0.999)
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(64)
    epochs: int = shared.epochs(20)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: If a setting is unknown, not one of the variant, or
                needs another one.
        """
        super().check_settings()
        self._check_networks()
        self._check_augmentation()
        if self.freeze and not self.begin_from:
            raise ValueError(
                "`freeze` needs `begin_from`, since layers with random "
                f"weights are not frozen. Received: freeze={self.freeze}"
            )

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        The members of a class ensemble have no class heads.

        Args:
            setting: Name of the setting.
        """
        if setting in _CLASS_HEAD and self.class_ensemble:
            return ()
        return super().read_by(setting)

    def with_variant(self, variant: str) -> Self:
        """See `AdversarialRecipe`; a fastgan also has its own networks.

        Args:
            variant: One of `VARIANTS`.
        """
        recipe = super().with_variant(variant)
        if recipe.variant_record.networks != "decoding":
            return recipe
        return dataclasses.replace(recipe, networks="fastgan")

    def make_model(self, data: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown, out of range, or not one of
                the variant.
        """
        from keras_creative.recipes.building import picture_gan

        self.check_settings()
        return picture_gan.make_model(self, data)

    def make_grid(
        self, data: Any, folder: "PathLike", every: int
    ) -> "keras.callbacks.Callback":
        """The callback that draws samples; for an infogan, by its codes.

        Args:
            data: Data returned by `load_data()`.
            folder: Folder of the grids.
            every: Epochs between two grids.
        """
        from keras_creative.recipes.building import picture_gan

        if self.variant_record.options == "codes":
            return picture_gan.make_code_grid(self, folder, every)
        return super().make_grid(data, folder, every)

    def samples_per_step(self, model: "keras.Model") -> int:
        """Number of pictures per step of the model.

        Args:
            model: Model returned by `make_model()`.
        """
        return self.batch_size * model.n_critic

    def _check_augmentation(self):
        for name in self.diff_augment:
            check_choice("diff_augment", name, _TRANSFORMATIONS)
        if self.augment and self.diff_augment:
            raise ValueError(
                "`augment` must be False with `diff_augment`. "
                f"Received: diff_augment={self.diff_augment}"
            )
        if self.ada_target and not self.diff_augment:
            raise ValueError(
                "`ada_target` needs `diff_augment`, whose probability follows "
                f"it. Received: ada_target={self.ada_target}"
            )

    def _check_networks(self):
        """Only DCGAN's networks take conditions, codes, packs and batches."""
        kind = self.variant_record.networks
        if kind == "decoding" and self.networks != "fastgan":
            raise ValueError(
                f"`variant` {self.variant!r} needs the networks 'fastgan', as "
                "the recipe artgan has them. "
                f"Received: networks={self.networks!r}"
            )
        if self.networks == "dcgan" and kind != "autoencoder":
            return
        if kind in ("auxiliary", "codes", "conditional"):
            raise ValueError(
                f"`variant` {self.variant!r} needs DCGAN's networks: choose a "
                "recipe that has them, such as dcgan-cifar10, with your "
                f"`data`. Received: networks={self.networks!r}"
            )
        if self.discriminator_kwargs:
            raise ValueError(
                "`packing` and `minibatch` are for DCGAN's discriminator, "
                "which recipes such as dcgan-cifar10 have. "
                f"Received: variant={self.variant!r}, "
                f"networks={self.networks!r}, {self.discriminator_kwargs}"
            )
