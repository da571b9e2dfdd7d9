"""GANs on pictures: one recipe for every variant, network and source."""

from typing import TYPE_CHECKING, Any

from keras_creative import catalog, commands
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
            ValueError: If a setting is unknown, or not one of the variant.
        """
        super().check_settings()
        self._check_networks()

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        The members of a class ensemble have no class heads.

        Args:
            setting: Name of the setting.
        """
        if setting in _CLASS_HEAD and self.class_ensemble:
            return ()
        return super().read_by(setting)

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

    def _check_networks(self):
        """Only DCGAN's networks take conditions, codes, packs and batches."""
        kind = self.variant_record.networks
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
