"""Ring: each of the eight modes hidden in turn."""

from keras_creative.board.suite import Setting, Suite
from keras_creative.board.suites.controls import POINTS

_MODES = tuple(
    Setting(f"mode-{label}", "8Gaussians", (label,)) for label in range(8)
)

SUITE = Suite(
    "ring",
    "a ring of eight Gaussians, each of which is hidden in turn",
    kind="points",
    settings=_MODES,
    entries=POINTS,
    steps=3000,
    samples=2500,
    seeds=(0, 1, 2, 3, 4),
    reduced={
        "settings": _MODES[1:3],
        "steps": 1000,
        "samples": 1000,
        "seeds": (0, 1),
    },
)
