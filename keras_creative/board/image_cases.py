"""Settings of images: which data are read, what is shown and what is hidden."""

import numpy as np

from keras_creative import datasets
from keras_creative.board.cell_scorer import CellScorer
from keras_creative.board.image_scorer import ImageScorer
from keras_creative.datasets import CellSet

SIZE = 32
_DIGITS = 10
# One in ten families of fonts is shown to no method: its pictures are the test.
_TEST_FAMILIES = 10
_HIDDEN_SHARE = 5
_MOST_REQUESTED = 2000


def open_garments(setting):
    """Fashion-MNIST without the hidden classes.

    Args:
        setting: `Setting`.

    Returns:
        `PictureSet` of what is shown, labels of what is shown and hidden, and
        scorer.
    """
    images, labels = datasets.load_images("fashion-mnist")
    test, test_labels = datasets.load_images("fashion-mnist", "test")
    whole = datasets.PictureSet(padded(images), labels, name="fashion-mnist")
    scorer = ImageScorer(whole, setting.hidden, (padded(test), test_labels))
    return opened(whole, setting.hidden, scorer)


def open_letters(setting):
    """Digits of fonts or of MNIST are shown, letters of fonts are hidden.

    The letters' labels are 10 to 35; a capital has that of its small letter.

    Args:
        setting: `Setting`; its data are `"font-digits"` or `"mnist-digits"`.

    Returns:
        See `open_garments()`.
    """
    training, test = _of_fonts()
    if setting.data == "mnist-digits":
        training, test = (
            _with_mnist(part, split)
            for part, split in ((training, "train"), (test, "test"))
        )
    whole = datasets.PictureSet(*training, name=setting.data)
    letters = tuple(range(_DIGITS, whole.num_classes))
    scorer = ImageScorer(whole, letters, test, out_of_class=True)
    return opened(whole, letters, scorer)


def open_fonts(setting):
    """Characters in fonts, of whose cells a fifth is hidden.

    Args:
        setting: `Setting`; `hidden` is the seed that draws the cells.

    Returns:
        See `open_garments()`; labels are cells, some of those shown and of
        those hidden.
    """
    fonts = datasets.load_fonts()
    table = fonts.images.shape[:2]
    images = fonts.images.reshape(-1, SIZE, SIZE, 1)
    cells = np.arange(len(images))
    rng = np.random.default_rng(setting.hidden[0])
    order = rng.permutation(cells)
    hidden = np.sort(order[: len(cells) // _HIDDEN_SHARE])
    shown = np.setdiff1d(cells, hidden)
    requested = tuple(rng.permutation(hidden)[:_MOST_REQUESTED].tolist())
    whole = CellSet(images, cells, table, name="fonts")
    training = CellSet(images[shown], shown, table, name="fonts")
    some = tuple(rng.permutation(shown)[:_MOST_REQUESTED].tolist())
    return training, some, requested, CellScorer(whole, hidden, requested)


def opened(whole, hidden, scorer):
    """What `open_garments()` returns.

    Args:
        whole: `PictureSet` of all classes.
        hidden: Labels of the hidden classes.
        scorer: The scorer.
    """
    training = datasets.holdout(whole, hidden).training.without_hidden()
    return training, training.shown, hidden, scorer


def _of_fonts():
    """Training and test pictures of all characters, and their labels."""
    fonts = datasets.load_fonts()
    known = np.array([_label(c) for c in fonts.characters])
    is_test = fonts.families % _TEST_FAMILIES == 0
    return [
        (
            fonts.images[chosen].reshape(-1, SIZE, SIZE, 1),
            np.tile(known, chosen.sum()),
        )
        for chosen in (~is_test, is_test)
    ]


def _label(character):
    if character.isdigit():
        return int(character)
    return _DIGITS + ord(character.upper()) - ord("A")


def _with_mnist(part, split):
    """The letters of a part, and the digits of MNIST."""
    images, labels = part
    is_letter = labels >= _DIGITS
    digits, known = datasets.load_images("mnist", split)
    return (
        np.concatenate([padded(digits), images[is_letter]]),
        np.concatenate([known, labels[is_letter]]),
    )


def padded(images):
    """Pictures in the middle of a black square of 32 pixels.

    Args:
        images: uint8 array `(n, 28, 28, channels)`.
    """
    margin = (SIZE - images.shape[1]) // 2
    return np.pad(images, ((0, 0), (margin, margin), (margin, margin), (0, 0)))
