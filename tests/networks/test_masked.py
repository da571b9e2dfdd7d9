"""The generator that is given a mask."""

import numpy as np
import pytest

from keras_creative.networks import mask_generator


@pytest.mark.parametrize("shape", [(8, 8, 1), (28, 28, 1), (20, 30, 3)])
def test_shapes(shape):
    network = mask_generator(shape, latent_dim=3, width=4)
    assert network.output_shape == (None, *shape)
    masks = np.random.default_rng(0).integers(0, 2, (2, *shape[:2], 1))
    latent = np.zeros((2, 3), "float32")
    made = network([latent, masks.astype("float32")]).numpy()
    assert abs(made).max() <= 1 and (made[0] != made[1]).any()


def test_sides_of_at_least_8():
    with pytest.raises(ValueError, match="8"):
        mask_generator((4, 8, 1))
