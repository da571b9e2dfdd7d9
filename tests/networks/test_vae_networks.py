import numpy as np
import pytest

from keras_creative import networks

MLP = networks.mlp_vae_encoder, networks.mlp_vae_decoder
CONV = networks.conv_vae_encoder, networks.conv_vae_decoder


@pytest.mark.parametrize("length", [None, 3])
@pytest.mark.parametrize(
    "builders, shape",
    [(MLP, (5, 7, 3)), (MLP, (2,)), (CONV, (8, 8, 1)), (CONV, (32, 32, 3))],
)
def test_decoder_output_has_the_shape_of_the_encoder_input(
    builders, shape, length
):
    make_encoder, make_decoder = builders
    encoder = make_encoder(shape, 4, units=8, attributes_length=length)
    decoder = make_decoder(4, shape, units=8, attributes_length=length)
    samples = np.zeros((6, *shape), "float32")
    attributes = [] if length is None else [np.ones((6, length), "float32")]
    code = encoder([samples, *attributes] if attributes else samples)
    assert code["mean"].shape == code["log_variance"].shape == (6, 4)
    mean = np.asarray(code["mean"])
    made = decoder([mean, *attributes] if attributes else mean)
    assert made.shape == samples.shape


def test_sizes_are_those_of_784_400_2_400_784():
    encoder = networks.mlp_vae_encoder(latent_dim=2)
    decoder = networks.mlp_vae_decoder(latent_dim=2)
    assert encoder.count_params() == 785 * 400 + 2 * 401 * 2
    assert decoder.count_params() == 3 * 400 + 401 * 784


@pytest.mark.parametrize("builders, shape", [(MLP, (2,)), (CONV, (8, 8, 1))])
def test_attributes_change_code_and_sample(builders, shape):
    make_encoder, make_decoder = builders
    encoder = make_encoder(shape, 4, attributes_length=2)
    decoder = make_decoder(4, shape, attributes_length=2)
    samples, codes = np.ones((2, *shape)), np.ones((2, 4))
    for output in (
        encoder([samples, np.eye(2)])["mean"],
        decoder([codes, np.eye(2)]),
    ):
        first, second = np.asarray(output)
        assert not np.allclose(first, second)


def test_tanh_keeps_images_in_range():
    codes = np.full((2, 4), 1e3)
    for make, shape in ((MLP[1], (8, 8, 1)), (CONV[1], (8, 8, 1))):
        assert np.abs(make(4, shape)(codes)).max() > 1
        assert np.abs(make(4, shape, activation="tanh")(codes)).max() <= 1


@pytest.mark.parametrize("sides", [(28, 28), (33, 18)])
def test_convolutional_images_of_any_size(sides):
    encoder = networks.conv_vae_encoder((*sides, 2), latent_dim=3, width=2)
    decoder = networks.conv_vae_decoder(3, (*sides, 2), width=2)
    codes = encoder(np.zeros((1, *sides, 2)))["mean"]
    assert decoder(codes).shape == (1, *sides, 2)


@pytest.mark.parametrize(
    "make, kwargs, message",
    [
        (MLP[0], {"latent_dim": 0}, "Received: latent_dim=0"),
        (MLP[1], {"units": 0}, "Received: units=0"),
        (MLP[1], {"attributes_length": 0}, "Received: attributes_length=0"),
        (CONV[0], {"width": 0}, "Received: width=0"),
        (CONV[1], {"image_shape": (28, 7, 1)}, r"image_shape=\(28, 7, 1\)"),
    ],
)
def test_bad_sizes_raise(make, kwargs, message):
    with pytest.raises(ValueError, match=message):
        make(**kwargs)


def test_hidden_layer_has_pytorchs_initialization():
    """Weights and biases are uniform up to 1 / sqrt(2), n=400."""
    hidden = networks.mlp_vae_decoder(latent_dim=2).get_layer("hidden")
    for values in hidden.get_weights():
        assert 0.6 < np.abs(values).max() <= 0.5**0.5
        assert abs(values.mean()) < 0.1
