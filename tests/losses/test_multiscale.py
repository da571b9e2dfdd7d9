import numpy as np

from keras_creative.losses import multiscale_squared_error


def line(column):
    images = np.zeros((1, 8, 8, 1), "float32")
    images[:, :, column] = 1
    return images


def error(real, made, scales):
    return float(multiscale_squared_error(real, made, scales)[0])


def test_scales_of_a_line_that_is_moved():
    """Pixels: 16; squares of 2: 4 * 8 / 4 = 8 if in another square, else 0."""
    assert error(line(2), line(3), [1]) == error(line(2), line(6), [1]) == 16
    assert error(line(2), line(3), [2]) == 0
    assert error(line(2), line(6), [2]) == 8
    assert error(line(2), line(3), [1, 2]) == 16
    assert error(line(2), line(6), [1, 2, 4]) == 16 + 8 + 4
