import keras
import numpy as np
import pytest

from keras_creative import datasets
from keras_creative.runs import extractors, load_extractor


def test_pixels_and_coordinates():
    pixels = load_extractor("pixels", (4, 4, 3))
    assert pixels(np.zeros((5, 4, 4, 3))).shape == (5, 48)
    points = np.ones((5, 2))
    np.testing.assert_array_equal(
        load_extractor("pixels", (2,))(points), points
    )


def test_a_model_and_its_file(tmp_path):
    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    network.save(tmp_path / "network.keras")
    points = np.ones((5, 2))
    expected = network.predict(points, verbose=0)
    for features in (network, tmp_path / "network.keras"):
        found = load_extractor(features, (2,))(points)
        np.testing.assert_allclose(found, expected)


@pytest.mark.slow
def test_the_last_hidden_layer_of_the_referee(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_CACHE", str(tmp_path))
    images = np.random.default_rng(0).integers(0, 256, (40, 8, 8, 1))
    data = datasets.PictureSet(
        images.astype("uint8"), np.arange(40) % 2, size=8
    )
    samples, _ = data.sample(5)
    found = load_extractor("referee", (8, 8, 1), data)(samples)
    assert found.shape == (5, 128) and found.min() >= 0


def test_what_has_no_referee():
    ring = datasets.load_toy("8Gaussians")
    for data in (None, ring):
        with pytest.raises(ValueError, match="Received: features='referee'"):
            load_extractor("referee", (2,), data)


def test_inception_without_its_weights_is_one_line(monkeypatch):
    """The network is that of keras.applications, and is called so."""

    def refuse(**arguments):
        raise RuntimeError("URL fetch failure\non https://example.org")

    monkeypatch.setattr(keras.applications, "InceptionV3", refuse)
    with pytest.raises(ValueError, match="keras.applications.I.*URL") as error:
        load_extractor("inception", (32, 32, 1))
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match="other than images"):
        load_extractor("inception", (2,))


def test_inception_takes_images_of_the_package(monkeypatch):
    """In [-1, 1], as its weights want, resized to 299 x 299."""

    def make(include_top, weights, input_shape, pooling):
        assert (include_top, weights, pooling) == (False, "imagenet", "avg")
        inputs = keras.Input(input_shape)
        pooled = keras.layers.GlobalAveragePooling2D()(inputs)
        return keras.Model(inputs, pooled)

    monkeypatch.setattr(keras.applications, "InceptionV3", make)
    extract = load_extractor("inception", (8, 8, 1))
    assert extract.network.input_shape == (None, 299, 299, 3)
    found = extract(np.full((2, 8, 8, 1), -0.5))
    np.testing.assert_allclose(found, np.full((2, 3), -0.5), rtol=1e-5)


def test_unknown_extractors():
    with pytest.raises(ValueError, match="'pixel'; did you mean pixels"):
        load_extractor("pixel", (4, 4, 1))
    with pytest.raises(ValueError, match="must hold a model"):
        load_extractor("missing.keras", (4, 4, 1))
    assert set(extractors.EXTRACTORS) == {"pixels", "referee", "inception"}
