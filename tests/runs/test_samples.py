from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from keras_creative import experiments, models
from keras_creative.models.core.sampling import Sampling


class Mirror(Sampling):
    """A model whose codes are the pictures themselves."""

    sample_shape = latent_shape = (4, 6, 3)

    def __call__(self, latent):
        return latent

    def encode(self, x):
        return x


class Conditional(models.GeneratorSampler):
    """A model that notes the labels it is asked for."""

    attributes = np.eye(3, dtype="float32")
    num_classes = 3
    latent_shape = (2,)

    def __init__(self):
        pass

    def interpolate(self, start, end, steps, labels=None, **options):
        return labels


@pytest.fixture
def picture(tmp_path):
    """The right half is white; there are twice the pixels of the model."""
    pixels = np.zeros((8, 12, 3), "uint8")
    pixels[:, 6:] = 255
    Image.fromarray(pixels).save(tmp_path / "half.png")
    return str(tmp_path / "half.png")


def test_pictures_and_seeds_are_places(picture):
    way = experiments.interpolate(Mirror(), [picture, "7", 8], steps=5)
    assert way.shape == (5, 4, 6, 3)
    assert (way[0, :, :2] < -0.9).all() and (way[0, :, 4:] > 0.9).all()
    np.testing.assert_array_equal(way[2:3], Mirror().sample(1, seed=7))
    np.testing.assert_allclose(way[3], (way[2] + way[4]) / 2, rtol=1e-6)


def test_labels_of_places_change_evenly():
    way = experiments.interpolate(Conditional(), [1, 2], 3, labels=[0, 2])
    np.testing.assert_allclose(way, [[1, 0, 0], [0.5, 0, 0.5], [0, 0, 1]])
    assert experiments.interpolate(Conditional(), [1, 2], 3, labels=[2]) == 2


@pytest.mark.parametrize(
    "sampler, places, labels, received",
    [
        (Mirror(), ["1", "nothing"], None, "'nothing', which is neither"),
        (Mirror(), ["1", "-2"], None, "-2"),
        (Mirror(), ["1", "2"], [0], r"labels=\[0\], .* Mirror"),
        (Conditional(), ["1", "2"], [0, 1, 2], r"labels=\[0, 1, 2\]"),
        (Conditional(), ["1", "2"], [3], r"labels=\[3\]"),
    ],
)
def test_refuses_places_and_labels(sampler, places, labels, received):
    with pytest.raises(ValueError, match=f"Received: .*{received}"):
        experiments.interpolate(sampler, places, 4, labels=labels)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "it is empty"),
        (b"text", "of an unsupported format"),
        (b"\x89PNG\r\n\x1a\n", "it is no picture"),
        (None, "it can't be read .*truncated"),
    ],
)
def test_damaged_pictures_are_refused(picture, content, reason):
    whole = Path(picture).read_bytes()
    Path(picture).write_bytes(whole[:60] if content is None else content)
    with pytest.raises(ValueError, match=f"Received: '.*half.png': .*{reason}"):
        experiments.interpolate(Mirror(), [picture, "2"], 4)


def test_large_pictures_are_refused(picture, monkeypatch):
    for most in (90, 40):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
        with pytest.raises(ValueError, match=f"more than {most} pixels"):
            experiments.interpolate(Mirror(), [picture, "2"], 4)


def test_a_model_of_labels_takes_no_picture(picture):
    with pytest.raises(ValueError, match="Received: a Conditional, which has"):
        experiments.interpolate(Conditional(), [picture, "2"], 4)


@pytest.mark.parametrize("n, size", [(7, (7, 1)), (12, (12, 1)), (14, (7, 2))])
def test_a_strip_is_broken_into_even_rows(tmp_path, n, size):
    path = tmp_path / "a.png"
    experiments.write_interpolation(path, np.zeros((n, 8, 8, 1)))
    columns, rows = size
    expected = 2 * (9 * columns + 1), 2 * (9 * rows + 1)
    assert Image.open(path).size == expected


def test_small_pictures_are_enlarged_in_an_animation(tmp_path):
    frames = np.linspace(-1, 1, 5).reshape(5, 1, 1, 1) * np.ones((1, 8, 8, 1))
    experiments.write_interpolation(tmp_path / "a.gif", frames, fps=10)
    with Image.open(tmp_path / "a.gif") as image:
        assert image.size == (256, 256) and image.n_frames == 5


def test_points_are_scattered(tmp_path):
    points = np.random.default_rng(0).normal(size=(4, 2))
    for name in ("a.png", "a.gif"):
        experiments.write_interpolation(tmp_path / name, points)
        assert Image.open(tmp_path / name).size == (400, 400)


def test_refuses_other_samples(tmp_path):
    with pytest.raises(ValueError, match=r"Received: samples of shape \(5,\)"):
        experiments.write_interpolation(tmp_path / "a.png", np.zeros((4, 5)))
