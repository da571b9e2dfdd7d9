import numpy as np
import pytest

from keras_creative import plotting
from keras_creative.plotting import Pairs

WHITE, BLACK = np.ones((3, 8, 8, 1)), -np.ones((3, 8, 8, 1))


def test_the_upper_images_are_over_the_lower_ones():
    pixels = plotting.pair_images(
        [Pairs("One", WHITE, BLACK, ["a"] * 3)], scale=4
    )
    assert pixels.dtype == np.uint8 and pixels.shape[2] == 3
    # Three pairs of 8 + 2 pixels, enlarged, with white lines of 4 between.
    assert pixels.shape[1] == 3 * (10 * 4 + 4) + 4
    dark = np.flatnonzero((pixels[:, 24] == 0).all(axis=1))
    assert np.diff(dark).max() == 1 and len(dark) == 32


def test_each_row_has_its_heading():
    row = Pairs("One", WHITE, WHITE, [""] * 3)
    one = plotting.pair_images([row], scale=4)
    two = plotting.pair_images([row, row], scale=4)
    assert len(two) == 2 * len(one)
    assert (one[:12] < 128).any() and not (one[20:60] < 128).any()


def test_bad_rows():
    row = Pairs("One", WHITE, BLACK[:2], ["a"] * 3)
    with pytest.raises(ValueError, match="images of one shape. Received: 1 r"):
        plotting.pair_images([row])
    with pytest.raises(ValueError, match="Received: 0 rows"):
        plotting.pair_images([])
    row = Pairs("One", WHITE, BLACK, ["a"])
    with pytest.raises(ValueError, match="Received: 1 captions, 3 images"):
        plotting.pair_images([row])
