"""Records of measures, and the registry that collects them."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from keras_creative.checks import check_choice
from keras_creative.commands.parser import nearest

# Arguments of measures by name. A package with its own modality adds the
# modality's name, under which its samples are passed.
NEEDS = {
    "samples": "generated samples `(n, ...)` of any kind",
    "images": "the samples, if they are images `(n, height, width, channels)` "
    "in [-1, 1]",
    "points": "the samples, if they are points `(n, 2)`",
    "features": "features of the samples `(n, features)`",
    "probabilities": "a classifier's probabilities of the samples "
    "`(n, num_classes)`",
    "real": "real training examples `(m, ...)` in the range of the samples",
    "real_features": "features of real examples `(m, features)`",
    "real_probabilities": "a classifier's probabilities of real test examples "
    "`(m, num_classes)`",
    "real_labels": "labels of these test examples `(m,)`",
    "hidden": "real examples `(h, ...)` of the held-out classes",
    "hidden_labels": "labels of the held-out classes",
    "shots": "the few training examples of the held-out classes",
    "shot_features": "features of these shots `(k, features)`",
    "modes": "keyword arguments of `mode_measures()`: the known mixture",
    "centers": "means of the components of one mode `(k, 2)`",
    "mean": "mean of one mode `(2,)`",
    "deviation": "standard deviation of one mode, of all its components",
    "std": "standard deviation of a component",
    "labels": "mode of each component",
    "half_width": "half the side of the square that is plotted",
    "radius": "distance of a mode from the center of a ring",
    "model": "the trained model",
    "seed": "integer that determines random numbers",
}


@dataclasses.dataclass(frozen=True)
class Measure:
    """A measure: its name, function, meaning and requirements.

    Args:
        name: Name in logs, `metrics.jsonl` and reports. It carries its
            protocol where there are several, such as `high_quality_3std`.
        function: Function of the values of `needs`, in that order, that returns
            the number; or a dict with numbers under their measures' names,
            which several measures share. A dict without the name means that the
            measure does not apply. `None` for values that a run records without
            computing them.
        meaning: Description in one sentence.
        best: `"high"`, `"low"`, or the best value, a number. Defaults to
            `None`: no value is better than another by itself.
        needs: Names of `NEEDS`. Defaults to `()`.

    Raises:
        ValueError: If `best` or a need is unknown.

    Example:

    >>> brightness = keras_creative.metrics.Measure(
    ...     "brightness", np.mean, "Mean pixel value.", needs=["images"]
    ... )
    >>> brightness.explanation
    'Mean pixel value.'
    """

    name: str
    function: Callable[..., Any] | None
    meaning: str
    best: Literal["high", "low"] | float | None = None
    needs: Collection[str] = ()

    def __post_init__(self) -> None:
        if isinstance(self.best, str):
            check_choice("best", self.best, ("high", "low"))
        object.__setattr__(self, "needs", tuple(self.needs))
        unknown = sorted(set(self.needs) - set(NEEDS))
        if unknown:
            raise ValueError(
                f"`needs` must be among {sorted(NEEDS)}. Received: {unknown}"
            )

    @property
    def explanation(self) -> str:
        """The meaning and the best value."""
        if self.best is None:
            return self.meaning
        if isinstance(self.best, str):
            return f"{self.meaning} {self.best.capitalize()}er is better."
        return f"{self.meaning} The best value is {self.best:g}."

    def missing(self, available: Collection[str]) -> list[str]:
        """Needs that are not available.

        Args:
            available: Names of `NEEDS`.

        Returns:
            List of names; empty if the measure can be computed.
        """
        return [need for need in self.needs if need not in available]


MEASURES: dict[str, Measure] = {}


def register_measures(*measures: Measure) -> None:
    """Register measures for evaluation, reports, logs and docs.

    The package's own measures are registered when it is imported.

    Args:
        *measures: Each a `Measure`.

    Raises:
        ValueError: If another measure has the name.

    Example:

    ```python
    from keras_creative.metrics import Measure, register_measures

    contrast = Measure(
        "contrast", np.std, "Spread of the pixels.", needs=["images"]
    )
    register_measures(contrast)
    # From now on evaluate() computes it for every run on images.
    ```
    """
    for measure in measures:
        if MEASURES.setdefault(measure.name, measure) != measure:
            raise ValueError(
                "`measures` must have unique names. Received: "
                f"{measure.name!r}, which is registered already"
            )


def check_measures(names: Collection[str]) -> None:
    """Raise an error unless all names are those of registered measures.

    Args:
        names: List or tuple of names.

    Raises:
        ValueError: If it is empty, or one is unknown; the nearest known name is
            suggested.

    Example:

    >>> keras_creative.metrics.check_measures(["recal"])
    Traceback (most recent call last):
    ...
    ValueError: `metrics` must name registered measures, which `keras-creative
    list` shows. Received: 'recal'; did you mean recall?
    """
    unknown = [name for name in names if name not in MEASURES]
    if not names or unknown:
        which = repr(unknown[0]) if unknown else "none"
        near = nearest(unknown[0], MEASURES) if unknown else ""
        raise ValueError(
            "`metrics` must name registered measures, which `keras-creative "
            f"list` shows. Received: {which}{near}"
        )


def compute_measures(
    available: Mapping[str, Any], skip: Collection[str] = ()
) -> dict[str, Any]:
    """Compute every registered measure whose needs are met.

    A function that several measures share is called once.

    Args:
        available: Dict from names of `NEEDS` to their values.
        skip: Names of measures that are not computed. Defaults to `()`.

    Returns:
        Dict from names of measures to their values.

    Example:

    >>> found = keras_creative.metrics.compute_measures(
    ...     {"probabilities": [[1.0, 0.0], [0.5, 0.5]]}
    ... )
    >>> found["class_certainty"]
    0.75
    """
    results, values = {}, {}
    for measure in MEASURES.values():
        if measure.name in skip or measure.function is None:
            continue
        if measure.missing(available):
            continue
        call = measure.function, measure.needs
        if call not in results:
            arguments = [available[need] for need in measure.needs]
            results[call] = measure.function(*arguments)
        result = results[call]
        if not isinstance(result, dict):
            values[measure.name] = result
        elif measure.name in result:
            values[measure.name] = result[measure.name]
    return values


def explain(measures: Mapping[str, Any]) -> dict[str, str]:
    """Explain measures.

    Args:
        measures: Dict from names to numbers, or to further dicts of measures.

    Returns:
        Dict from the names of registered measures that occur to their
        explanations, in alphabetical order.

    Example:

    >>> found = {"modes": {"modes_shown": 8}, "mine": 0.75}
    >>> keras_creative.metrics.explain(found)
    {'modes_shown': 'Number of modes in the training data.'}
    """
    names = sorted(measure_names(measures) & set(MEASURES))
    return {name: MEASURES[name].explanation for name in names}


def measure_names(measures: Mapping[str, Any]) -> set[str]:
    """All names in a dict of measures and in its nested dicts.

    Args:
        measures: Dict from names to numbers, or to further dicts.

    Returns:
        Set of names.
    """
    inner = [measure_names(v) for v in measures.values() if isinstance(v, dict)]
    return set(measures).union(*inner)
