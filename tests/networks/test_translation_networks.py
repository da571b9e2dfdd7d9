"""Networks from images to images: shapes, patches and normalization."""

import keras
import numpy as np
import pytest

from keras_creative import networks

SMALL = {"image_shape": (16, 16, 3), "width": 4}


@pytest.mark.parametrize(
    "network",
    [
        networks.resnet_translator(**SMALL, blocks=1, channels=1),
        networks.unet_translator(**SMALL, channels=1),
    ],
)
def test_translators_keep_the_size(network):
    images = np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 3))
    made = network(images).numpy()
    assert made.shape == (2, 16, 16, 1) and np.abs(made).max() <= 1
    # Samples are normalized alone.
    np.testing.assert_allclose(network(images[:1]), made[:1], atol=1e-5)


def test_unet_takes_oblong_images():
    network = networks.unet_translator((32, 16, 3), width=4)
    assert network.output_shape == (None, 32, 16, 3)


def test_dropout_is_noise_in_training_alone():
    network = networks.unet_translator(**SMALL)
    images = np.ones((1, 16, 16, 3), "float32") / 2
    one, other = (network(images, training=True) for _ in range(2))
    assert np.abs(one - other).max() > 1e-6
    np.testing.assert_array_equal(network(images), network(images))
    still = networks.unet_translator(**SMALL, dropout=0.0)
    np.testing.assert_array_equal(still(images, training=True), still(images))


@pytest.mark.parametrize("stages, patch", [(1, 16), (2, 34), (3, 70)])
def test_patches_that_a_score_depends_on(stages, patch):
    """By gradients through the linear parts, without normalization."""
    network = networks.patch_discriminator((128, 128, 1), 2, stages)
    rows = network.output["score"].shape[1]
    layers = [x for x in network.layers if isinstance(x, keras.layers.Conv2D)]
    size = 1
    for layer in reversed(layers):
        size = (size - 1) * layer.strides[0] + layer.kernel_size[0]
    assert size == patch
    assert rows == 128 // 2**stages - 2


@pytest.mark.parametrize(
    "call, message",
    [
        (
            lambda: networks.resnet_translator((18, 16, 3)),
            r"multiple of 4.*Received: image_shape=\(18, 16, 3\)",
        ),
        (
            lambda: networks.unet_translator((24, 16, 3)),
            r"multiple of 16.*Received: image_shape=\(24, 16, 3\)",
        ),
        (
            lambda: networks.patch_discriminator((8, 8, 3)),
            "at least 16 pixels for 2 stages",
        ),
        (lambda: networks.resnet_translator(blocks=0), "`blocks`"),
    ],
)
def test_wrong_sizes(call, message):
    with pytest.raises(ValueError, match=message):
        call()
