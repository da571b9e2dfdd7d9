"""GANs on points, of which classes can be hidden."""

from typing import TYPE_CHECKING, Any

from keras_creative import catalog, commands
from keras_creative.recipes import shared
from keras_creative.recipes.adversarial import AdversarialRecipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, LOSSES
from keras_creative.recipes.variants import POINT_VARIANTS

if TYPE_CHECKING:
    import keras

    from keras_creative.runs.run_folder import RunFolder

TOY_DATASETS = catalog.names("datasets/toy.py", "_DESCRIPTIONS")


@settings
class PointGAN(AdversarialRecipe):
    """A GAN on points in the plane.

    The learning rates have a cosine decay to 0, and a small R1 penalty lets the
    training converge.

    Example:

    ```python
    recipe = keras_creative.recipes.PointGAN(holdout=(1,))
    model = recipe.run("runs/ring", epochs=30)
    hidden = model.sample(500, labels=1)  # a class that was never shown
    ```
    """

    VARIANTS = POINT_VARIANTS

    data: str = setting(
        "8Gaussians",
        "toy data set",
        DATA,
        choices=TOY_DATASETS,
        flag=False,
    )
    holdout: tuple = shared.holdout()
    few_shot: dict = shared.few_shot()
    variant: str = setting(
        "cgan", "training algorithm", choices=tuple(POINT_VARIANTS)
    )
    attributes: str = setting(
        "position",
        "what a cgan on points is conditioned on: the class, or the position "
        "of its center, for hidden classes too",
        choices=("one-hot", "position"),
    )
    condition: str = setting(
        "linear",
        "how the generator of a cgan on points takes attributes",
        choices=catalog.names("networks/mlp.py", "CONDITIONS"),
    )
    lambda_info: float = setting(
        1.0,
        "weight of an infogan's mutual information",
        LOSSES,
        type=commands.weight,
    )
    num_layers: int = shared.num_layers()
    units: int = shared.units()
    lr_g: float = shared.lr_g(3e-3)
    lr_d: float = shared.lr_d(3e-3)
    gamma: float = setting(
        0.01,
        "weight of the R1 penalty, and of an r3gan's R2 penalty",
        LOSSES,
        type=commands.weight,
    )
    ema: float = shared.ema(0.99)
    batch_size: int = shared.batch_size(400)
    epochs: int = shared.epochs(30)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    def load_data(self) -> Any:
        """The points, a `GaussianMixture` without the hidden classes.

        Raises:
            ValueError: If the set is unknown or a label is wrong.
        """
        from keras_creative.recipes.building import point_gan

        return point_gan.load_data(self)

    def make_model(self, data: Any, **compile_kwargs: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.
            **compile_kwargs: Further arguments of `compile()`.

        Raises:
            ValueError: If a setting is unknown.
        """
        from keras_creative.recipes.building import point_gan

        self.check_settings()
        return point_gan.make_model(self, data, **compile_kwargs)

    def on_session_end(
        self, model: "keras.Model", data: Any, folder: "RunFolder"
    ) -> None:
        """Write `measures.json`, see `measure()`, and add to `metrics.jsonl`.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            folder: The `RunFolder`.
        """
        from keras_creative.files import write_json
        from keras_creative.modalities import modality_of

        found = modality_of(data).measure_session(model, data, self.seed)
        measures = {**self.measure_context(data), **found.measures}
        write_json(folder.path / "measures.json", measures)
        folder.add_measures(folder.epochs_made, measures, found.protocol)

    def measure(
        self,
        model: "keras.Model",
        data: Any,
        n: int = 2500,
        seed: int | None = None,
    ) -> dict[str, Any]:
        """How well samples match the modes, and each class or code.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            n: Number of samples; a fifth of it for each class or code. Defaults
                to `2500`.
            seed: Integer that fixes them. Defaults to `None`: the recipe's.

        Returns:
            Dict with `side_information`, the attributes of hidden classes that
            the model is conditioned on, or `None`; `modes`, the
            `keras_creative.metrics.mode_measures()` over all classes in the
            training data; and for a CGAN `classes`: by label, of samples of
            that label, the `hit_rate` within 3 standard deviations of its
            components, the `offset` of their mean from the class's, in standard
            deviations of the class, their `std_ratio`, the standard deviation
            over the class's, and whether it was `shown`; for an InfoGAN
            `codes`: by value, the class that most samples hit, as `owns`, and
            their share as `hit_rate`. The others have neither.
        """
        from keras_creative.modalities.mode_measures import mode_measures

        seed = self.seed if seed is None else seed
        measures = mode_measures(model, data, n, seed)
        return {**self.measure_context(data), **measures}

    def measure_context(self, data: Any) -> dict[str, Any]:
        """Information on hidden classes for the model: `side_information`.

        Args:
            data: Data returned by `load_data()`.

        Returns:
            Dict, see `measure()`.
        """
        is_conditional = self.variant_record.networks == "conditional"
        hidden = bool(data.holdout or data.few_shot_labels)
        has_side_information = (
            is_conditional and hidden and self.attributes != "one-hot"
        )
        return {
            "side_information": self.attributes
            if has_side_information
            else None
        }
