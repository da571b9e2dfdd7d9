import keras
import numpy as np
import pytest

from keras_creative import networks
from keras_creative.models.core.transfer import layers_with_weights

SHAPE = (16, 16, 3)


def make_generator(shape=SHAPE, width=2):
    return networks.fastgan_generator(shape, 4, width)


def make_discriminator(shape=SHAPE, **kwargs):
    return networks.fastgan_discriminator(shape, width=2, **kwargs)


@pytest.mark.parametrize(
    "shape", [(16, 16, 1), (64, 64, 3), (96, 64, 3), (40, 53, 3)]
)
def test_shapes(shape):
    generator, discriminator = make_generator(shape), make_discriminator(shape)
    images = generator(np.zeros((2, 4)))
    assert images.shape == (2, *shape)
    outputs = discriminator(images)
    assert outputs["score"].shape == (2, 1)
    half = [-(-side // 2) for side in shape[:2]]
    assert outputs["reconstruction"].shape == (2, *half, shape[2])


def test_the_crop_decoder_takes_parts():
    """Each position of the features becomes a square of pixels."""
    network = make_discriminator((64, 64, 3))
    features = network(np.zeros((2, 64, 64, 3)))["crop_features"]
    assert features.shape[1:3] == (16, 16)
    decoder = network.get_layer("crop_decoder")
    assert decoder(features[:, :8, :6]).shape == (2, 32, 24, 3)


def test_generators_consist_of_keras_layers(tmp_path):
    """It loads in Keras, whose operations gate the features."""
    generator = make_generator()
    for layer in generator.layers:
        assert type(layer).__module__.startswith("keras.")
    generator.save(tmp_path / "generator.keras")
    loaded = keras.models.load_model(tmp_path / "generator.keras")
    latent = np.random.default_rng(0).normal(size=(2, 4))
    np.testing.assert_allclose(loaded(latent), generator(latent), atol=1e-6)


def test_low_features_excite_high_ones():
    """Zero weights of the channels make the features of 64 pixels zero."""
    generator = make_generator((64, 64, 3))
    excitation = generator.get_layer("excite_4_weights")
    kernel, bias = excitation.get_weights()
    excitation.set_weights([0 * kernel, np.full_like(bias, -100.0)])
    images = generator(np.random.default_rng(0).normal(size=(2, 4)))
    np.testing.assert_allclose(images, 0, atol=1e-6)


def test_a_score_depends_on_its_own_image():
    network = make_discriminator()
    images = np.random.default_rng(0).normal(size=(3, *SHAPE))
    both = network(images, training=True)["score"]
    alone = network(images[1:2], training=True)["score"]
    np.testing.assert_allclose(both[1:2], alone, rtol=1e-4)


@pytest.mark.parametrize("make", [make_generator, make_discriminator])
def test_sizes_share_all_lower_layers(make):
    """At twice the size, the highest resolution alone has new layers."""
    small, large = (
        {
            name: [tuple(weight.shape) for weight in layer.weights]
            for name, layer in layers_with_weights(make((s, s, 3))).items()
        }
        for s in (64, 128)
    )
    new = {name for name in large if large[name] != small.get(name)}
    highest = {"up_5", "up_5_norm", "to_picture", "down_4", "down_4_shortcut"}
    highest |= {"excite_5_hidden", "excite_5_weights"}
    # They take the features of the new layers, or make more of them.
    highest |= {"down_3", "down_3_shortcut", "decoder/decoder_2"}
    highest |= {"decoder/decoder_last"}
    highest |= {f"crop_decoder/crop_decoder_{k}" for k in (2, "last")}
    assert new <= highest


def test_class_head():
    assert make_discriminator(num_classes=3).output["class_logits"].shape == (
        None,
        3,
    )


@pytest.mark.parametrize("shape", [(15, 16, 3), (16, 8, 3), (16, 16)], ids=str)
def test_wrong_shapes(shape):
    for make in (make_generator, make_discriminator):
        with pytest.raises(ValueError, match="`image_shape` must be"):
            make(shape)
    with pytest.raises(ValueError, match="`width` must be an integer"):
        make_generator(width=0)
