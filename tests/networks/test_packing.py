import keras
import numpy as np
import pytest

from keras_creative import networks

BUILDERS = [
    (networks.mlp_discriminator, {"sample_shape": (2,), "units": 8}),
    (networks.dcgan_discriminator, {"image_shape": (8, 8, 3), "width": 4}),
]


@pytest.mark.parametrize("builder, kwargs", BUILDERS)
def test_a_pack_has_one_score_and_one_output_per_sample(builder, kwargs):
    network = builder(packing=3, num_classes=5, code_size=4, **kwargs)
    packs = np.zeros((2, 3, *list(kwargs.values())[0]), "float32")
    outputs = network(packs)
    assert outputs["score"].shape == (2, 1)
    assert outputs["class_logits"].shape == (2, 3, 5)
    assert outputs["codes"].shape == (2, 3, 4)


def test_images_of_a_pack_are_concatenated_by_channels():
    pack, merged = networks.packing.packed_input((2, 2, 3), 2, "picture")
    x = np.arange(24, dtype="float32").reshape(1, 2, 2, 2, 3)
    y = np.asarray(keras.Model(pack, merged)(x))
    np.testing.assert_array_equal(y[..., :3], x[:, 0])
    np.testing.assert_array_equal(y[..., 3:], x[:, 1])


@pytest.mark.parametrize("builder, kwargs", BUILDERS)
def test_attributes_are_packed(builder, kwargs):
    for projection in (False, True):
        network = builder(
            packing=2, attributes_length=4, projection=projection, **kwargs
        )
        shape = list(kwargs.values())[0]
        rng = np.random.default_rng(0)
        packs = rng.normal(size=(3, 2, *shape)).astype("float32")
        told = rng.normal(size=(3, 2, 4)).astype("float32")
        other = told.copy()
        other[:, 1] += 1
        scores = [network([packs, a])["score"] for a in (told, other)]
        assert not np.allclose(*scores)


@pytest.mark.parametrize("builder, kwargs", BUILDERS)
def test_bad_arguments_raise(builder, kwargs):
    with pytest.raises(ValueError, match="`packing`.*Received.*0"):
        builder(packing=0, **kwargs)
    with pytest.raises(ValueError, match="`minibatch`.*Received.*'std'"):
        builder(minibatch="std", **kwargs)
