import math

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from keras_creative import models

CODES = models.Codes(categorical=(3, 2), continuous=1, circular=1)


def test_layout():
    assert (CODES.size, CODES.count) == (3 + 2 + 1 + 2, 4)
    assert CODES.kinds == ("categorical", "continuous", "circular")
    assert models.Codes((4,), continuous=0).kinds == ("categorical",)


def test_uniform_numbers_become_codes():
    drawn = CODES.draw(tf.constant([[0.99, 0.0, 0.75, 0.75]]))
    np.testing.assert_allclose(drawn, [[0, 0, 1, 1, 0, 0.5, 0, 1]], atol=1e-6)


def test_largest_uniform_number_is_the_last_category():
    largest = tf.fill((1, 1), np.float32(1 - 2.0**-24))
    for values in range(2, 200):
        drawn = models.Codes((values,), continuous=0).draw(largest)
        assert drawn.numpy().argmax() == values - 1
        assert drawn.numpy().sum() == 1


def test_information_of_a_categorical_code():
    """All of it when the estimate is sure, none when it knows nothing."""
    codes = models.Codes((4,), continuous=0)
    drawn = codes.vectors(3, categorical=[[0], [1], [3]])
    sure = codes.information(drawn, 100 * drawn)["categorical"]
    np.testing.assert_allclose(sure, np.log(4), rtol=1e-5)
    unsure = codes.information(drawn, np.ones_like(drawn))["categorical"]
    np.testing.assert_allclose(unsure, 0.0, atol=1e-6)


def test_information_of_a_continuous_code():
    codes = models.Codes((), continuous=1)
    bound = codes.information(
        np.float32([[0.5], [-1.0]]), np.float32([[0.0], [1.0]])
    )["continuous"]
    expected = math.log(2) + stats.norm.logpdf([0.5, 2.0])
    np.testing.assert_allclose(bound, expected, rtol=1e-5)


@pytest.mark.parametrize("kappa", [0.0, 0.5, 3.0, 200.0])
def test_information_of_a_circular_code(kappa):
    """The von Mises log-density, less that of the uniform angle."""
    codes = models.Codes((), continuous=0, circular=1)
    angles = np.array([-2.0, 0.0, 1.0])
    drawn = codes.vectors(3, circular=angles[:, None])
    natural = kappa * np.float32([[math.cos(0.3), math.sin(0.3)]] * 3)
    bound = codes.information(drawn, natural)["circular"]
    density = (
        stats.vonmises.logpdf(angles, kappa, loc=0.3)
        if kappa
        else -np.full(3, math.log(2 * math.pi))
    )
    np.testing.assert_allclose(
        bound, density + math.log(2 * math.pi), rtol=1e-4, atol=1e-4
    )


def test_information_has_a_gradient_where_nothing_is_known():
    codes = models.Codes((), continuous=0, circular=1)
    natural = tf.zeros((1, 2))
    with tf.GradientTape() as tape:
        tape.watch(natural)
        bound = codes.information(tf.constant([[0.6, 0.8]]), natural)
    gradient = tape.gradient(bound, natural)
    np.testing.assert_allclose(gradient, [[0.6, 0.8]], atol=1e-5)


def test_given_codes_come_back():
    drawn = CODES.vectors(
        4,
        seed=1,
        categorical=[2, 0],
        continuous=np.linspace(-1, 1, 4)[:, None],
        circular=math.pi / 2,
    )
    np.testing.assert_array_equal(drawn[:, :5], [[0, 0, 1, 1, 0]] * 4)
    np.testing.assert_allclose(drawn[:, 5], np.linspace(-1, 1, 4), atol=1e-6)
    np.testing.assert_allclose(drawn[:, 6:], [[0, 1]] * 4, atol=1e-6)


def test_free_codes_are_drawn_anew():
    first, second = (CODES.vectors(100, seed=s) for s in (1, 2))
    assert not np.allclose(first, second)
    np.testing.assert_array_equal(first, CODES.vectors(100, seed=1))
    assert set(first[:, :3].argmax(1)) == {0, 1, 2}


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: models.Codes((1,)), "Received: categorical=\\(1,\\)"),
        (lambda: models.Codes((), 0, 0), "at least one code"),
        (lambda: models.Codes((2,), -1), "continuous=-1"),
        (lambda: CODES.vectors(2, color=1), "Received: \\['color'\\]"),
        (lambda: CODES.vectors(2, categorical=[3, 0]), "Received: 0 to 3"),
        (lambda: CODES.vectors(2, continuous=[1, 2, 3]), "shape \\(3,\\)"),
    ],
)
def test_bad_layouts_and_values(make, message):
    with pytest.raises(ValueError, match=message):
        make()
