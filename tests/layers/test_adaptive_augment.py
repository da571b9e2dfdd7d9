import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.layers import AdaptiveAugment, DiffAugment


def adapted(augment, *signs, count=8):
    """The probability after each of some batches."""
    probabilities = []
    for sign in signs:
        augment.adapt_to(tf.constant(sign), count)
        probabilities.append(round(float(augment.probability), 6))
    return probabilities


def test_it_begins_with_the_identity():
    x = np.random.default_rng(0).uniform(-1, 1, (3, 8, 8, 3))
    made = AdaptiveAugment()(x.astype("float32"), keras.random)
    np.testing.assert_array_equal(made, x.astype("float32"))


def test_steps_by_hand():
    """Two batches of 8 of 160 images move the probability by 0.1."""
    augment = AdaptiveAugment(target=0.6, images=160, interval=2)
    assert adapted(augment, 0.5, 0.9) == [0, 0.1]  # a mean of 0.7
    assert adapted(augment, 1.0, 1.0) == [0.1, 0.2]
    assert adapted(augment, 1.0, 0.0) == [0.2, 0.1]  # a mean of 0.5
    assert adapted(augment, 0.6, 0.6) == [0.1, 0.1]


def test_it_stays_a_probability():
    augment = AdaptiveAugment(images=10, interval=1)
    assert adapted(augment, -1.0) == [0]
    assert adapted(augment, 1.0, 1.0) == [0.8, 1]


def test_it_adapts_in_a_graph():
    augment = AdaptiveAugment(images=80, interval=1)
    step = tf.function(augment.adapt_to)
    step(tf.constant(1.0), tf.constant(8))
    step(tf.constant(1.0), tf.constant(8))
    assert float(augment.probability) == pytest.approx(0.2)


def test_the_probability_is_passed_on():
    class Recorded(DiffAugment):
        def __call__(self, images, noise, probability):
            self.probability = probability
            return images

    augment = AdaptiveAugment(Recorded(), images=8, interval=1)
    adapted(augment, 1.0)
    augment(np.zeros((1, 4, 4, 1)), keras.random)
    assert float(augment.augment.probability) == 1


def test_config_round_trip():
    augment = AdaptiveAugment(DiffAugment(("color",)), 0.5, 1000, 2)
    config = keras.saving.serialize_keras_object(augment)
    copy = keras.saving.deserialize_keras_object(config)
    assert copy.augment.policy == ("color",)
    assert (copy.target, copy.images, copy.interval) == (0.5, 1000, 2)


@pytest.mark.parametrize(
    "kwargs", [{"target": 1.0}, {"images": 0}, {"interval": 0}]
)
def test_wrong_arguments(kwargs):
    (name,) = kwargs
    with pytest.raises(ValueError, match=f"`{name}` must be"):
        AdaptiveAugment(**kwargs)
