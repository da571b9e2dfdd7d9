import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import losses, networks

WEIGHTS = np.array([[2.0], [-1.0], [2.0]])  # squared length 9
REAL = np.array([[1.0, 0.0, 3.0], [0.5, -1.0, 2.0]], "float32")
FAKE = 10 * REAL


def linear(samples, training):
    return {"score": samples @ tf.cast(WEIGHTS, samples.dtype)}


def square(samples, training):
    """Half the squared norm: the gradient is the sample itself."""
    return {"score": tf.reduce_sum(samples**2, -1, keepdims=True) / 2}


def fading(steps=10):
    return keras.optimizers.schedules.PolynomialDecay(0.5, steps, 0.0)


def test_squared_gradient_norm_by_hand():
    np.testing.assert_array_equal(
        losses.squared_gradient_norm(linear, REAL), [9.0, 9.0]
    )
    np.testing.assert_allclose(
        losses.squared_gradient_norm(square, REAL), [10.0, 5.25]
    )


def test_all_axes_of_an_image_are_summed():
    def total(samples, training):
        return {"score": tf.reduce_sum(samples, (1, 2, 3))[:, None]}

    pictures = np.ones((2, 3, 4, 5), "float32")
    np.testing.assert_array_equal(
        losses.squared_gradient_norm(total, pictures), [60.0, 60.0]
    )


def test_training_mode_is_passed_on():
    seen = []

    def watch(samples, training):
        seen.append(training)
        return linear(samples, training)

    losses.squared_gradient_norm(watch, REAL)
    losses.R1Penalty()(watch, REAL, FAKE, training=False)
    assert seen == [True, False]


@pytest.mark.parametrize(
    "cls, expected",
    [(losses.R1Penalty, 7.625), (losses.R1R2Penalty, 101 * 7.625)],
)
def test_penalties_by_hand(cls, expected):
    """The mean squared norm of REAL is 7.625, of FAKE 100 times as much."""
    np.testing.assert_allclose(
        cls(gamma=3.0)(square, REAL, FAKE), 1.5 * expected, rtol=1e-6
    )
    assert cls().weight == 0.1


@pytest.mark.parametrize("cls", [losses.R1Penalty, losses.R1R2Penalty])
def test_schedule_of_the_step(cls):
    penalty = cls(fading())
    first, middle, last, later = (
        float(penalty(linear, REAL, FAKE, step=tf.constant(step)))
        for step in (0, 5, 10, 11)
    )
    np.testing.assert_allclose(
        first, 0.25 * 9 * len(penalty.penalised(0, 0, None))
    )
    np.testing.assert_allclose(middle, first / 2, rtol=1e-6)
    assert last == later == 0.0


def test_nothing_is_computed_at_weight_zero():
    def explode(samples, training):
        raise AssertionError

    assert float(losses.R1Penalty(fading())(explode, REAL, FAKE, step=10)) == 0
    assert float(losses.R1Penalty(0)(explode, REAL, FAKE)) == 0


def test_eager_and_graph_agree():
    penalty = losses.R1R2Penalty(fading())
    compiled = tf.function(lambda step: penalty(square, REAL, FAKE, step=step))
    for step in (0, 5, 10):
        np.testing.assert_allclose(
            compiled(tf.constant(step)),
            penalty(square, REAL, FAKE, step=step),
            rtol=1e-6,
        )


@pytest.mark.parametrize("cls", [losses.R1Penalty, losses.R1R2Penalty])
def test_gradient_equals_finite_differences(cls):
    """Within 2e-3 of the slope, because the penalty is float32."""
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=(2, 5, 3))
    hidden = tf.Variable(rng.normal(size=(3, 4)))
    score = tf.constant(rng.normal(size=(4, 1)))
    penalty = cls(2.0)

    def value(shift=0.0):
        def network(samples, training):
            return {"score": tf.tanh(samples @ (hidden + shift)) @ score}

        return penalty(network, real, fake)

    with tf.GradientTape() as tape:
        loss = value()
    gradient = tape.gradient(loss, hidden).numpy()
    assert np.abs(gradient).max() > 1
    step = 1e-3
    for place in np.ndindex(3, 4):
        shift = np.zeros((3, 4))
        shift[place] = step
        slope = float(value(shift) - value(-shift)) / (2 * step)
        np.testing.assert_allclose(gradient[place], slope, atol=2e-3, rtol=2e-3)


def test_bfloat16_stays_finite():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        network = networks.mlp_discriminator((3,), num_layers=3, units=8)
    finally:
        keras.config.set_dtype_policy(before)
    for dtype in ("float32", "bfloat16"):
        real = 1e4 * keras.ops.cast(REAL, dtype)
        with tf.GradientTape() as tape:
            value = losses.R1R2Penalty(1.0)(network, real, -real)
        assert value.dtype == "float32"
        assert 0 < float(value) < np.inf
        gradients = tape.gradient(value, network.trainable_variables)
        for gradient in gradients:
            assert gradient is None or np.isfinite(gradient).all()


def test_penalty_is_divided_by_the_number_of_replicas():
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    values = strategy.run(lambda: losses.R1Penalty()(linear, REAL, FAKE))
    values = strategy.experimental_local_results(values)
    np.testing.assert_allclose(values, [0.05 * 9 / 2] * 2, rtol=1e-6)


@pytest.mark.parametrize("cls", [losses.R1Penalty, losses.R1R2Penalty])
@pytest.mark.parametrize("gamma", [0.25, fading()], ids=["number", "schedule"])
def test_round_trip(cls, gamma):
    penalty = cls(gamma)
    config = keras.saving.serialize_keras_object(penalty)
    restored = keras.saving.deserialize_keras_object(config)
    assert type(restored) is cls
    for step in (0, 3, 10):
        np.testing.assert_array_equal(
            restored(square, REAL, FAKE, step=step),
            penalty(square, REAL, FAKE, step=step),
        )


@pytest.mark.parametrize("gamma", [-0.1, float("nan")])
def test_bad_gamma(gamma):
    with pytest.raises(ValueError, match=f"`gamma`.*Received: gamma={gamma}"):
        losses.R1Penalty(gamma)


class Fixed:
    """Deterministic noise: every number is 1/4."""

    def uniform(self, shape):
        return tf.fill(shape, 0.25)


def test_gradient_penalty_by_hand():
    """At x' = x / 4 + 3 / 4 * 10 x the gradient of `square` is x' itself."""
    penalty = losses.GradientPenalty(2.0)
    lengths = np.sqrt([10.0, 5.25]) * (0.25 + 0.75 * 10)
    np.testing.assert_allclose(
        penalty(square, REAL, FAKE, noise=Fixed()),
        2 * np.mean((lengths - 1) ** 2),
        rtol=1e-5,
    )


class Counted:
    """Deterministic noise: the numbers of a draw are 0, 0.1, 0.2, ..."""

    def uniform(self, shape):
        numbers = 0.1 * tf.range(np.prod(shape), dtype="float32")
        return tf.reshape(numbers, shape)


def test_a_pair_is_interpolated_by_one_number():
    """Samples 0 to 2 are interpolated by 0, 0.1 and 0.2."""
    for shape in ((3, 2), (3, 4, 4, 2)):
        zeros, ones = np.zeros(shape, "float32"), np.ones(shape, "float32")
        penalty = losses.GradientPenalty()
        (samples,) = penalty.penalised(ones, zeros, Counted())
        for row, share in zip(samples.numpy(), (0, 0.1, 0.2), strict=True):
            np.testing.assert_allclose(row, share, rtol=1e-6)


def test_dragan_scales_by_sample_and_by_number():
    """Standard deviation 1/2 of zeros and ones; deterministic noise."""
    real = np.array([[0.0, 1.0], [1.0, 0.0]], "float32")
    (samples,) = losses.DRAGANPenalty().penalised(real, None, Counted())
    steps = 0.5 * 0.5 * np.array([[0], [0.1]]) * [[0, 0.1], [0.2, 0.3]]
    np.testing.assert_allclose(samples, real + steps, rtol=1e-6)


def test_gradient_penalty_of_a_linear_critic():
    """A gradient norm of 3 gives (3 - 1)^2 everywhere."""
    for cls in (losses.GradientPenalty, losses.DRAGANPenalty):
        np.testing.assert_allclose(cls(1.0)(linear, REAL, FAKE), 4, rtol=1e-5)
        assert cls().weight == 10


def test_gradient_penalty_of_a_flat_critic_has_a_finite_gradient():
    slope = tf.Variable([[0.0], [0.0], [0.0]])
    with tf.GradientTape() as tape:
        loss = losses.GradientPenalty(1.0)(
            lambda x, training: {"score": x @ slope}, REAL, FAKE
        )
    assert np.all(np.isfinite(tape.gradient(loss, slope)))


def test_dragan_perturbs_the_real_samples():
    (samples,) = losses.DRAGANPenalty().penalised(REAL, FAKE, Fixed())
    np.testing.assert_allclose(
        samples, REAL + 0.5 * REAL.std() * 0.25 * 0.25, rtol=1e-6
    )
