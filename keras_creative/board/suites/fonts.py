"""Fonts: a fifth of the cells is hidden, every font and character is seen."""

from keras_creative.board.suite import Setting, Suite
from keras_creative.board.suites.controls import ASKED_CELLS, FEW_IMAGES, STYLED

_SETTINGS = (Setting("fifth", "fonts", (0,)),)

SUITE = Suite(
    "fonts",
    "characters in 725 fonts; a fifth of the cells is hidden, and every font "
    "and every character is seen",
    kind="images",
    settings=_SETTINGS,
    entries=(*FEW_IMAGES, *ASKED_CELLS, STYLED),
    steps=5000,
    samples=2000,
    seeds=(0, 1, 2),
    reduced={"steps": 100, "samples": 500, "seeds": (0, 1)},
)
