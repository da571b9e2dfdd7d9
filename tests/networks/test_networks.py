import keras
import numpy as np
import pytest

from keras_creative import networks
from keras_creative.networks.dcgan import dcgan_sizes


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


@pytest.mark.parametrize("minibatch", ["discrimination", "stddev"])
def test_minibatch_layers_couple_the_batch(minibatch):
    coupled = networks.mlp_discriminator(minibatch=minibatch)
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


def test_first_width_changes_the_first_stage_only():
    network = networks.dcgan_discriminator((16, 16, 3), width=4, first_width=9)
    kernels = [network.get_layer(f"down_{k}").kernel for k in range(2)]
    assert [k.shape for k in kernels] == [(4, 4, 3, 9), (4, 4, 9, 8)]
    with pytest.raises(ValueError, match="`first_width` must be"):
        networks.dcgan_discriminator((16, 16, 3), first_width=0)


def test_heads_are_float32_in_mixed_precision():
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        discriminator = networks.dcgan_discriminator(num_classes=3, width=4)
        generator = networks.dcgan_generator(width=4)
        compared = networks.mlp_discriminator(minibatch="discrimination")
    finally:
        keras.config.set_dtype_policy("float32")
    layer = compared.get_layer("minibatch_discrimination")
    assert layer.compute_dtype == "float32"
    outputs = discriminator.output
    assert outputs["score"].dtype == outputs["class_logits"].dtype == "float32"
    assert generator.output.dtype == "float32"


@pytest.mark.parametrize(
    "sides, smallest",
    [
        ((17, 17), (5, 5)),
        ((28, 28), (7, 7)),
        ((48, 64), (6, 8)),
        ((96, 96), (6, 6)),
        ((105, 105), (7, 7)),
        ((31, 128), (4, 16)),
    ],
)
def test_dcgan_of_any_size(sides, smallest):
    """The generator makes images of the size, the discriminator accepts it."""
    shape = (*sides, 2)
    generator = networks.dcgan_generator(shape, latent_dim=3, width=2)
    discriminator = networks.dcgan_discriminator(shape, width=2)
    assert generator.output_shape == (None, *shape)
    assert generator.get_layer("reshape").output.shape[1:3] == smallest
    last = discriminator.get_layer("flatten").input
    assert last.shape[1:3] == smallest
    score = discriminator(generator(np.zeros((2, 3))))["score"]
    assert score.shape == (2, 1)
    autoencoder = networks.dcgan_autoencoder(shape, code_dim=3, width=2)
    assert autoencoder.output["reconstruction"].shape == (None, *shape)


def test_generated_sides_are_exact():
    for side in range(8, 40):
        *_, smallest = dcgan_sizes((side, 2 * side, 1))
        assert 4 <= smallest[0] <= 7
        generator = networks.dcgan_generator((side, 40, 1), 1, 1)
        assert generator.output_shape == (None, side, 40, 1)


def test_dcgan_of_powers_of_two_has_the_weights_of_saved_files():
    """Names and shapes of version 0.1.0's weights."""
    shape = (16, 16, 3)
    generator = networks.dcgan_generator(shape, latent_dim=5, width=4)
    discriminator = networks.dcgan_discriminator(shape, 3, width=4)
    expected = [
        {
            "dense": [(5, 128)],
            "dense_norm": [(8,)] * 4,
            "up_0": [(4, 4, 4, 8)],
            "up_0_norm": [(4,)] * 4,
            "to_picture": [(4, 4, 3, 4), (3,)],
        },
        {
            "down_0": [(4, 4, 3, 4), (4,)],
            "down_1": [(4, 4, 4, 8), (8,)],
            "score": [(128, 1), (1,)],
            "class_logits": [(128, 3), (3,)],
        },
    ]
    for network, weights in zip(
        (generator, discriminator), expected, strict=True
    ):
        found = {
            layer.name: [tuple(weight.shape) for weight in layer.weights]
            for layer in network.layers
            if layer.weights
        }
        assert found == weights
    names = [layer.name for layer in generator.layers]
    assert not [name for name in names if name.endswith("cut")]


@pytest.mark.parametrize("shape", [(4, 4, 1), (7, 32, 1), (32, 32)])
def test_dcgan_raises_for_other_sides(shape):
    with pytest.raises(ValueError, match="Received: image_shape="):
        networks.dcgan_generator(shape)


def test_bad_sizes():
    with pytest.raises(ValueError, match="Received: num_layers=0"):
        networks.mlp_generator(num_layers=0)
    with pytest.raises(ValueError, match="Received: num_classes=1"):
        networks.mlp_discriminator(num_classes=1)


@pytest.mark.parametrize("name", sorted(networks.FAMILIES))
def test_families_fit_together(name):
    """Images in [-1, 1] give a score, also with mixed precision."""
    family = networks.FAMILIES[name]
    side = 128 if name == "artgan-v3" else 64
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        generator = family.generator((side, side, 3), 5, 4)
        discriminator = family.discriminator((side, side, 3), 7, 4)
    finally:
        keras.config.set_dtype_policy("float32")
    latent = 100 * np.random.default_rng(0).normal(size=(2, 5))
    pictures = np.asarray(generator(latent))
    assert pictures.shape == (2, side, side, 3)
    assert pictures.dtype == "float32" and np.abs(pictures).max() <= 1
    outputs = discriminator(pictures)
    assert outputs["score"].shape == (2, 1)
    assert outputs["class_logits"].shape == (2, 7)


def test_artgan_v2_follows_its_description():
    generator = networks.artgan_v2_generator()
    discriminator = networks.artgan_v2_discriminator()
    kernels = [
        layer.kernel.shape
        for network in (generator, discriminator)
        for layer in network.layers
        if hasattr(layer, "kernel") and len(layer.kernel.shape) == 4
    ]
    assert kernels == [
        (4, 4, 128, 128), (4, 4, 256, 128), (4, 4, 512, 256), (5, 5, 512, 3),
        (4, 4, 3, 64), (4, 4, 64, 128), (4, 4, 128, 128),
    ]  # fmt: skip
    assert generator.input_shape == (None, 128)
    assert generator.get_layer("reshape").output.shape[1:] == (8, 8, 128)


def test_artgan_raises_for_other_sides():
    with pytest.raises(ValueError, match=r"multiple of 16.*\(40, 40, 3\)"):
        networks.artgan_v3_generator((40, 40, 3))


@pytest.mark.parametrize(
    "network",
    [
        networks.mlp_autoencoder(code_dim=3, units=4),
        networks.dcgan_autoencoder((16, 16, 1), code_dim=3, width=4),
    ],
    ids=["mlp", "dcgan"],
)
def test_score_of_an_autoencoder_is_its_error(network):
    shape = (5, *network.input_shape[1:])
    samples = np.random.default_rng(0).uniform(-1, 1, shape).astype("float32")
    outputs = network(samples)
    error = (outputs["reconstruction"] - samples) ** 2
    np.testing.assert_allclose(
        outputs["score"][:, 0],
        -np.mean(np.reshape(error, (5, -1)), axis=1),
        rtol=1e-5,
    )
    assert outputs["features"].shape == (5, 3)


def test_spectral_normalization_bounds_the_score():
    """The slope of a ReLU network with layers of gain 1 is at most 1."""
    network = networks.mlp_discriminator(
        num_classes=3, spectral_normalization=True
    )
    for weight in network.trainable_weights:
        weight.assign(10 * weight)
    x = np.random.default_rng(0).normal(size=(2, 500, 2)).astype("float32")
    scores = [network(points)["score"][:, 0] for points in x]
    rises = np.abs(scores[0] - scores[1])
    assert np.all(rises < 1.1 * np.linalg.norm(x[0] - x[1], axis=1))
    assert sorted(network.output) == ["class_logits", "features", "score"]


class TestAttributes:
    def ask(self, network, attributes, n=3):
        z = np.random.default_rng(0).normal(size=(n, 2)).astype("float32")
        return np.asarray(network([z, np.tile(np.float32(attributes), (n, 1))]))

    def test_linear_condition_shifts_samples(self):
        network = networks.mlp_generator(
            attributes_length=2, condition="linear"
        )
        at_zero = self.ask(network, [0, 0])
        moved = self.ask(network, [1, 2]) - at_zero
        np.testing.assert_allclose(moved, moved[[0, 0, 0]], atol=1e-5)
        twice = self.ask(network, [2, 4]) - at_zero
        np.testing.assert_allclose(twice, 2 * moved, atol=1e-5)

    def test_joined_condition_is_nonlinear(self):
        network = networks.mlp_generator(attributes_length=2)
        moved = self.ask(network, [1, 2]) - self.ask(network, [0, 0])
        assert np.ptp(moved, axis=0).max() > 1e-3

    @pytest.mark.parametrize("projection", [False, True])
    def test_dcgan_takes_attributes(self, projection):
        shape = (8, 8, 1)
        generator = networks.dcgan_generator(
            shape, 5, width=4, attributes_length=3
        )
        discriminator = networks.dcgan_discriminator(
            shape, width=4, attributes_length=3, projection=projection
        )
        pictures = generator([np.zeros((2, 5)), np.eye(3)[:2]])
        same = np.asarray(pictures)[[0, 0]]
        scores = discriminator([same, np.eye(3, dtype="float32")[:2]])["score"]
        assert pictures.shape == (2, *shape)
        assert not np.allclose(scores[0], scores[1])

    def test_a_projection_is_spectrally_normalized(self):
        """Weights 9 times as large do not change the scores."""
        network = networks.mlp_discriminator(
            attributes_length=3, projection=True, spectral_normalization=True
        )
        rng = np.random.default_rng(0)
        inputs = [rng.normal(size=(4, k)).astype("float32") for k in (2, 3)]
        before = network(inputs)["score"]
        network.get_layer("embedding").layer.kernel.assign(
            9 * network.get_layer("embedding").layer.kernel
        )
        np.testing.assert_allclose(network(inputs)["score"], before, rtol=1e-4)

    def test_codes_have_their_own_head(self):
        network = networks.dcgan_discriminator((8, 8, 1), width=4, code_size=6)
        outputs = network(np.zeros((2, 8, 8, 1)))
        assert outputs["codes"].shape == (2, 6)

    @pytest.mark.parametrize(
        "make, message",
        [
            (
                lambda: networks.mlp_generator(condition="linear"),
                "attributes_length=None",
            ),
            (
                lambda: networks.mlp_generator(condition="magic"),
                "Received: condition='magic'",
            ),
            (
                lambda: networks.mlp_discriminator(projection=True),
                "attributes_length=None",
            ),
            (
                lambda: networks.dcgan_discriminator(projection=True),
                "attributes_length=None",
            ),
            (
                lambda: networks.dcgan_generator(attributes_length=0),
                "Received: attributes_length=0",
            ),
        ],
    )
    def test_bad_arguments(self, make, message):
        with pytest.raises(ValueError, match=message):
            make()
