"""Fashion: trousers, sneakers and bags are hidden."""

from keras_creative.board.suite import Setting, Suite
from keras_creative.board.suites.controls import (
    ASKED_IMAGES,
    IMAGES,
    LOCAL,
    ORIENTED,
    SEARCHED,
)

_SETTINGS = (Setting("garments", "fashion-mnist", (1, 7, 8)),)

SUITE = Suite(
    "fashion",
    "Fashion-MNIST without trousers, sneakers and bags",
    kind="images",
    settings=_SETTINGS,
    entries=(*IMAGES, *ASKED_IMAGES, LOCAL, ORIENTED, *SEARCHED),
    steps=5000,
    samples=2000,
    seeds=(0, 1, 2),
    reduced={"steps": 100, "samples": 500, "seeds": (0, 1)},
)
