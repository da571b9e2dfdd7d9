"""Pictures in files, painted in the style of others."""

from collections.abc import Sequence

import numpy as np

from keras_creative import datasets
from keras_creative.checks import check_integers
from keras_creative.files.picture_files import read_picture
from keras_creative.models.style.checks import check_strength, checked_weights
from keras_creative.models.style.style_autoencoder import StyleAutoencoder
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike


def stylize(
    source: PathLike,
    content: PathLike,
    styles: Sequence[PathLike],
    strength: float = 1.0,
    weights: Sequence[float] | None = None,
    preserve_color: bool = False,
    size: int | None = None,
    style_size: int | None = None,
) -> tuple[np.ndarray, list[str]]:
    """A picture in the style of others.

    Args:
        source: Folder of a run of `style-autoencoder`, or a `.keras` file of
            its model.
        content: Path of the picture.
        styles: Paths of the style pictures.
        strength: See `keras_creative.models.StyleAutoencoder.stylize()`.
            Defaults to `1`.
        weights: See the same. Defaults to `None`.
        preserve_color: See the same. Defaults to `False`.
        size: Longer side of the result in pixels; `content` is scaled down if
            it is larger. Defaults to `None`: that of `content`.
        style_size: Longer side to which larger style pictures are scaled down.
            The smaller it is, the finer are strokes. Defaults to `None`: that
            of the result.

    Returns:
        Array `(height, width, channels)` in [-1, 1], and a list of sentences:
        what was done to the pictures.

    Raises:
        ValueError: If the model does not transfer styles, a file is no picture
            or too small, or a number is out of range.

    Example:

    ```text
    painted, notes = keras_creative.runs.stylize(
        "runs/style", "photo.jpg", ["painting.jpg"], strength=0.8
    )
    ```
    """
    check_strength(strength)
    checked_weights(weights, len(styles))
    for name, side in {"size": size, "style_size": style_size}.items():
        if side is not None:
            check_integers(**{name: (side, 1)})
    model = load_sampler(source)
    if not isinstance(model, StyleAutoencoder):
        raise ValueError(
            "`source` must be a run that transfers styles, of the recipe "
            f"style-autoencoder. Received: source={str(source)!r}, which "
            f"holds a {type(model).__name__}"
        )
    photo, notes = _read(content, "content", model, size)
    side = style_size or max(photo.shape[:2])
    images = []
    for path in styles:
        image, found = _read(path, "styles", model, side)
        images.append(image)
        notes += found
    painted = model.stylize(photo, images, strength, weights, preserve_color)
    return painted, notes


def _read(path, name, model, longer):
    """A picture in [-1, 1], and what was done to it."""
    from PIL import Image

    channels = model.channels
    color = read_picture(path)
    notes = []
    is_gray = np.ptp(np.asarray(color), axis=-1).max() == 0
    if is_gray and channels == 3:
        notes.append(f"{path}: a gray picture, taken as one of gray colors")
    elif channels == 1 and not is_gray:
        notes.append(f"{path}: converted to gray, as the model's pictures are")
    image = color if channels == 3 else color.convert("L")
    if longer is not None and max(image.size) > longer:
        before = f"{image.width}x{image.height}"
        ratio = longer / max(image.size)
        sides = [max(1, round(ratio * side)) for side in image.size]
        image = image.resize(sides, Image.Resampling.LANCZOS)
        notes.append(
            f"{path}: scaled from {before} to {image.width}x{image.height}"
        )
    if min(image.size) < model.smallest_side:
        raise ValueError(
            f"`{name}` must have sides of at least {model.smallest_side} "
            f"pixels. Received: {str(path)!r}, of {image.width}x"
            f"{image.height}"
        )
    pixels = np.asarray(image).reshape(1, image.height, image.width, channels)
    return np.asarray(datasets.to_network_range(pixels)[0]), notes
