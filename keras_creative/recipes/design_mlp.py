"""DesignGAN of dense networks: the 2019 project's own experiment."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from keras_creative import commands
from keras_creative.recipes import shared
from keras_creative.recipes.point_recipe import TOY_DATASETS
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import COLLAPSE, DATA, LOSSES, RUN

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


@settings
class DesignMLP:
    """A `DesignGAN` of dense networks; its methods create the parts of a run.

    With `ema` the training is stabilized, so that it converges: the learning
    rates have a cosine decay to 0, and an R1 penalty prevents the loss of
    modes. On points the penalty decays to 0 over the first half; on pictures it
    is constant, since without it the samples collapse. With `ema=0` the
    training is plain, at constant learning rates.
    """

    is_conditional: ClassVar[bool] = False

    dataset: str = setting(
        "8Gaussians",
        "the data",
        DATA,
        choices=(*TOY_DATASETS, "mnist", "fashion-mnist"),
    )
    holdout: tuple = shared.holdout()
    scale: float = setting(
        2.0, "size of 2-D data and plots", DATA, type=commands.positive_float
    )
    labelled: bool = setting(
        True, "labeled data, and a class head in the discriminator"
    )
    loss: str = setting(
        "gan",
        "the non-saturating loss, or the Wasserstein loss with the critic's "
        "weights clipped to 0.1",
        LOSSES,
        choices=("gan", "wgan"),
    )
    creativity: str = shared.creativity(help="the creativity loss")
    lambda_d: float = shared.lambda_d()
    lambda_g: float = setting(
        0.5,
        "weight of the creativity loss in the generator's loss",
        LOSSES,
        type=commands.weight,
    )
    label_smoothing: float = setting(
        0.2,
        "label smoothing of the discriminator's classification loss, which "
        "keeps the generator from collapsing; 0 is the plain loss of 2019",
        LOSSES,
        type=commands.decay,
    )
    num_layers: int = shared.num_layers()
    units: int = shared.units(64)
    minibatch_discrimination: bool = setting(
        False, "minibatch discrimination layer in the discriminator", COLLAPSE
    )
    optimizer: str = setting(
        "adam", "name of the Keras optimizer of both networks", LOSSES
    )
    lr_g: float = shared.lr_g(3e-3, help="first learning rate of the generator")
    lr_d: float = shared.lr_d(
        9e-3, help="first learning rate of the discriminator"
    )
    ema: float = shared.ema(
        0.99,
        help="decay of the averaged generator, which comes with a stabilized "
        "training; 0 is plain training",
    )
    batch_size: int = shared.batch_size(400)
    iterations: int = setting(
        3001, "steps of each network", RUN, type=commands.positive_int
    )
    seed: int = shared.seed()

    def load_data(self) -> Any:
        """The data set, a `GaussianMixture` or a `PictureSet`.

        Raises:
            ValueError: If it is unknown or a held-out label is wrong.
            FileNotFoundError: If the pictures are not found.
        """
        from keras_creative.recipes.building import mlp

        return mlp.load_data(self)

    def make_model(self, data: Any, **compile_kwargs: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.
            **compile_kwargs: Further arguments of `compile()`.
        """
        from keras_creative.recipes.building import mlp

        return mlp.make_model(self, data, **compile_kwargs)

    def measure(self, model: "keras.Model", data: Any) -> dict[str, Any]:
        """Mode measures of a model trained on points.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.

        Returns:
            Dict, see `measure_modes()`. For a conditional model, the samples
            have the labels in the training data, and those of `holdout` the
            held-out labels.
        """
        from keras_creative.recipes.building import mlp

        return mlp.measure(self, model, data)

    def make_batches(self, data: Any) -> "tf.data.Dataset":
        """The batches of all iterations, as a `tf.data.Dataset`.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a batch is larger than the data.
        """
        batches = data.batches(
            self.batch_size, seed=self.seed, labelled=self.labelled
        )
        return batches.take(self.iterations)

    def train(
        self,
        model: "keras.Model",
        batches: "tf.data.Dataset",
        callbacks: "Sequence[keras.callbacks.Callback]" = (),
    ) -> None:
        """All iterations, which are one epoch to Keras.

        Args:
            model: Model returned by `make_model()`; callbacks are called once
                per `steps_per_execution` steps.
            batches: Data set returned by `make_batches()`.
            callbacks: Keras callbacks. Defaults to `()`.
        """
        model.fit(batches, verbose=0, callbacks=list(callbacks))
