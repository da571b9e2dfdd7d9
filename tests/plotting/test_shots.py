import numpy as np
import pytest

from keras_creative import plotting

SHOTS = -np.ones((2, 3, 8, 8, 1))
SAMPLES = np.zeros((2, 6, 8, 8, 1))


def test_samples_are_below_the_shots_of_their_concept():
    pixels = plotting.shot_sheets(SHOTS, SAMPLES, SAMPLES, scale=2)
    # Two blocks of three columns of 8 + 1 pixels, and a gap of 4.
    assert pixels.shape[1:] == (2 * (2 * 28 + 4), 3)
    # A column of pixels right of the headings.
    shades = pixels[:, -6, 0]
    shots, samples = (np.flatnonzero(abs(shades - s) < 2) for s in (0.0, 127.0))
    assert len(shots) == 16 and shots.max() < samples.min()
    # Two rows of samples, and two of the nearest pictures.
    assert len(samples) == 4 * 16


def test_different_shapes():
    with pytest.raises(ValueError, match="Received: shots .2, 3, 8, 8, 1."):
        plotting.shot_sheets(SHOTS, SAMPLES[:, :, :4])
    with pytest.raises(ValueError, match="same concepts"):
        plotting.shot_sheets(SHOTS, SAMPLES[:1])
    with pytest.raises(ValueError, match="`scale`"):
        plotting.shot_sheets(SHOTS, SAMPLES, scale=0)
