import keras
import numpy as np
import pytest

from keras_creative import networks
from keras_creative.networks import vgg

RNG = np.random.default_rng(0)


def test_sides_of_maps_and_images():
    encoder = networks.style_encoder(channels=1, width=2, depth=3)
    decoder = networks.style_decoder(1, (2, 4, 8, 16))
    images = keras.ops.zeros((2, 24, 40, 1))
    maps = encoder(images)
    assert [m.shape[1:3] for m in maps] == [(24, 40), (12, 20), (6, 10), (3, 5)]
    assert decoder([images, *maps[1:]]).shape == images.shape


def test_an_untrained_decoder_blurs():
    """A white pixel becomes the square of the weights 1, 2, 3, 2, 1."""
    decoder = networks.style_decoder(1, (2, 4))
    images = np.zeros((1, 8, 8, 1), "float32")
    images[0, 4, 4] = 81
    made = decoder([images, np.ones((1, 4, 4, 4), "float32")])[0, ..., 0]
    weights = np.array([0, 0, 1, 2, 3, 2, 1, 0])
    np.testing.assert_allclose(made, np.outer(weights, weights), atol=1e-4)


def test_borders_are_reflected():
    """A picture of stripes has the same statistics in a larger frame."""
    encoder = networks.style_encoder(channels=1, width=4, depth=1)
    flat = np.full((1, 16, 16, 1), 0.5, "float32")
    for features in encoder(flat):
        spread = np.ptp(features.numpy(), axis=(1, 2))
        np.testing.assert_allclose(spread, 0, atol=1e-5)


@pytest.mark.parametrize(
    "build, kwargs, name",
    [
        (networks.style_encoder, {"width": 0}, "`width`"),
        (networks.style_encoder, {"depth": 0}, "`depth`"),
        (networks.style_decoder, {"widths": (4,)}, "`widths`"),
        (networks.style_decoder, {"widths": (4, 0)}, "`widths.1.`"),
    ],
)
def test_bad_sizes(build, kwargs, name):
    with pytest.raises(ValueError, match=f"{name}.*Received"):
        build(**kwargs)


@pytest.fixture(scope="module")
def small_vgg(tmp_path_factory):
    """A weights file of a network with VGG19's layers, but few channels."""
    images = x = keras.Input((None, None, 3))
    for block, count in vgg._BLOCKS.items():
        for index in range(1, count + 1):
            x = keras.layers.Conv2D(
                2,
                3,
                padding="same",
                kernel_initializer=keras.initializers.GlorotUniform(seed=0),
                name=f"{block}_conv{index}",
            )(x)
    return keras.Model(images, x)


def test_vgg_has_scaled_maps_and_no_trainable_weights(small_vgg, monkeypatch):
    monkeypatch.setattr(vgg, "_load", lambda weights: small_vgg)
    encoder = networks.vgg19_encoder()
    images = RNG.uniform(-1, 1, (2, 32, 32, 3)).astype("float32")
    maps = encoder(images)
    assert [m.shape[1] for m in maps] == [32, 16, 8, 4]
    assert not encoder.trainable_variables
    deviations = [float(keras.ops.std(m)) for m in maps]
    assert min(deviations) > 0.01 and max(deviations) < 10
    # Blue, green and red of black, less their means.
    first = encoder.get_layer("block1_conv1")
    seen = keras.Model(encoder.input, encoder.get_layer("to_imagenet").output)
    np.testing.assert_allclose(
        seen(-np.ones((1, 1, 1, 3)))[0, 0, 0], -vgg._MEANS, rtol=1e-4
    )
    kernel = small_vgg.get_layer("block1_conv1").kernel
    np.testing.assert_array_equal(first.kernel, kernel)


def test_vgg_without_weights(tmp_path, monkeypatch):
    def fail(**kwargs):
        raise Exception(f"URL fetch failure on {kwargs['weights']}:\nNone")

    monkeypatch.setattr(keras.applications, "VGG19", fail)
    with pytest.raises(ValueError) as error:
        networks.vgg19_encoder()
    assert "could not be downloaded" in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match="none.h5', which is no file"):
        networks.vgg19_encoder(tmp_path / "none.h5")
    damaged = tmp_path / "damaged.h5"
    damaged.write_bytes(b"no weights")
    with pytest.raises(ValueError, match="could not be read.*damaged.h5"):
        networks.vgg19_encoder(damaged)
