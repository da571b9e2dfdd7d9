import types

import pytest

from keras_creative import datasets, modalities, models, networks
from keras_creative.modalities import modality_of


@pytest.mark.parametrize(
    "shape, name",
    [((2,), "points"), ((8, 6, 1), "images"), ([8, 8, 3], "images")],
)
def test_shapes_of_the_package(shape, name):
    assert modality_of(shape).name == name


def test_models_and_data():
    model = models.GAN(networks.mlp_generator(), networks.mlp_discriminator())
    assert modality_of(model).name == "points"
    assert modality_of(datasets.load_toy("8Gaussians")).name == "points"


def test_a_stated_modality_takes_precedence(voxels):
    stated = types.SimpleNamespace(modality="voxels", sample_shape=(2,))
    assert modality_of(stated) is voxels
    stated.modality = voxels
    assert modality_of(stated) is voxels
    assert modality_of("images").name == modality_of(modality_of("images")).name


@pytest.mark.parametrize("shape", [(3,), (4, 4, 4), (4, 4, 2), (4, 4), ()])
def test_unknown_shapes(shape):
    message = r"points \(2,\), or images \(height, width, 1 or 3\)"
    with pytest.raises(ValueError, match=message) as caught:
        modality_of(shape)
    assert f"Received: samples of shape {shape}" in str(caught.value)


def test_a_new_modality_leaves_others_alone(voxels):
    assert modality_of((4, 4, 4)) is voxels
    assert modality_of((4, 4, 1)).name == "images"


def test_ambiguous_shapes(voxels):
    message = "`modality = 'voxels'`.*accepted by .'images', 'voxels'."
    for shape in ((3, 3, 3), (1, 1, 1)):
        with pytest.raises(ValueError, match=message):
            modality_of(shape)


def test_nothing_that_tells_the_modality():
    with pytest.raises(ValueError, match="Received: a dict with neither"):
        modality_of({})


def test_names_are_unique(voxels):
    with pytest.raises(ValueError, match="name='voxels', taken:"):
        modalities.register(type(voxels)())
    with pytest.raises(ValueError, match="Received: name=''"):
        modalities.register(modalities.Modality())
    names = [modality.name for modality in modalities.registered()]
    assert names == ["points", "images", "voxels"]


def test_unknown_names():
    for use in (modality_of, modalities.unregister):
        with pytest.raises(ValueError, match="Received: modality='holograms'"):
            use("holograms")
