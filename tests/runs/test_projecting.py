import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import models, networks, runs

SHAPE = (24, 16, 3)


@pytest.fixture(scope="module")
def sampler():
    keras.utils.set_random_seed(0)
    return models.GeneratorSampler(networks.dcgan_generator(SHAPE, 6, width=4))


@pytest.fixture
def photo(sampler, tmp_path):
    """A picture that the model makes, in a file."""
    pixels = np.round((sampler.sample(1, seed=[17])[0] + 1) * 127.5)
    path = tmp_path / "photo.png"
    Image.fromarray(pixels.astype("uint8")).save(path)
    return path


def save(path, array):
    Image.fromarray(array).save(path)
    return path


def test_a_photo_is_projected(sampler, photo, tmp_path):
    sampler.generator.save(tmp_path / "generator.keras")
    found = runs.project(tmp_path / "generator.keras", photo)
    np.testing.assert_allclose(
        found.latent, sampler.latents(1, seed=[17])[0], atol=0.1
    )
    np.testing.assert_allclose(found.picture, found.photo, atol=0.02)
    (note,) = found.notes
    assert note.startswith(f"{photo}: pixels differ by 0.")


def test_photos_are_scaled_and_this_is_said(tmp_path):
    pixels = np.zeros((48, 64, 3), "uint8")
    pixels[:, 16:48] = 255, 0, 0
    image, notes = runs.read_photo(save(tmp_path / "a.png", pixels), SHAPE)
    assert image.shape == SHAPE and (image[..., 0] > 0.8).all()
    assert notes == [
        f"{tmp_path / 'a.png'}: scaled from 48x64 to 24x16 pixels, height x "
        "width, of its middle"
    ]


def test_gray_beside_color(tmp_path):
    gray = save(tmp_path / "gray.png", np.full((24, 16), 128, "uint8"))
    image, notes = runs.read_photo(gray, SHAPE)
    assert image.shape == SHAPE
    assert "it is gray, beside pictures of the run in color" in notes[0]
    color = np.zeros((24, 16, 3), "uint8")
    color[..., 1] = 200
    path = save(tmp_path / "color.png", color)
    image, notes = runs.read_photo(path, (24, 16, 1))
    assert image.shape == (24, 16, 1)
    assert "made gray, as the pictures of the run are" in notes[0]


def test_the_pair_and_the_vector_are_written(sampler, photo, tmp_path):
    found = runs.projecting.project_photo(sampler, photo, steps=2)
    out = tmp_path / "made" / "pair.png"
    vector = runs.write_projection(out, found)
    assert vector == out.with_suffix(".npz")
    assert sorted(p.name for p in out.parent.iterdir()) == [
        "pair.npz",
        "pair.png",
    ]
    with Image.open(out) as image:
        assert image.width > 2 * 160 and image.height > 240
    latent = runs.read_latent(vector, (6,))
    np.testing.assert_array_equal(latent, found.latent)
    with pytest.raises(ValueError, match="`path` must be a .png file"):
        runs.write_projection(tmp_path / "pair.jpg", found)


@pytest.mark.parametrize(
    "arrays, message",
    [
        ({"latent": np.zeros(5)}, r"numbers \(6,\).*shape \(5,\)"),
        ({"latent": np.full(6, np.nan)}, "finite numbers"),
        ({"latent": np.zeros(6, "int64")}, "holds int64"),
        ({"other": np.zeros(6)}, "which is damaged or another"),
        ({"latent": np.array([None] * 6)}, "which is damaged or another"),
    ],
)
def test_other_vectors(arrays, message, tmp_path):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(ValueError, match=message):
        runs.read_latent(tmp_path / "a.npz", (6,))


def test_a_damaged_vector(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ValueError, match="which is damaged or another"):
        runs.read_latent(tmp_path / "a.npz", (6,))


def test_photos_and_vectors_are_waypoints(sampler, photo, tmp_path):
    np.savez(tmp_path / "b.npz", latent=np.ones(6, "float32"))
    stops, notes = runs.find_waypoints(
        sampler, [str(photo), str(tmp_path / "b.npz"), "7"]
    )
    np.testing.assert_allclose(
        stops[0], sampler.latents(1, seed=[17])[0], atol=0.1
    )
    np.testing.assert_array_equal(stops[1], np.ones(6))
    assert stops[2] == 7 and len(notes) == 1
    walk = runs.interpolate(sampler, stops, steps=5)
    np.testing.assert_allclose(
        walk[0], sampler.sample(1, seed=[17])[0], atol=0.05
    )
