import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.special import expit

from keras_creative import losses

REAL = np.array([[0.0], [2.0], [-1.0]], "float32")
FAKE = np.array([[0.0], [-3.0], [0.5]], "float32")


def test_minimax_by_hand():
    real, fake = expit(REAL), expit(FAKE)
    np.testing.assert_allclose(
        losses.minimax_discriminator_loss(REAL, FAKE),
        -np.log(real) - np.log(1 - fake),
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        losses.minimax_generator_loss(FAKE), np.log(1 - fake), rtol=1e-5
    )


def test_non_saturating_by_hand():
    np.testing.assert_allclose(
        losses.non_saturating_generator_loss(FAKE),
        -np.log(expit(FAKE)),
        rtol=1e-5,
    )


def test_wasserstein_by_hand():
    np.testing.assert_allclose(
        losses.wasserstein_discriminator_loss(REAL, FAKE),
        [[0.0], [-5.0], [1.5]],
    )
    np.testing.assert_allclose(
        losses.wasserstein_generator_loss(FAKE), [[0.0], [3.0], [-0.5]]
    )


def test_least_squares_by_hand():
    np.testing.assert_allclose(
        losses.least_squares_discriminator_loss(REAL, FAKE),
        [[0.5], [0.5 + 4.5], [2.0 + 0.125]],
    )
    np.testing.assert_allclose(
        losses.least_squares_generator_loss(FAKE), [[0.5], [8.0], [0.125]]
    )


def test_hinge_by_hand():
    np.testing.assert_allclose(
        losses.hinge_discriminator_loss(REAL, FAKE), [[2.0], [0.0], [3.5]]
    )


def test_smoothed_targets_by_hand():
    """Cross-entropy with targets 0.9 (real) and 0.2 (generated)."""
    real, fake = expit(REAL), expit(FAKE)
    expected = (
        -0.9 * np.log(real)
        - 0.1 * np.log(1 - real)
        - 0.2 * np.log(fake)
        - 0.8 * np.log(1 - fake)
    )
    np.testing.assert_allclose(
        losses.minimax_discriminator_loss(REAL, FAKE, 0.1, 0.2),
        expected,
        rtol=1e-5,
    )
    criterion = losses.NonSaturating(smooth_real=0.1, smooth_fake=0.2)
    np.testing.assert_allclose(
        criterion(REAL, FAKE), expected.mean(), rtol=1e-5
    )
    restored = losses.NonSaturating.from_config(criterion.get_config())
    assert (restored.smooth_real, restored.smooth_fake) == (0.1, 0.2)


def test_smoothing_of_one_raises():
    with pytest.raises(ValueError, match="Received: smooth_real=1"):
        losses.Minimax(smooth_real=1)


def test_boundary_lies_between_the_targets():
    assert losses.NonSaturating().boundary(REAL, FAKE) == 0
    assert losses.LeastSquares().boundary(REAL, FAKE) == 0.5
    middle = (REAL.mean() + FAKE.mean()) / 2
    np.testing.assert_allclose(
        losses.Wasserstein().boundary(REAL, FAKE), middle, rtol=1e-6
    )


def test_stacked_models_have_one_boundary_each():
    """Scores `(members, batch, 1)` give one number per member."""
    real = np.array([[[1.0], [2], [3]], [[10], [20], [30]]], "float32")
    boundary = losses.Wasserstein().boundary(real, -3 * real)
    np.testing.assert_allclose(boundary, [[[-2]], [[-20]]])


@pytest.mark.parametrize(
    "criterion, function",
    [
        (losses.Hinge(), losses.hinge_discriminator_loss),
        (losses.LeastSquares(), losses.least_squares_discriminator_loss),
        (losses.Minimax(), losses.minimax_discriminator_loss),
        (losses.NonSaturating(), losses.minimax_discriminator_loss),
        (losses.Wasserstein(), losses.wasserstein_discriminator_loss),
    ],
)
def test_class_is_the_mean_of_its_function(criterion, function):
    expected = np.mean(function(REAL, FAKE))
    np.testing.assert_allclose(criterion(REAL, FAKE), expected, rtol=1e-6)
    on_real, on_fake = criterion.discriminator_losses(REAL, FAKE)
    np.testing.assert_allclose(on_real + on_fake, expected, rtol=1e-6)


@pytest.mark.parametrize(
    "criterion, function",
    [
        (losses.Hinge(), losses.wasserstein_generator_loss),
        (losses.LeastSquares(), losses.least_squares_generator_loss),
        (losses.Minimax(), losses.minimax_generator_loss),
        (losses.NonSaturating(), losses.non_saturating_generator_loss),
        (losses.Wasserstein(), losses.wasserstein_generator_loss),
    ],
)
def test_generator_loss_is_the_mean_of_its_function(criterion, function):
    np.testing.assert_allclose(
        criterion.generator_loss(FAKE), np.mean(function(FAKE)), rtol=1e-6
    )


def test_minimax_is_zero_sum_in_the_generated_samples():
    criterion = losses.Minimax()
    _, on_fake = criterion.discriminator_losses(REAL, FAKE)
    np.testing.assert_allclose(
        criterion.generator_loss(FAKE), -on_fake, rtol=1e-6
    )


def test_extreme_scores_stay_finite():
    scores = np.array([[-1e4], [1e4]], "float32")
    for criterion in (losses.Minimax(), losses.NonSaturating()):
        assert np.isfinite(criterion(scores, scores))
        assert np.isfinite(criterion.generator_loss(scores))


def test_half_precision_scores_are_cast_to_float32():
    score = keras.ops.cast([[0.001]], "bfloat16")
    loss = losses.NonSaturating().generator_loss(score)
    assert loss.dtype == "float32"
    np.testing.assert_allclose(loss, np.log1p(np.exp(-0.001)), rtol=1e-5)


def test_criterion_round_trip():
    criterion = losses.Wasserstein(name="critic")
    config = keras.saving.serialize_keras_object(criterion)
    restored = keras.saving.deserialize_keras_object(config)
    assert type(restored) is losses.Wasserstein
    assert restored.name == "critic"


def two_replicas():
    return tf.distribute.MirroredStrategy(
        ["CPU:0", "CPU:1"],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )


def test_boundary_uses_all_replicas():
    def boundary():
        replica = tf.distribute.get_replica_context()
        score = tf.cast(replica.replica_id_in_sync_group, "float32")
        return losses.Wasserstein().boundary([score], [10 * score])

    per_replica = two_replicas().run(boundary)
    assert [float(v) for v in per_replica.values] == [2.75, 2.75]


def test_batch_mean_is_divided_by_the_number_of_replicas():
    strategy = two_replicas()
    per_replica = strategy.run(losses.batch_mean, ([1.0, 3.0],))
    assert [float(v) for v in per_replica.values] == [1.0, 1.0]
