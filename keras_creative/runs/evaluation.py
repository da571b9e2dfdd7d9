"""Evaluation of runs."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from keras_creative import datasets
from keras_creative.metrics import check_measures
from keras_creative.modalities import modality_of
from keras_creative.modalities.real_examples import draw_real
from keras_creative.recipes.recipe import Recipe
from keras_creative.runs.extractors import feature_inputs
from keras_creative.runs.held_out import score_samples
from keras_creative.runs.referee import load_referee
from keras_creative.runs.run_config import recorded_recipe
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.samples import check_finite, load_sampler
from keras_creative.runs.selecting import compute, needs_of
from keras_creative.typing import PathLike


def load_recipe(folder: PathLike) -> Recipe:
    """The recipe of a run, by its `config.json`.

    A recipe of a user's own module is imported from it, from the current
    folder too: load run folders that you trust.

    Args:
        folder: The run folder.

    Returns:
        Recipe with the settings of the run.

    Raises:
        ValueError: If the folder is not a run, its recipe is unknown, or its
            settings are not those of the recipe.

    Example:

    ```python
    keras_creative.recipes.PointGAN(epochs=30).run("runs/ring")
    recipe = load_recipe("runs/ring")
    data = recipe.load_data()
    ```
    """
    return recorded_recipe(folder, RunFolder(folder).read_config())


def evaluate(
    folder: PathLike,
    n: int = 2000,
    seed: int = 0,
    referee: bool = False,
    verbose: int = 0,
    data: PathLike | None = None,
    metrics: Collection[str] | None = None,
    features: Any = None,
) -> dict[str, Any]:
    """Measure samples of a run against its training data.

    Every registered measure whose needs are met is computed, see
    `keras_creative.metrics.register_measures()`. `samples`, `seed` and `model`
    are always available; for images also `images` and `real`, and with a
    referee `probabilities`, `real_probabilities` and `real_labels`; for points
    also `points` and `modes`; for another modality the result of its
    `measure_inputs()`. With `features`, also `features` and `real_features`, of
    as many training examples as there are samples.

    Args:
        folder: The run folder.
        n: Number of samples, and largest number of real examples. Defaults to
            `2000`.
        seed: Integer that fixes both. Defaults to `0`.
        referee: Whether to train a referee if there is none yet, once for a
            data set, which takes minutes; and whether to score the held-out
            classes, see `score_samples()`. An existing referee measures the
            class ambiguity of labeled images in any case. Defaults to `False`.
        verbose: 1 draws progress bars of sampling and of that training, as in
            `keras.Model.fit()`. Defaults to `0`.
        data: New path of the training images, if they were moved; their
            content must be the same. Defaults to `None`: the recorded path.
        metrics: Names of the measures to compute. Defaults to `None`: all that
            apply, without those of features unless `features` is given.
        features: What distances of features compare, see `load_extractor()`.
            Defaults to `None`: if `metrics` needs features, those of the
            referee if there is one, otherwise `"pixels"`.

    Returns:
        Dict with the number of epochs as `epoch`, the `measures`, and the
        `protocol`, a sentence that describes how they were computed.

    Raises:
        ValueError: If the folder is not a run, has no checkpoint, its data
            have changed, there is nothing for a referee to score, or a
            measure is unknown or does not apply.
        FileNotFoundError: If the data of the run are not found.

    Example:

    ```python
    keras_creative.recipes.PointGAN(epochs=30).run("runs/ring")
    found = evaluate("runs/ring")
    print(found["measures"]["modes"], found["protocol"])
    ```
    """
    recipe = load_recipe(folder)
    if metrics is not None:
        check_measures(metrics)
    model = load_sampler(folder)
    data = load_data(folder, data)
    check_sample_shape(model, data)
    samples = model.sample(n, seed=seed, verbose=verbose)
    check_finite(samples)
    modality = modality_of(data)
    modality.require("measure", by="`evaluate`")
    inputs = modality.measure_inputs(samples, data, seed, model)
    found = {**recipe.measure_context(data), **inputs.measures}
    available = {**inputs.available, "seed": seed, "model": model}
    protocol = inputs.protocol
    judge = _load_judge(data, modality, referee, verbose)
    if judge is not None:
        available |= _judged(samples, data, modality, judge)
        if _hides(data) and referee:
            split = datasets.Split(data, data.hidden())
            found |= score_samples(samples, split, judge, seed=seed)
        protocol += ", and a referee"
    features = features or _default_features(metrics, modality, judge)
    if metrics is not None or features is not None:
        real = draw_real(data, n, seed)
    if metrics is not None:
        available = {**modality.compared(samples, real, seed), **available}
    if features is not None:
        available |= feature_inputs(samples, real, features, data, verbose)
        protocol += (
            f"; {features} features beside {len(real)} training examples"
        )
    return {
        "epoch": RunFolder(folder).epochs_made,
        "measures": compute(available, found, metrics),
        "protocol": protocol,
    }


def load_data(folder, data=None):
    """Training data of a run, checked to be those of its training.

    Args:
        folder: The run folder.
        data: New path of images. Defaults to `None`: the recorded path.

    Returns:
        Data returned by the recipe's `load_data()`.

    Raises:
        ValueError: If the folder is not a run, or its data have changed.
        FileNotFoundError: If the data are not found.
    """
    recipe = load_recipe(folder)
    if command := recipe.sampling_command:
        raise ValueError(
            f"`folder` must not be a run for `keras-creative {command}`, whose "
            "samples are made from given pictures: they are measured at the "
            f"end of its training. Received: folder={str(folder)!r}"
        )
    if data is not None:
        recipe = _moved(recipe, data)
    data = recipe.load_data()
    RunFolder(folder).check_data(data.fingerprint)
    return data


def check_sample_shape(model, data):
    """Raise an error unless a model's samples have the shape of the data.

    Args:
        model: Object with a `sample_shape`.
        data: Data returned by a recipe's `load_data()`.

    Raises:
        ValueError: If the shapes differ.
    """
    if tuple(model.sample_shape) != tuple(data.sample_shape):
        raise ValueError(
            "The samples of a run must have the shape of its data, "
            f"{tuple(data.sample_shape)}. Received: samples of shape "
            f"{tuple(model.sample_shape)}"
        )


def _default_features(metrics, modality, judge):
    """Features for measures that need some."""
    if not needs_of(metrics or ()) & {"features", "real_features"}:
        return None
    has_network = modality.referee == "network" and judge is not None
    return "referee" if has_network else "pixels"


def _moved(recipe, data):
    """The recipe with another path of its images."""
    if not hasattr(recipe, "with_data"):
        raise ValueError(
            "`data` is only for runs on images. "
            f"Received: data={str(data)!r}, for a run on points"
        )
    return replace(recipe, data=str(data))


def _hides(data):
    return bool(data.holdout or data.few_shot_labels)


def _load_judge(data, modality, referee, verbose):
    """The referee of the data; `None` if it neither exists nor is requested."""
    if modality.referee is None:
        if referee:
            raise ValueError(
                f"`referee` must be False for the modality {modality.name!r}, "
                "which has none. Received: referee=True"
            )
        return None
    is_exact = modality.referee == "posterior"
    if referee and is_exact and not _hides(data):
        raise ValueError(
            "`referee` scores pictures, and points of which some were hidden. "
            "Received: points of which none were"
        )
    if not referee and (is_exact or data.num_classes is None):
        return None
    return load_referee(data, train=referee, verbose=verbose)


def _judged(samples, data, modality, judge):
    """Probabilities of images, and of real test examples."""
    if modality.referee == "posterior":
        return {}
    hidden = [*data.holdout, *data.few_shot_labels]
    return {
        "probabilities": judge.probabilities(samples),
        "real_probabilities": judge.test_probabilities,
        "real_labels": judge.test_labels,
        **({"hidden_labels": hidden} if hidden else {}),
    }
