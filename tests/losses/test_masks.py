"""Masks of objects, and the loss of their shape, by hand."""

import numpy as np
import pytest
import tensorflow as tf

from keras_creative.losses import object_mask, shape_loss


def test_objects_differ_from_the_background():
    image = np.array([[-1, -0.85], [-0.7, 1]])[None, :, :, None]
    mask = object_mask(image).numpy()[0, ..., 0]
    np.testing.assert_array_equal(mask, [[0, 0], [1, 1]])
    on_white = object_mask(image, background=1.0).numpy()[0, ..., 0]
    np.testing.assert_array_equal(on_white, [[1, 1], [1, 0]])


def test_the_contrast_is_that_of_all_channels():
    image = np.full((1, 1, 1, 3), -1.0)
    image[..., 0] = -0.5  # a third of it is below the threshold
    assert object_mask(image).numpy().item() == 0
    assert object_mask(image, threshold=0.1).numpy().item() == 1


def test_the_loss_by_hand():
    """0.5 too bright outside, and 0.15 missing inside, of 4 pixels."""
    image = np.array([[-1, -0.5], [-0.95, 1]])[None, :, :, None]
    mask = np.array([[0, 0], [1, 1]])[None, :, :, None]
    loss = shape_loss(image, mask).numpy()
    np.testing.assert_allclose(loss, [(0.5 + 0.15) / 4], rtol=1e-5)
    np.testing.assert_allclose(
        shape_loss(image, object_mask(image)), 0.0125, 1e-5
    )


@pytest.mark.parametrize("start", [-0.95, 0.3])
def test_its_gradient_leads_to_the_mask(start):
    image = tf.Variable(np.full((1, 1, 2, 1), start, "float32"))
    mask = np.array([0, 1])[None, None, :, None]
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(shape_loss(image, mask))
    outside, inside = tape.gradient(loss, image).numpy().ravel()
    assert outside > 0 and inside == (-0.5 if start < -0.8 else 0)
