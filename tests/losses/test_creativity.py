import math

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import losses

LOGITS = np.log([[0.7, 0.2, 0.1]]).astype("float32")
ALL = sorted(losses.CREATIVITY_LOSSES)


def test_uniform_crossentropy_by_hand():
    expected = -np.log([0.7, 0.2, 0.1]).mean()
    np.testing.assert_allclose(
        losses.uniform_crossentropy(LOGITS), [expected], rtol=1e-5
    )


def test_can_creativity_by_hand():
    logits = np.log([[1.0, 3.0]])  # sigmoids 1/2 and 3/4
    expected = -0.5 * np.log([0.5, 0.5, 0.75, 0.25]).sum()
    np.testing.assert_allclose(
        losses.can_creativity(logits), [expected], rtol=1e-6
    )


@pytest.mark.parametrize(
    "alpha, beta, expected",
    [
        (2.0, 1.0, np.log(3 * (0.49 + 0.04 + 0.01))),
        (2.0, 2.0, 3 * (0.49 + 0.04 + 0.01) - 1),
        (0.5, 1.0, -2 * np.log(np.sqrt([0.7 / 3, 0.2 / 3, 0.1 / 3]).sum())),
        (0.5, 0.5, 2 - 2 * np.sqrt([0.7 / 3, 0.2 / 3, 0.1 / 3]).sum()),
        (
            1.0,
            1.0,
            np.sum([p * np.log(3 * p) for p in (0.7, 0.2, 0.1)]),
        ),
        (2.0, 3.0, ((3 * 0.54) ** 2 - 1) / 2),
    ],
    ids=["renyi", "tsallis", "bhattacharyya", "hellinger", "kl", "general"],
)
def test_sharma_mittal_by_hand(alpha, beta, expected):
    np.testing.assert_allclose(
        losses.sharma_mittal(LOGITS, alpha, beta), [expected], rtol=2e-5
    )


@pytest.mark.parametrize(
    "dtype, tolerance", [("float32", 2e-5), ("float64", 1e-9)]
)
def test_sharma_mittal_reaches_its_limits_smoothly(dtype, tolerance):
    logits = LOGITS.astype(dtype)
    kl = float(losses.sharma_mittal(logits, 1.0, 1.0)[0])
    for epsilon in (1e-12, 1e-9, 1e-7, 1e-6):
        for sign in (-1, 1):
            near = 1.0 + sign * epsilon
            for alpha, beta in ((near, 1.0), (1.0, near), (near, near)):
                value = float(losses.sharma_mittal(logits, alpha, beta)[0])
                assert abs(value - kl) < tolerance + epsilon


@pytest.mark.parametrize("edge", [0.9, 1.1])
def test_sharma_mittal_does_not_jump_between_its_two_forms(edge):
    below, above = (
        losses.sharma_mittal(LOGITS.astype("float64"), edge + step, 1.0)
        for step in (-1e-9, 1e-9)
    )
    np.testing.assert_allclose(below, above, rtol=1e-8)


@pytest.mark.parametrize(
    "alpha, beta", [(1 + 2e-3, 2.0), (2.0, 1 + 1e-3), (2.0, 1 + 2e-3)]
)
def test_series_near_a_limit_is_precise(alpha, beta):
    """In float64, compared with the formula in extended precision."""
    p, q = np.array([[0.9, 0.1], [0.5, 0.5]], "longdouble")
    a, b = np.longdouble(alpha), np.longdouble(beta)
    overlap = np.sum(p**a * q ** (1 - a))
    expected = (overlap ** ((1 - b) / (1 - a)) - 1) / (b - 1)
    found = losses.sharma_mittal_divergence(
        np.log(p).astype("float64"), np.log(q).astype("float64"), alpha, beta
    )
    np.testing.assert_allclose(found, float(expected), rtol=1e-12)


@pytest.mark.parametrize("beta", [0.2, 1.0, 2.0])
def test_sharma_mittal_is_symmetric_at_one_half(beta):
    log_p, log_q = np.log([[0.7, 0.2, 0.1], [0.3, 0.1, 0.6]])
    np.testing.assert_allclose(
        losses.sharma_mittal_divergence(log_p, log_q, 0.5, beta),
        losses.sharma_mittal_divergence(log_q, log_p, 0.5, beta),
        rtol=1e-9,
    )


@pytest.mark.parametrize("name", ALL)
def test_no_class_is_preferred(name):
    loss = losses.get_creativity_loss(name)
    np.testing.assert_allclose(
        loss(None, LOGITS), loss(None, LOGITS[:, ::-1]), rtol=1e-5
    )


@pytest.mark.parametrize("name", ALL)
def test_minimum_is_the_uniform_posterior(name):
    loss = losses.get_creativity_loss(name)
    num_classes = 5
    value = -np.log(num_classes - 1.0) if name == "can" else 0.3
    uniform = tf.fill((1, num_classes), tf.cast(value, tf.float32))
    with tf.GradientTape() as tape:
        tape.watch(uniform)
        lowest = loss(None, uniform)
    np.testing.assert_allclose(tape.gradient(lowest, uniform), 0.0, atol=1e-6)
    rng = np.random.default_rng(0)
    for logits in rng.normal(uniform, 1.0, (50, 1, num_classes)):
        assert float(loss(None, logits)) > float(lowest)


@pytest.mark.parametrize(
    "function",
    [
        losses.uniform_crossentropy,
        losses.can_creativity,
        *[
            lambda logits, a=a, b=b: losses.sharma_mittal(logits, a, b)
            for a, b in [
                (0.5, 0.5),
                (1.0, 1.0),
                (1.0 + 1e-6, 1.0),
                (1.0, 2.0),
                (2.0, 1.0),
                (0.95, 1.05),
                (3.0, 0.5),
            ]
        ],
    ],
)
def test_gradient_equals_finite_differences(function):
    logits = np.random.default_rng(1).normal(size=(1, 4))
    with tf.GradientTape() as tape:
        point = tf.constant(logits)
        tape.watch(point)
        value = function(point)
    gradient = tape.gradient(value, point).numpy()
    step = 1e-5
    for k in range(4):
        shift = step * np.eye(4)[k]
        slope = (function(logits + shift) - function(logits - shift)) / (
            2 * step
        )
        np.testing.assert_allclose(gradient[0, k], slope[0], atol=1e-7)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
@pytest.mark.parametrize("name", ALL)
def test_extreme_logits_stay_finite(name, dtype):
    loss = losses.get_creativity_loss(name)
    logits = keras.ops.cast([[1e4, -1e4, 0.0], [0.0, 0.0, 0.0]], dtype)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = loss(None, logits)
    assert np.isfinite(value)
    assert np.all(np.isfinite(tf.cast(tape.gradient(value, logits), "float32")))


@pytest.mark.parametrize("alpha", [0.2, 0.91, 1.0, 1.05, 5.0])
@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_sharma_mittal_orders_stay_finite_in_half_precision(alpha, dtype):
    logits = keras.ops.cast([[6e4, -6e4, 0.0]], dtype)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = losses.sharma_mittal(logits, alpha, 1.0)
    np.testing.assert_allclose(
        tf.cast(value, "float32"), [np.log(3.0)], rtol=2e-3
    )
    assert np.all(np.isfinite(tf.cast(tape.gradient(value, logits), "float32")))


def test_a_low_order_counts_a_class_of_tiny_probability():
    """exp(-100) to the power 0.05 is exp(-5)."""
    value = losses.sharma_mittal(np.array([[0.0, -100.0]]), 0.05, 1.0)
    expected = np.log(0.5**0.95 * (1 + np.exp(-5))) / (0.05 - 1)
    np.testing.assert_allclose(value, [expected], rtol=1e-5)


@pytest.mark.parametrize("name", ALL)
def test_round_trip(name):
    loss = losses.get_creativity_loss(name)
    config = keras.saving.serialize_keras_object(loss)
    restored = keras.saving.deserialize_keras_object(config)
    assert type(restored) is type(loss)
    np.testing.assert_array_equal(loss(None, LOGITS), restored(None, LOGITS))


@pytest.mark.parametrize("name", ALL)
def test_dtype_and_reduction_are_kept(name):
    found = losses.get_creativity_loss(name)
    config = {**found.get_config(), "dtype": "float64", "reduction": "none"}
    values = type(found).from_config(config)(None, np.zeros((2, 3)))
    assert values.dtype == "float64" and values.shape == (2,)


class SquaredDistance(keras.losses.Loss):
    """A custom loss between distributions."""

    def call(self, y_true, y_pred):
        return keras.ops.sum((y_true - y_pred) ** 2, axis=-1)


P = np.array([0.7, 0.2, 0.1])
KERAS_LOSSES = {
    "kl": (keras.losses.KLDivergence(), -np.log(3 * P).mean()),
    "of-posteriors": (
        keras.losses.CategoricalCrossentropy(),
        -np.log(P).mean(),
    ),
    "of-logits": (
        keras.losses.CategoricalCrossentropy(from_logits=True),
        -np.log(P).mean(),
    ),
    "own": (SquaredDistance(), ((P - 1 / 3) ** 2).sum()),
    "of-this-package": (losses.UniformCrossentropy(), -np.log(P).mean()),
}


@pytest.mark.parametrize("name", KERAS_LOSSES)
def test_any_keras_loss_compares_with_the_uniform_distribution(name):
    loss, expected = KERAS_LOSSES[name]
    logits = LOGITS + 5.0  # logits are no probabilities
    np.testing.assert_allclose(
        losses.creativity_value(loss, logits), expected, rtol=1e-4
    )


@pytest.mark.parametrize("alpha", [0.0, -1.0, float("nan"), float("inf")])
def test_bad_alpha(alpha):
    with pytest.raises(ValueError, match="`alpha`.*Received: alpha="):
        losses.SharmaMittal(alpha=alpha)


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_largest_beta(classes):
    """The squared gradient of a certain posterior is finite."""
    limit = 1 + math.log(np.finfo("float32").max) / 2 / math.log(classes)
    logits = tf.constant(np.eye(classes)[:1], "float32")
    for sureness in (1.0, 3.0, 10.0, 30.0, 100.0):
        with tf.GradientTape() as tape:
            tape.watch(logits)
            value = losses.sharma_mittal(sureness * logits, 0.5, limit)
        gradient = tape.gradient(value, logits)
        assert np.all(np.isfinite(value)) and np.all(np.isfinite(gradient**2))
    with pytest.raises(ValueError, match=f"`beta`.*{classes} classes.*beta="):
        losses.SharmaMittal(beta=limit + 0.01)(None, logits)


def test_bad_beta():
    with pytest.raises(ValueError, match="`beta`.*Received: beta=inf"):
        losses.SharmaMittal(beta=float("inf"))
