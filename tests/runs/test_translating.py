"""Translations of pictures in files."""

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import models, networks, runs

SHAPE = {"image_shape": (16, 16, 3), "width": 2}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A CycleGAN, and its file."""
    keras.utils.set_random_seed(0)
    model = models.CycleGAN(
        *(networks.resnet_translator(**SHAPE, blocks=1) for _ in range(2)),
        *(networks.patch_discriminator(**SHAPE) for _ in range(2)),
    )
    path = tmp_path_factory.mktemp("saved") / "cycle.keras"
    model.save(path)
    return model, path


def draw(path, size=(16, 16), mode="RGB", seed=0):
    shape = (*size[::-1], 3)
    pixels = np.random.default_rng(seed).integers(0, 256, shape, "uint8")
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels).convert(mode).save(path)
    return np.asarray(Image.open(path).convert("RGB")) / 127.5 - 1


def read(path):
    return np.asarray(Image.open(path)) / 127.5 - 1


@pytest.mark.parametrize("back", [False, True])
def test_a_folder_is_translated(saved, tmp_path, back):
    model, path = saved
    pictures = {
        name: draw(tmp_path / "photos" / name, seed=i)
        for i, name in enumerate(("a.png", "b.bmp"))
    }
    (tmp_path / "photos" / "c.png").write_bytes(b"no picture")
    notes = runs.translate(path, tmp_path / "photos", tmp_path / "out", back)
    assert notes[0] == "2 pictures, each scaled to 16x16 pixels"
    assert notes[1].startswith("skipped c.png")
    function = model.translate_back if back else model.translate
    for name, pixels in pictures.items():
        (made,) = function(pixels[np.newaxis])
        found = read(tmp_path / "out" / f"{name[0]}.png")
        np.testing.assert_allclose(found, made, atol=0.01)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_one_picture_is_scaled(saved, tmp_path):
    _, path = saved
    draw(tmp_path / "photo.png", size=(40, 24), mode="L")
    runs.translate(path, tmp_path / "photo.png", tmp_path / "made.png")
    assert read(tmp_path / "made.png").shape == (16, 16, 3)


@pytest.mark.slow
def test_wrong_pictures_and_models(saved, tmp_path):
    _, path = saved
    draw(tmp_path / "photos" / "a.png")
    photos, out = tmp_path / "photos", tmp_path / "out"
    runs.translate(path, photos, out)
    with pytest.raises(ValueError, match="translations of these names already"):
        runs.translate(path, photos, out)
    with pytest.raises(ValueError, match="`out` must be a .png file for one"):
        runs.translate(path, photos / "a.png", tmp_path / "other")
    draw(photos / "a.bmp")
    with pytest.raises(ValueError, match="different names.*'a' more than once"):
        runs.translate(path, photos, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    generator = networks.mlp_generator(units=2)
    generator.save(tmp_path / "gan.keras")
    with pytest.raises(ValueError, match="translates.*GeneratorSampler"):
        runs.translate(tmp_path / "gan.keras", photos, out)
    one_way = models.Pix2Pix(
        networks.unet_translator(**SHAPE),
        networks.patch_discriminator((16, 16, 6), width=2),
    )
    one_way.save(tmp_path / "pix.keras")
    with pytest.raises(ValueError, match="`back` must be False.*Pix2Pix"):
        runs.translate(tmp_path / "pix.keras", photos, out, back=True)
