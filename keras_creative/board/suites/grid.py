"""Grid: one, three or five cells hidden, every row and column still seen.

Label 5 i + j is the cell in column i and row j.
"""

from keras_creative.board.suite import Setting, Suite
from keras_creative.board.suites.controls import POINTS

_CELLS = {
    "corner": (0,),
    "edge": (2,),
    "center": (12,),
    "three-cells": (6, 12, 18),
    "five-cells": (1, 8, 10, 17, 24),
}
_SETTINGS = tuple(
    Setting(name, "25Gaussians", cells) for name, cells in _CELLS.items()
)

SUITE = Suite(
    "grid",
    "a grid of 5 x 5 Gaussians with one, three or five cells hidden, of which "
    "every row and every column is seen",
    kind="points",
    settings=_SETTINGS,
    entries=POINTS,
    steps=5000,
    samples=2500,
    seeds=(0, 1, 2),
    reduced={
        "settings": _SETTINGS[2:4],
        "steps": 1000,
        "samples": 1000,
        "seeds": (0, 1),
    },
)
