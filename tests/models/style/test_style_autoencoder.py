"""Style transfer: the contract, its losses, and what a picture keeps."""

import keras
import numpy as np
import pytest

from keras_creative import networks, testing
from keras_creative.models import StyleAutoencoder

RNG = np.random.default_rng(0)


def make_kwargs(**kwargs):
    return {
        "encoder": networks.style_encoder(width=4, depth=2),
        "decoder": networks.style_decoder(widths=(4, 8, 16)),
        "image_shape": (16, 16, 3),
        **kwargs,
    }


def smooth(*shape):
    """Smooth images: of noise, rounding errors grow in a few steps."""
    coarse = RNG.uniform(-0.9, 0.9, (shape[0], 4, 4, 3))
    return np.asarray(keras.ops.image.resize(coarse, shape[1:3])).astype("float32")


DATA = {"x": smooth(32, 16, 16)}
SUBJECTS = {
    "StyleAutoencoder": testing.Subject(
        StyleAutoencoder, make_kwargs, data=lambda model: DATA
    )
}
# Images are paired and compared within a replica's batch.
ON_REPLICAS = (
    testing.check_two_devices_equal_one,
    testing.check_uneven_devices_equal_one,
)


@testing.parametrize_with_checks(
    SUBJECTS, slow=True, exclude={"StyleAutoencoder": ON_REPLICAS}
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)
