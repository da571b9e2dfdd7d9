"""Textures: each shape lacks one of the textures that the others have."""

from keras_creative.board.suite import Entry, Setting, Suite
from keras_creative.board.suites.controls import (
    ASKED_IMAGES,
    FEW_IMAGES,
    IMAGE_GAN,
)

# Labels of shape i, and texture i + 1 of six.
_HIDDEN = (1, 8, 15, 22, 29, 30)
_SETTINGS = (Setting("one-each", "textures", _HIDDEN),)
_MASKED = Entry(
    "design-mask",
    "labels",
    "DesignMaskGAN, a generator of textures for the shapes of shown images",
    "recipe",
    {**IMAGE_GAN, "variant": "design-mask"},
)

SUITE = Suite(
    "textures",
    "shapes of six garments with six textures, one of which is hidden for "
    "each shape",
    kind="images",
    settings=_SETTINGS,
    entries=(
        *FEW_IMAGES,
        ASKED_IMAGES[0],
        _MASKED,
    ),
    steps=3000,
    samples=2000,
    seeds=(0, 1, 2),
    reduced={"steps": 100, "samples": 500, "seeds": (0, 1)},
)
