"""Few-shot tasks from files and folders."""

from pathlib import Path, PurePosixPath

import numpy as np
import tensorflow as tf

from keras_creative.checks import check_integers
from keras_creative.datasets.checks import file_refusal
from keras_creative.datasets.fitting import shrink
from keras_creative.datasets.folders import PictureFolder
from keras_creative.datasets.fonts import load_fonts
from keras_creative.datasets.images import (
    IMAGE_DATASETS,
    border_brightness,
    find_in_data_folder,
    load_images,
    to_network_range,
)
from keras_creative.datasets.omniglot import load_omniglot
from keras_creative.datasets.task_set import TaskSet
from keras_creative.files.archives import check_archive
from keras_creative.typing import PathLike

# Data sets in the folder KERAS_CREATIVE_DATA besides `IMAGE_DATASETS`.
_FILES = {"icons": "icons32.npz"}
_OMNIGLOT = "omniglot"
_FONTS = ("fonts", "font-characters")
TASK_DATASETS = (_OMNIGLOT, *_FILES, *_FONTS, *IMAGE_DATASETS)
# Pictures by whose borders the ground is told to be dark or light.
_LOOKED_AT = 200


def load_tasks(source: PathLike, size: int = 32) -> TaskSet:
    """Few-shot tasks of a known name, a file or a folder.

    Args:
        source: One of `keras_creative.datasets.TASK_DATASETS`, whose files lie
            in the folder named by `KERAS_CREATIVE_DATA`:

            - `"omniglot"`: drawings of characters, from the official archives
              in the folder `omniglot`: `images_background.zip` and
              `images_evaluation.zip`, or the two of `images_background_small`,
              which are downloaded if they are missing (3 MB).
              Groups are the alphabets, and the set's `evaluation` names those
              of the test: of the small archives, those in the second alone;
            - `"icons"`: drawings of things;
            - `"fonts"`: the characters of a font; groups are the families;
            - `"font-characters"`: a character in all fonts;
            - `"mnist"`, `"fashion-mnist"` and `"cifar10"`: their classes.

            Or an .npz file with pictures `x`, integer concepts `y` and, if
            concepts have names, `names`; that of Omniglot has the arrays
            `alphabet` and `evaluation`, an entry for each picture, and
            `alphabets`. Or a folder or .zip file with a folder for each
            concept, such as FIGR-8 or an official archive of Omniglot, whose
            pictures are read when they are drawn; the folder above it is the
            group.
        size: Side of the pictures in pixels. Pictures of folders are scaled to
            it. Of others, larger ones are scaled down, and smaller ones are set
            in the middle of a black square. Defaults to `32`.

    Returns:
        `TaskSet`. Gray pictures on a light background are inverted, so that
        ink is bright, as in MNIST; `inverted` of the set says so. A picture of
        a folder that turns out to be damaged when it is drawn raises
        `tf.errors.InvalidArgumentError`.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If a file is damaged, lacks an array, or has one that does
            not fit.

    Example:

    ```text
    tasks = keras_creative.datasets.load_tasks("omniglot", size=28)
    train, validation, test = tasks.split(test=tasks.evaluation)
    ```
    """
    check_integers(size=(size, 1))
    if str(source) == _OMNIGLOT:
        return load_omniglot(size)
    if str(source) in _FONTS:
        return _fonts(str(source), size)
    if str(source) in IMAGE_DATASETS:
        images, labels = load_images(str(source))
        return _in_memory(images, labels, None, size)
    path = Path(source)
    if str(source) in _FILES:
        name = _FILES[str(source)]
        path = find_in_data_folder(name, f"tasks {source!r}", "`source`")
    if path.suffix.lower() == ".npz":
        return _of_file(path, size)
    return _of_folder(path, size)


def _fonts(name, size):
    """Tasks of fonts, or of characters."""
    fonts = load_fonts()
    count, characters, *shape = fonts.images.shape
    images = fonts.images.reshape(-1, *shape)
    by_font, by_character = np.divmod(np.arange(len(images)), characters)
    if name == "fonts":
        groups = [f"family {family}" for family in fonts.families]
        names = [f"font {i}" for i in range(count)]
        return _in_memory(images, by_font, names, size, groups)
    names = [f"character {c}" for c in fonts.characters]
    return _in_memory(images, by_character, names, size)


def _of_file(path, size):
    """Tasks of an .npz file."""
    check_archive(path, ["x.npy", "y.npy"])
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    images, concepts = arrays["x"], arrays["y"]
    is_complete = images.dtype == np.uint8 and images.ndim in (3, 4)
    if (
        not is_complete
        or concepts.shape != images.shape[:1]
        or concepts.dtype.kind not in "iu"
    ):
        raise file_refusal(
            path,
            "hold uint8 pictures x and the integer concept y of each",
            f"x of dtype {images.dtype} and shape {images.shape}, y of dtype "
            f"{concepts.dtype} and shape {concepts.shape}",
        )
    concepts = concepts.astype("int64")
    names = arrays["names"].tolist() if "names" in arrays else None
    if "alphabet" not in arrays:
        return _in_memory(images, concepts, names, size)
    _check_alphabets(path, arrays)
    first = np.unique(concepts, return_index=True)[1]
    groups = arrays["alphabets"][arrays["alphabet"][first]].tolist()
    tasks = _in_memory(images, concepts, names, size, groups)
    is_test = arrays["evaluation"][first]
    tasks.evaluation = tuple(sorted(set(np.array(groups)[is_test].tolist())))
    return tasks


def _check_alphabets(path, arrays):
    check_archive(path, ["alphabets.npy", "evaluation.npy"])
    count, known = len(arrays["x"]), len(arrays["alphabets"])
    alphabet, is_test = arrays["alphabet"], arrays["evaluation"]
    is_complete = alphabet.shape == is_test.shape == (count,)
    if not is_complete or not alphabet.max() < known:
        raise file_refusal(
            path,
            f"hold the alphabet of each of {count} pictures, below {known}, "
            "and whether it is for evaluation",
            f"alphabet of shape {alphabet.shape} up to {alphabet.max()}, "
            f"evaluation of shape {is_test.shape}",
        )


def _of_folder(path, size):
    """Tasks of a folder or archive, whose pictures are read when drawn."""
    pictures = PictureFolder(path, size, color=None, fit="resize")
    folders = [str(PurePosixPath(name).parent) for name in pictures.files]
    names, concepts = np.unique(folders, return_inverse=True)
    if len(names) < 2:
        raise ValueError(
            "`source` must have a folder for each concept, at least 2. "
            f"Received: source={str(path)!r}, with {len(names)}"
        )
    groups = [str(PurePosixPath(name).parent) for name in names]
    is_grouped = 1 < len(set(groups)) < len(groups)
    some = pictures.sample(min(len(pictures), _LOOKED_AT), 0)[0]
    inverted = _is_light(some)
    seed = tf.zeros(2, "int64")

    def read(places):
        made = tf.map_fn(
            lambda place: pictures.read(place, seed),
            places,
            fn_output_signature="uint8",
        )
        return 255 - made if inverted else made

    tasks = TaskSet(
        read,
        concepts,
        names.tolist(),
        groups if is_grouped else None,
        pictures.sample_shape,
    )
    tasks.inverted, tasks.source = inverted, str(pictures.fingerprint)
    return tasks


def _in_memory(images, concepts, names, size, groups=None):
    """Tasks of arrays, at a size, with bright ink."""
    images = images if images.ndim == 4 else images[..., np.newaxis]
    images = shrink(images, (size, size))
    inverted = _is_light(to_network_range(images[:_LOOKED_AT]).numpy())
    images = 255 - images if inverted else images
    margins = [size - side for side in images.shape[1:3]]
    sides = [(margin // 2, margin - margin // 2) for margin in margins]
    images = np.pad(images, ((0, 0), *sides, (0, 0)))
    tasks = TaskSet(images, concepts, names, groups)
    tasks.inverted = inverted
    return tasks


def _is_light(images):
    """Whether gray pictures in [-1, 1] show dark ink on a light ground."""
    return images.shape[-1] == 1 and border_brightness(images) > 0
