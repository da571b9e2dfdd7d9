"""Rows of images under headings."""

import numpy as np
import pytest

from keras_creative.plotting import image_rows


def test_rows_lie_below_their_headings():
    black = np.full((3, 8, 8, 3), -1.0)
    pixels = image_rows({"given": black, "made": -black}, scale=2)
    assert pixels.shape[1] >= 3 * 16 and pixels.shape[2] == 3
    half = len(pixels) // 2
    first, second = pixels[:half], pixels[half:]
    assert first.shape == second.shape
    assert (first[-16:-4, 4:16] == 0).all()
    assert (second[-16:-4, 4:16] == 255).all()
    # The headings differ.
    assert (first[:-16] != second[:-16]).any()


def test_images_of_other_sizes():
    with pytest.raises(ValueError, match="`rows` must be images of one size"):
        image_rows({"a": np.zeros((2, 8, 8, 1)), "b": np.zeros((2, 4, 4, 1))})
