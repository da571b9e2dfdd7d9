"""Letters: only digits are shown; which methods make letters?"""

from keras_creative.board.suite import Setting, Suite
from keras_creative.board.suites.controls import (
    ASKED_IMAGES,
    IMAGES,
    LOCAL,
    ORIENTED,
)

_SETTINGS = (
    Setting("font-digits", "font-digits"),
    Setting("mnist-digits", "mnist-digits"),
)

SUITE = Suite(
    "letters",
    "digits, of fonts or of MNIST, are shown, and letters are hidden",
    kind="images",
    settings=_SETTINGS,
    entries=(*IMAGES, *ASKED_IMAGES, LOCAL, ORIENTED),
    steps=3000,
    samples=2000,
    seeds=(0, 1, 2),
    reduced={
        "settings": _SETTINGS[:1],
        "steps": 100,
        "samples": 500,
        "seeds": (0, 1),
    },
)
