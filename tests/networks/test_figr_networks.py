import numpy as np
import pytest

from keras_creative import networks


def test_sides_double_from_two_pixels():
    generator = networks.figr_generator((16, 16, 3), 5, width=4)
    shapes = [
        layer.output.shape[1:]
        for layer in generator.layers
        if layer.name.startswith("block") and layer.name[-1].isdigit()
    ]
    assert shapes == [(4, 4, 16), (8, 8, 8), (16, 16, 4)]
    made = np.asarray(generator(np.ones((2, 5), "float32")))
    assert made.shape == (2, 16, 16, 3) and np.abs(made).max() <= 1
    discriminator = networks.figr_discriminator((16, 16, 3), width=4)
    assert discriminator(made)["score"].shape == (2, 1)


def test_samples_of_a_batch_are_independent():
    rng = np.random.default_rng(0)
    network = networks.figr_discriminator((8, 8, 1), width=4)
    images = rng.uniform(-1, 1, (3, 8, 8, 1)).astype("float32")
    together = network(images)["score"]
    for image, score in zip(images, together, strict=True):
        alone = network(image[None])["score"]
        np.testing.assert_allclose(alone[0], score, atol=1e-5)


@pytest.mark.parametrize("shape", [(32, 16, 1), (24, 24, 1), (2, 2, 1)])
def test_wrong_sides(shape):
    with pytest.raises(ValueError, match="equal sides.*Received: image_shape"):
        networks.figr_generator(shape, width=4)


def test_residual_networks():
    """Two blocks of two convolutions at each of three stages."""
    generator = networks.figr_resnet_generator((16, 16, 3), 5, width=4)
    made = np.asarray(generator(np.ones((2, 5), "float32")))
    assert made.shape == (2, 16, 16, 3) and np.abs(made).max() <= 1
    discriminator = networks.figr_resnet_discriminator((16, 16, 3), width=4)
    scores = discriminator(made)["score"]
    assert scores.shape == (2, 1)
    for network in (generator, discriminator):
        sums = [x for x in network.layers if x.name.endswith("_sum")]
        widths = {x.output.shape[-1] for x in sums}
        assert len(sums) == 6 and widths == {4, 8, 16}
    alone = discriminator(made[:1])["score"]
    np.testing.assert_allclose(alone[0], scores[0], atol=1e-5)
