"""The suites: one file each, declared before they are run."""

from keras_creative.board.suites import (
    fashion,
    fonts,
    grid,
    letters,
    ring,
    textures,
)

SUITES = {
    module.SUITE.name: module.SUITE
    for module in (ring, grid, fonts, letters, fashion, textures)
}
