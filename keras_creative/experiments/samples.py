"""Samples of a run or of a saved model, in one line."""

from pathlib import Path

import keras

from keras_creative import callbacks, models, plotting
from keras_creative.experiments.run_folder import RunFolder


def load_sampler(path):
    """What makes the samples of a run or of a saved model.

    Args:
        path: A run folder, whose newest checkpoint is taken; or a `.keras`
            file with a whole model or with a generator alone.

    Returns:
        Object with `sample(n, seed)`.

    Raises:
        ValueError: If there is no such model.

    Example:

    ```python
    model.save("model.keras")
    sampler = keras_creative.experiments.load_sampler("model.keras")
    pictures = sampler.sample(64, seed=0)
    ```
    """
    path = Path(path)
    if path.is_dir():
        model, _ = callbacks.load_latest(RunFolder(path).checkpoints)
        if model is None:
            raise ValueError(
                "A run folder must hold a checkpoint. "
                f"Received: {str(path)!r}, which holds none"
            )
        return model
    model = _load(path)
    if isinstance(model, models.AdversarialModel):
        return model
    if isinstance(model, keras.Model) and len(model.inputs or ()) == 1:
        return models.GeneratorSampler(model)
    raise ValueError(
        "A saved model must be an adversarial model or a generator. "
        f"Received: {str(path)!r}, which holds a {type(model).__name__}"
    )


def write_samples(path, samples):
    """Write samples as one picture or as many.

    Args:
        path: A `.png` file: pictures as a grid, points as a scatter picture.
            Anything else is a folder: pictures as `0001.png`, `0002.png`, ...
        samples: Array `(n, side, side, channels)` or `(n, 2)`.

    Raises:
        ValueError: If points are to go into a folder, or the samples are
            neither pictures nor points in the plane.
    """
    path = Path(path)
    one_file = path.suffix == ".png"
    if samples.ndim == 4 and one_file:
        plotting.save_grid(path, samples, scale=2)
    elif samples.ndim == 4:
        digits = max(4, len(str(len(samples))))
        for index, picture in enumerate(samples, start=1):
            plotting.save_picture(path / f"{index:0{digits}}.png", picture)
    elif samples.shape[1:] == (2,) and one_file:
        figure = plotting.PointsFigure(1.1 * float(abs(samples).max()))
        figure.save(path, samples[:0], samples, f"{len(samples)} samples")
    else:
        raise ValueError(
            "`path` must be a .png file for points in the plane, and samples "
            f"must be those or pictures. Received: path={str(path)!r}, "
            f"samples of shape {samples.shape[1:]}"
        )


def _load(path):
    if path.suffix != ".keras" or not path.is_file():
        raise ValueError(
            "Samples come from a run folder or a .keras file. "
            f"Received: {str(path)!r}, which is neither"
        )
    try:
        return keras.saving.load_model(path, compile=False)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            f"A .keras file must hold a model that can be loaded. Received: "
            f"{str(path)!r} ({type(error).__name__}: {reason})"
        ) from error
