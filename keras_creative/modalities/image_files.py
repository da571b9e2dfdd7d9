"""Images of samples in files: a grid, or one file per image."""

import numpy as np

from keras_creative import datasets, plotting
from keras_creative.files.picture_files import read_picture
from keras_creative.modalities.notes import join_notes
from keras_creative.progress_bar import progress_bar


def write_grid(path, images, notes, captions=None, verbose=0):
    """Write images as one PNG file.

    Args:
        path: The file.
        images: Array `(n, height, width, 1 or 3)`.
        notes: Dict of metadata; the values of a list are joined.
        captions: String to write under each image. Defaults to `None`.
        verbose: Has no effect. Defaults to `0`.
    """
    plotting.save_grid(
        path, images, scale=2, captions=captions, notes=join_notes(notes)
    )


def write_singles(folder, images, notes, captions=None, verbose=0):
    """Write one PNG file per image, in a folder without PNG files.

    Args:
        folder: The folder.
        images: Array `(n, height, width, 1 or 3)`.
        notes: Dict of metadata; a list has one value per image.
        captions: Must be `None`.
        verbose: 1 draws a progress bar. Defaults to `0`.

    Raises:
        ValueError: If the folder has PNG files, or there are captions.
    """
    if captions is not None:
        raise ValueError(
            "`captions` are for a grid of pictures, a .png file. "
            f"Received: path={str(folder)!r}"
        )
    earlier = len(list(folder.glob("*.png")))
    if earlier:
        raise ValueError(
            "`path` must be a folder without pictures, so that those of an "
            "earlier command are not mixed with new ones. "
            f"Received: path={str(folder)!r}, which holds {earlier}"
        )
    digits = max(4, len(str(len(images))))
    bar = progress_bar(len(images), "file", verbose)
    for index, image in enumerate(images):
        own = {
            name: value[index] if isinstance(value, list) else value
            for name, value in notes.items()
        }
        name = f"{index + 1:0{digits}}.png"
        plotting.save_picture(folder / name, image, own)
        bar.update(index + 1)


def read_image(path, shape):
    """The center of an image file, scaled to a sample shape.

    Args:
        path: The file.
        shape: `(height, width, 1 or 3)`.

    Returns:
        float32 array of this shape in [-1, 1].

    Raises:
        ValueError: If the file is not an image, is damaged or too large.
    """
    from PIL import ImageOps

    image = read_picture(path, "L" if shape[-1] == 1 else "RGB")
    image = ImageOps.fit(image, (shape[1], shape[0]))
    pixels = np.asarray(image).reshape(1, *shape)
    return datasets.to_network_range(pixels)[0]
