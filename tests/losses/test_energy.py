import keras
import numpy as np
import pytest

from keras_creative import losses


def test_margin_by_hand():
    """Energies 1, 2 of real and 0.5, 4 of generated samples, margin 3."""
    criterion = losses.EnergyMargin(3.0)
    real, fake = np.array([[-1.0], [-2.0]]), np.array([[-0.5], [-4.0]])
    on_real, on_fake = criterion.discriminator_losses(real, fake)
    assert float(on_real) == 1.5
    assert float(on_fake) == 1.25
    assert float(criterion.generator_loss(fake)) == 2.25


def test_margin_below_1():
    """Energy 0.2 of a generated sample is 0.3 below the margin."""
    _, on_fake = losses.EnergyMargin(0.5).discriminator_losses(
        np.array([[-1.0]]), np.array([[-0.2]])
    )
    assert float(on_fake) == pytest.approx(0.3)


def test_margin_is_kept():
    config = keras.saving.serialize_keras_object(losses.EnergyMargin(3.0))
    assert keras.saving.deserialize_keras_object(config).margin == 3.0
    with pytest.raises(ValueError, match="Received: margin=0"):
        losses.EnergyMargin(0)


def test_pulling_away_by_hand():
    """Two of three pairs are orthogonal, one has the cosine -1."""
    features = np.array([[2.0, 0.0], [-1.0, 0.0], [0.0, 3.0]])
    np.testing.assert_allclose(losses.pulling_away(features), 1 / 3, rtol=1e-6)


def test_features_of_tiny_norm_are_not_normalized():
    """A norm of 5e-7 counts as 1/2: cosine 1/4, squared."""
    features = np.array([[5e-7, 0.0], [5e-7, 0.0]])
    np.testing.assert_allclose(losses.pulling_away(features), 1 / 16, rtol=1e-5)


def test_pulling_away_of_one_sample_is_zero():
    assert float(losses.pulling_away(np.ones((1, 3), "float32"))) == 0


def test_pulling_away_of_parallel_and_orthogonal_features():
    same = np.ones((4, 2, 3), "float32")
    np.testing.assert_allclose(losses.pulling_away(same), 1, rtol=1e-5)
    np.testing.assert_allclose(losses.pulling_away(np.eye(4)), 0, atol=1e-6)
