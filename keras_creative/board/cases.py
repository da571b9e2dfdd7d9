"""Settings opened: what is shown, what is hidden, and who scores.

Only the process that scores opens a case. An entry gets the file that
`keras_creative.board.training_file` writes of `Case.training`.
"""

from typing import Any, NamedTuple

from keras_creative import datasets
from keras_creative.board.image_cases import (
    open_fonts,
    open_garments,
    open_letters,
)
from keras_creative.board.point_scorer import PointScorer
from keras_creative.board.suite import Setting
from keras_creative.board.texture_cases import open_textures


class Case(NamedTuple):
    """An opened setting.

    Attributes:
        training: Data set of what is shown, without what is hidden.
        shown: Labels of what is shown, for entries that take labels.
        requested: Labels of what is hidden.
        scorer: Object with `score(samples, requested)`, which returns a dict
            of a run's measures; `reference(name, n, seed)`, such a pair for one
            of `REFERENCES`; and `draw(path, panels)`, which draws a picture.
    """

    training: Any
    shown: tuple[int, ...]
    requested: tuple[int, ...]
    scorer: Any


# Rows of real data beside the entries, and what they are.
REFERENCES = {
    "real-data": "new real samples of all classes, and of the hidden ones "
    "where an entry is asked for them: the upper bound",
    "training-copy": "the shown samples themselves: the lower bound of novelty",
}


def open_case(setting: Setting) -> Case:
    """Open a setting.

    Args:
        setting: `Setting`.

    Returns:
        `Case`.

    Raises:
        FileNotFoundError: If its data are not found.
    """
    return Case(*DATA[setting.data](setting))


def _open_points(setting):
    whole = datasets.load_toy(setting.data)
    training = datasets.holdout(whole, setting.hidden).training
    scorer = PointScorer(whole, setting.hidden)
    training = training.without_hidden()
    return training, training.shown, setting.hidden, scorer


DATA = {
    "25Gaussians": _open_points,
    "8Gaussians": _open_points,
    "fashion-mnist": open_garments,
    "font-digits": open_letters,
    "fonts": open_fonts,
    "mnist-digits": open_letters,
    "textures": open_textures,
}
