"""A finished run, measured."""

from dataclasses import fields, replace

import numpy as np

from keras_creative import datasets, metrics
from keras_creative.experiments.held_out import score_samples
from keras_creative.experiments.picture_gan import PictureGAN
from keras_creative.experiments.picture_vae import PictureVAE
from keras_creative.experiments.point_gan import PointGAN
from keras_creative.experiments.point_measures import point_protocol
from keras_creative.experiments.referee import load_referee
from keras_creative.experiments.run_folder import RunFolder
from keras_creative.experiments.samples import check_finite, load_sampler
from keras_creative.files import newer_version, wrong_kinds

_RECIPES = (PictureGAN, PictureVAE, PointGAN)
# What JSON makes of a setting's type, where that is another.
_KINDS = {tuple: list}


def load_recipe(folder):
    """The recipe of a run, by its `config.json`.

    Args:
        folder: The run folder.

    Returns:
        Recipe with the settings of the run.

    Raises:
        ValueError: If the folder is no run, or one of settings that no recipe
            has.

    Example:

    ```python
    PointGAN(epochs=30).run("runs/ring")
    recipe = load_recipe("runs/ring")
    data = recipe.load_data()
    ```
    """
    config = RunFolder(folder).read_config()
    settings = config["settings"]
    for cls in _RECIPES:
        kinds = {f.name: _KINDS.get(f.type, f.type) for f in fields(cls)}
        if set(settings) <= set(kinds):
            break
    else:
        raise ValueError(
            "The settings of a run must be those of a recipe. "
            f"Received: {sorted(settings)}{newer_version(config)}"
        )
    wrong = wrong_kinds(settings, kinds)
    if "data" not in settings or wrong:
        raise ValueError(
            "The settings of a run must name its data, and be of the types of "
            f"its recipe. Received: {str(folder)!r}, where these are not: "
            f"{wrong or ['data']}{newer_version(config)}"
        )
    return cls(**_typed(settings))


def evaluate(folder, n=2000, seed=0, referee=False, verbose=0, data=None):
    """Measure samples of a run beside its training data.

    Args:
        folder: The run folder.
        n: Samples, and at most as many real examples. Defaults to `2000`.
        seed: Integer that fixes both. Defaults to `0`.
        referee: Whether a referee scores pictures, see `load_referee()`: with
            labels hidden or shown in part, by `score_samples()`. It is
            trained once for a data set, which takes minutes. Defaults to
            `False`.
        verbose: 1 draws progress bars, of sampling and of that training, as
            in `keras.Model.fit()`. Defaults to `0`.
        data: Where the training pictures are by now, if they were moved; their
            content must be the same. Defaults to `None`: where they were.

    Returns:
        Dict with the epochs made as `epoch`, the `measures`, and the
        `protocol`, how they were taken.

    Raises:
        ValueError: If the folder is no run, holds no checkpoint, its data are
            no longer those of the training, or there is nothing for a referee
            to score.
        FileNotFoundError: If the data of the run are nowhere to be found.

    Example:

    ```python
    PointGAN(epochs=30).run("runs/ring")
    found = evaluate("runs/ring")
    print(found["measures"]["modes"], found["protocol"])
    ```
    """
    recipe = load_recipe(folder)
    if data is not None:
        recipe = _moved(recipe, data)
    model = load_sampler(folder)
    data = recipe.load_data()
    RunFolder(folder).check_data(data.fingerprint)
    samples = model.sample(n, seed=seed, verbose=verbose)
    check_finite(samples)
    if isinstance(data, datasets.GaussianMixture):
        measures = recipe.measure(model, data, n, seed)
        protocol = point_protocol(n, seed)
    else:
        measures = _picture_measures(samples, data, seed)
        protocol = f"{n} samples beside {min(n, len(data))} training pictures"
        protocol += f", seed {seed}"
    if referee:
        measures |= _referee_scores(samples, data, seed, verbose)
        protocol += ", and a referee"
    epoch = RunFolder(folder).epochs_made
    return {"epoch": epoch, "measures": measures, "protocol": protocol}


def _moved(recipe, data):
    """The recipe with its pictures at another place."""
    if not hasattr(recipe, "with_data"):
        raise ValueError(
            "`data` can be named for runs on pictures only. "
            f"Received: data={str(data)!r}, for a run on points"
        )
    return replace(recipe, data=str(data))


def _referee_scores(samples, data, seed, verbose):
    """What a referee says of hidden classes."""
    if not (data.holdout or data.few_shot_labels):
        raise ValueError(
            "`referee` scores what a run hid from its model. Received: a run "
            "that hid nothing"
        )
    split = datasets.Split(data, data.hidden())
    judge = load_referee(data, verbose=verbose)
    return score_samples(samples, split, judge, seed=seed)


def _picture_measures(samples, data, seed):
    """Variety, copies among the samples, and distance to the training data."""
    real, _ = data.sample(min(len(samples), len(data)), seed)
    near = metrics.near_copy_distance(real)
    return {
        **metrics.Variety(real, seed=seed).measure(samples),
        "uniqueness": metrics.uniqueness(samples, near),
        "training_distance_ratio": metrics.training_distance_ratio(
            samples, real, seed
        ),
        "pixel_mean": float(np.mean(samples)),
        "pixel_mean_real": float(np.mean(real)),
    }


def _typed(settings):
    """Settings as a recipe takes them, from what JSON keeps of them."""
    typed = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in settings.items()
    }
    shots = typed.get("few_shot", {})
    return {**typed, "few_shot": {int(label): k for label, k in shots.items()}}
