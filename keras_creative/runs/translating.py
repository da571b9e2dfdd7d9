"""Translations of pictures in files by a run."""

from pathlib import Path, PurePosixPath

import numpy as np
import tensorflow as tf

from keras_creative import datasets, plotting
from keras_creative.files.picture_files import read_picture
from keras_creative.models.translation.translation_model import (
    TranslationModel,
)
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike


def translate(
    source: PathLike,
    pictures: PathLike,
    out: PathLike,
    back: bool = False,
) -> list[str]:
    """Translate the pictures of a folder, or one picture.

    Pictures are scaled to the size of the model; the middle is taken of those
    that are not square.

    Args:
        source: Folder of a run of a recipe that translates, or a `.keras` file
            of its model.
        pictures: Path of a picture, of a folder or of a .zip file of pictures.
        out: Folder of the translations, which have the names of the pictures
            and the suffix `.png`; for one picture, a `.png` file.
        back: Whether to translate from B to A, with a model that does both.
            Defaults to `False`.

    Returns:
        List of sentences: what was done, and which pictures were skipped.

    Raises:
        FileNotFoundError: If there are no such pictures.
        ValueError: If the model does not translate, or not back; a picture is
            damaged; the folder has pictures of these names already; or `out`
            does not fit `pictures`.

    Example:

    ```text
    notes = keras_creative.runs.translate("runs/cycle", "photos", "paintings")
    ```
    """
    model = load_sampler(source)
    if not isinstance(model, TranslationModel):
        raise ValueError(
            "`source` must be a run of a recipe that translates, such as "
            f"cyclegan. Received: source={str(source)!r}, which holds a "
            f"{type(model).__name__}"
        )
    if back and not hasattr(model, "translate_back"):
        raise ValueError(
            "`back` must be False for a model with one direction. "
            f"Received: back=True, and a {type(model).__name__}"
        )
    shape = model.sample_shape if back else model.latent_shape
    function = model.translate_back if back else model.translate
    pictures, out = Path(pictures), Path(out)
    is_file = pictures.is_file() and pictures.suffix.lower() != ".zip"
    if is_file != (out.suffix.lower() == ".png"):
        raise ValueError(
            "`out` must be a .png file for one picture, and a folder for a "
            f"folder of pictures. Received: out={str(out)!r}"
        )
    if is_file:
        images, names, notes = *_one(pictures, shape), []
    else:
        images, names, notes = _all(pictures, shape)
    targets = [out] if is_file else [out / f"{name}.png" for name in names]
    _check_new(targets, is_file)
    for path, made in zip(targets, function(images), strict=True):
        plotting.save_picture(path, made)
    count = len(names)
    done = f"{count} picture{'s' if count > 1 else ''}, each scaled to"
    return [f"{done} {shape[1]}x{shape[0]} pixels", *notes]


def _one(path, shape):
    """One picture as a batch, and its name."""
    from PIL import ImageOps

    mode = "L" if shape[-1] == 1 else "RGB"
    image = ImageOps.fit(read_picture(path, mode), (shape[1], shape[0]))
    pixels = np.asarray(image).reshape(1, *shape)
    return datasets.to_network_range(pixels), [path.stem]


def _all(path, shape):
    """The pictures of a folder, their names, and which were skipped."""
    folder = datasets.PictureFolder(
        path, shape[0], color=shape[-1] == 3, fewest=1
    )
    pixels, names = [], []
    seed = tf.zeros(2, "int64")
    skipped = dict(folder.problems)
    for index, name in zip(folder.indices, folder.files, strict=True):
        try:
            pixels.append(folder.read(tf.constant(index), seed).numpy())
        except tf.errors.InvalidArgumentError:
            skipped[name] = "damaged"
            continue
        names.append(str(PurePosixPath(name).with_suffix("")))
    if not pixels:
        raise ValueError(
            "`pictures` must hold a picture that can be decoded. "
            f"Received: {str(path)!r}"
        )
    _check_different(names)
    notes = [f"skipped {name}: {why}" for name, why in skipped.items()]
    return datasets.to_network_range(np.stack(pixels)), names, notes


def _check_different(names):
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            "`pictures` must have different names without their suffixes. "
            f"Received: {twice[0]!r} more than once"
        )


def _check_new(paths, is_file):
    """Raise if a folder has one of the files already."""
    there = [] if is_file else [path for path in paths if path.exists()]
    if there:
        raise ValueError(
            "`out` must not have translations of these names already. "
            f"Received: {str(there[0])!r}"
        )
