import keras
import numpy as np
import pytest

from keras_creative import networks


def test_mlp_has_the_legacy_sizes():
    generator = networks.mlp_generator()
    discriminator = networks.mlp_discriminator(num_classes=8)
    assert [w.shape for w in generator.weights] == [
        (2, 64), (64,), (64, 64), (64,), (64, 64), (64,), (64, 2), (2,),
    ]  # fmt: skip
    assert discriminator.count_params() == 192 + 2 * 4160 + 9 * 65


def test_one_layer_is_linear():
    generator = networks.mlp_generator(num_layers=1)
    z = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
    np.testing.assert_allclose(generator(2 * z), 2 * generator(z), rtol=1e-5)


def test_minibatch_discrimination_couples_the_batch():
    coupled = networks.mlp_discriminator(minibatch_discrimination=True)
    plain = networks.mlp_discriminator()
    x = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
    np.testing.assert_allclose(
        plain(x)["score"][:2], plain(x[:2])["score"], rtol=1e-4, atol=1e-6
    )
    assert not np.allclose(coupled(x)["score"][:2], coupled(x[:2])["score"])


@pytest.mark.parametrize("side, channels", [(8, 1), (32, 3), (64, 3)])
def test_dcgan_shapes(side, channels):
    shape = (side, side, channels)
    generator = networks.dcgan_generator(shape, latent_dim=5, width=4)
    discriminator = networks.dcgan_discriminator(shape, 10, width=4)
    pictures = generator(np.zeros((2, 5)))
    assert pictures.shape == (2, *shape)
    assert np.abs(pictures).max() <= 1
    outputs = discriminator(pictures)
    assert outputs["score"].shape == (2, 1)
    assert outputs["class_logits"].shape == (2, 10)


def test_heads_are_float32_in_mixed_precision():
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        discriminator = networks.dcgan_discriminator(num_classes=3, width=4)
        generator = networks.dcgan_generator(width=4)
    finally:
        keras.config.set_dtype_policy("float32")
    dtypes = {name: out.dtype for name, out in discriminator.output.items()}
    assert dtypes == {"score": "float32", "class_logits": "float32"}
    assert generator.output.dtype == "float32"


@pytest.mark.parametrize("shape", [(28, 28, 1), (32, 16, 1), (4, 4, 1)])
def test_dcgan_refuses_other_sides(shape):
    with pytest.raises(ValueError, match="Received: image_shape="):
        networks.dcgan_generator(shape)


def test_bad_sizes():
    with pytest.raises(ValueError, match="Received: num_layers=0"):
        networks.mlp_generator(num_layers=0)
    with pytest.raises(ValueError, match="Received: num_classes=1"):
        networks.mlp_discriminator(num_classes=1)
