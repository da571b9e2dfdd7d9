import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from keras_creative import losses


@pytest.mark.parametrize(
    "mean, log_variance, expected",
    [
        ([[0.0, 0.0]], [[0.0, 0.0]], 0.0),
        ([[1.0, 2.0]], [[0.0, 0.0]], 2.5),
        # (4 - 1 - log 4) / 2 and (1/4 - 1 + log 4) / 2
        ([[0.0]], [[np.log(4.0)]], 0.80685282),
        ([[0.0]], [[-np.log(4.0)]], 0.31814718),
        ([[0.0, 1.0]], [[np.log(4.0), 0.0]], 1.30685282),
    ],
)
def test_kl_by_hand(mean, log_variance, expected):
    kl = losses.gaussian_kl(np.float32(mean), np.float32(log_variance))
    np.testing.assert_allclose(kl, [expected], atol=1e-6)


def test_kl_is_precise_near_zero():
    """(e^v - 1 - v) / 2 is v^2 / 4, which naive float32 would lose."""
    kl = losses.gaussian_kl(np.zeros((1, 1)), np.full((1, 1), 1e-3))
    np.testing.assert_allclose(kl, [2.5e-7], rtol=1e-3)


def test_kl_equals_a_monte_carlo_estimate():
    """Mean of log q - log p over 200,000 draws of seed 0, to 0.02 nats."""
    mean, log_variance = np.float32([[0.7, -1.2]]), np.float32([[-1.0, 0.5]])
    noise = np.random.default_rng(0).normal(size=(200_000, 2))
    noise = noise.astype("float32")
    draws = mean + np.exp(0.5 * log_variance) * noise
    log_q = losses.gaussian_log_likelihood(draws, mean, log_variance)
    log_p = losses.gaussian_log_likelihood(draws, np.zeros_like(draws))
    expected = float(losses.gaussian_kl(mean, log_variance)[0])
    assert np.mean(log_q - log_p) == pytest.approx(expected, abs=0.02)


def test_bernoulli_by_hand():
    """Log of 3/4 and of 1/4 at the logit log 3; half of each for gray."""
    logits = np.full((3, 1), np.log(3.0), "float32")
    value = losses.bernoulli_log_likelihood([[1.0], [0.0], [0.5]], logits)
    expected = [-0.28768207, -1.38629436, -0.83698822]
    np.testing.assert_allclose(value, expected, rtol=1e-6)


def test_bernoulli_sums_over_pixels():
    targets = np.ones((2, 4, 4, 1), "float32")
    value = losses.bernoulli_log_likelihood(targets, 0 * targets)
    np.testing.assert_allclose(value, [-16 * np.log(2)] * 2, rtol=1e-6)


def test_bernoulli_is_finite_for_large_logits():
    value = losses.bernoulli_log_likelihood([[1.0, 0.0]], [[1e4, 1e4]])
    assert float(value[0]) == -1e4


def test_gaussian_by_hand():
    """-(9 / 4 + log 4 + log 2 pi) / 2 for a distance of 3, variance 4."""
    value = losses.gaussian_log_likelihood([[3.0]], [[0.0]], np.log(4.0))
    np.testing.assert_allclose(value, [-2.73708571], rtol=1e-6)


def test_gradient_of_bernoulli_is_the_error():
    logits = tf.constant([[0.0, np.log(3.0)]], "float32")
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = losses.bernoulli_log_likelihood([[1.0, 0.0]], logits)
    np.testing.assert_allclose(
        tape.gradient(value, logits), [[0.5, -0.75]], rtol=1e-6
    )


def test_gradients_of_kl_are_mean_and_half_the_excess_of_variance():
    mean, log_variance = tf.constant([[2.0]]), tf.constant([[np.log(3.0)]])
    log_variance = tf.cast(log_variance, "float32")
    with tf.GradientTape() as tape:
        tape.watch([mean, log_variance])
        value = losses.gaussian_kl(mean, log_variance)
    gradients = tape.gradient(value, [mean, log_variance])
    np.testing.assert_allclose(np.ravel(gradients), [2.0, 1.0], rtol=1e-6)


@pytest.mark.parametrize(
    "function",
    [
        losses.gaussian_kl,
        losses.bernoulli_log_likelihood,
        losses.gaussian_log_likelihood,
    ],
)
def test_half_precision_is_summed_in_float32(function):
    values = ops.cast(np.full((2, 784), 0.1), "bfloat16")
    result = function(values, values)
    assert keras.backend.standardize_dtype(result.dtype) == "float32"
