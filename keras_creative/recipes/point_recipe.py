"""Base class of recipes on points."""

from typing import TYPE_CHECKING, Any

from keras_creative import catalog
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, few_shot, holdout

if TYPE_CHECKING:
    import keras

    from keras_creative.runs.run_folder import RunFolder

TOY_DATASETS = catalog.names("datasets/toy.py", "_DESCRIPTIONS")


@settings
class PointRecipe(Recipe):
    """Recipe on points in the plane, of which classes can be hidden."""

    data: str = setting(
        "8Gaussians",
        "toy data set",
        DATA,
        choices=TOY_DATASETS,
        flag=False,
    )
    holdout: tuple = holdout()
    few_shot: dict = few_shot()
    attributes: str = setting(
        "position",
        "what a conditional model of points is conditioned on: the class, or "
        "the position of its center, for hidden classes too",
        choices=("one-hot", "position"),
    )

    @property
    def is_conditional(self) -> bool:
        """Whether the model takes labels."""
        raise NotImplementedError

    def load_data(self) -> Any:
        """The points, a `GaussianMixture` without the hidden classes.

        Raises:
            ValueError: If the set is unknown or a label is wrong.
        """
        from keras_creative.recipes.building import points

        return points.load_data(self)

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
        hidden = bool(data.holdout or data.few_shot_labels)
        has_side_information = (
            self.is_conditional and hidden and self.attributes != "one-hot"
        )
        return {
            "side_information": self.attributes
            if has_side_information
            else None
        }
