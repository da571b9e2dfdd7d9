"""Arbitrary style transfer, trained on pictures."""

from typing import TYPE_CHECKING, Any

from keras_creative import commands
from keras_creative.recipes import shared
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, LOSSES, RUN

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from keras_creative.runs.run_folder import RunFolder
    from keras_creative.typing import PathLike


@settings
class PictureStyle(PictureRecipe):
    """Style transfer between any pictures, learned from a folder of them.

    The rates have a cosine decay to 0, that of the encoder over the first half
    of the run.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["style-autoencoder"]
    model = recipe.with_data("paintings.zip").run("runs/style")
    painted = model.stylize(photo, [painting], strength=0.8)
    ```
    """

    made_by = ("a run of a style autoencoder", "stylize")
    grid_caption = (
        "The same pictures after every epoch, in the styles of others."
    )

    data: str = setting(
        "",
        "training pictures, such as a folder or .zip file of paintings",
        DATA,
        metavar="PATH",
    )
    size: int = setting(
        96,
        "side of the training windows in pixels, a multiple of 2**depth",
        DATA,
        type=commands.positive_int,
    )
    color: bool | None = setting(
        True, "three channels or one; None for the pictures' own", DATA
    )
    fit: str = setting(
        "scaled-crop",
        "how pictures of a folder are made square",
        DATA,
        choices=("crop", "resize", "scaled-crop", "random-crop"),
    )
    encoder: str = setting(
        "own",
        "own, trained on the pictures, or vgg19, trained on ImageNet",
        choices=("own", "vgg19"),
    )
    encoder_weights: str | None = setting(
        None,
        "weights file of VGG19 without its top layers; they are downloaded if "
        "not given",
        metavar="FILE",
    )
    width: int = setting(
        16,
        "channels of the own encoder at the full resolution",
        type=commands.positive_int,
    )
    depth: int = setting(
        3,
        "times that the own encoder halves the sides",
        type=commands.positive_int,
    )
    content_weight: float = setting(
        1.0, "weight of the features' error", LOSSES, type=commands.weight
    )
    style_weight: float = setting(
        10.0,
        "weight of the distance of the style",
        LOSSES,
        type=commands.weight,
    )
    reconstruction_weight: float = setting(
        5.0,
        "weight of the error of pictures that keep their style",
        LOSSES,
        type=commands.weight,
    )
    lr: float = shared.learning_rate(1e-3, help="learning rate of the networks")
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(8)
    steps: int = setting(
        100, "steps of an epoch", RUN, type=commands.positive_int
    )
    epochs: int = shared.epochs(20)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `PictureRecipe.check_settings()`; also if a weights
                file is given for the own encoder.
        """
        super().check_settings()
        if self.encoder_weights is not None and self.encoder != "vgg19":
            raise ValueError(
                "`encoder_weights` must be None unless `encoder` is 'vgg19'. "
                f"Received: encoder_weights={self.encoder_weights!r}, "
                f"encoder={self.encoder!r}"
            )

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.StyleAutoencoder` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range, or the weights
                of VGG19 cannot be had.
        """
        from keras_creative.recipes.building import picture_style

        self.check_settings()
        return picture_style.make_model(self, data)

    def steps_per_epoch(self, data: Any, model: "keras.Model") -> int:
        """Steps of an epoch: the setting.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
        """
        return self.steps

    def make_batches(
        self, data: Any, model: "keras.Model", epochs_made: int = 0
    ) -> "tf.data.Dataset":
        """Endless batches for `fit()`.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
            epochs_made: See `Recipe.make_batches()`. Defaults to `0`.
        """
        passes, rest = divmod(
            epochs_made * self.steps, data.steps_per_epoch(self.batch_size)
        )
        return data.batches(
            self.batch_size, self.seed, labelled=False, first_epoch=passes
        ).skip(rest)

    def make_grid(
        self, data: Any, folder: "PathLike", every: int
    ) -> "keras.callbacks.Callback":
        """The callback that paints some pictures in the style of others.

        Args:
            data: Data returned by `load_data()`.
            folder: Folder of the grids.
            every: Epochs between two grids.
        """
        from keras_creative.recipes.building import picture_style

        return picture_style.make_grid(self, data, folder, every)

    def on_session_end(
        self, model: "keras.Model", data: Any, folder: "RunFolder"
    ) -> None:
        """Add measures of pictures that are painted in the style of others.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            folder: The `RunFolder`.
        """
        from keras_creative.recipes.building import picture_style

        measures, protocol = picture_style.measure(model, data, self.seed)
        folder.add_measures(folder.epochs_made, measures, protocol)
