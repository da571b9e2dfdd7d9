"""Pictures that are higher than wide, or wider than high."""

import numpy as np
import pytest
from picture_files import plain, save

from keras_creative import datasets
from keras_creative.datasets import PictureFolder, PictureSet


def striped(height, width, axis):
    """Each row, or column, has a color of its own."""
    place = np.indices((height, width))[axis]
    return np.repeat((10 * place)[..., None], 3, -1).astype("uint8")


def only(folder, picture, **kwargs):
    """A picture as it is read from a folder with two copies, 0 to 255."""
    for name in ("a.png", "b.png"):
        save(folder / name, picture)
    pictures, _ = PictureFolder(folder, **kwargs).sample(1)
    return (pictures[0] + 1) * 127.5


def test_crop_covers_a_rectangle(tmp_path):
    """Of 8x24 pixels, a rectangle of 4x2 shows the 4 columns in the middle."""
    made = only(tmp_path, striped(8, 24, 1), size=(4, 2))
    assert made.shape == (4, 2, 3)
    np.testing.assert_allclose(made[0, :, 0], [105, 125], atol=0.51)


def test_crop_of_a_high_picture(tmp_path):
    """Of 24x8 pixels, a rectangle of 2x4 shows the 4 rows in the middle."""
    made = only(tmp_path, striped(24, 8, 0), size=(2, 4))
    assert made.shape == (2, 4, 3)
    np.testing.assert_allclose(made[:, 0, 0], [105, 125], atol=0.51)


def test_resize_squeezes_everything(tmp_path):
    made = only(tmp_path, striped(8, 8, 0), size=(4, 2), fit="resize")
    np.testing.assert_allclose(made[:, 0, 0], [5, 25, 45, 65], atol=0.51)


def test_windows_have_the_size(tmp_path):
    made = only(tmp_path, striped(20, 9, 0), size=(6, 4), fit="random-crop")
    assert made.shape == (6, 4, 3)
    np.testing.assert_allclose(np.diff(made[:, 0, 0]), 10, atol=1e-3)


def test_scaled_windows_show_two_thirds(tmp_path):
    """18x12 pixels cover 1.5 times 6x4 exactly at half the size."""
    made = only(tmp_path, striped(18, 12, 0), size=(6, 4), fit="scaled-crop")
    assert made.shape == (6, 4, 3)
    np.testing.assert_allclose(np.diff(made[:, 0, 0]), 20, atol=1.1)


def test_small_pictures_are_skipped_by_side(tmp_path, caplog):
    for name, sides in (("a", (8, 8)), ("b", (8, 9)), ("c", (7, 9))):
        save(tmp_path / f"{name}.png", plain(9, *sides))
    data = PictureFolder(tmp_path, size=(8, 6), fit="random-crop")
    assert data.files == ["a.png", "b.png"]
    assert "9 x 7, smaller than the window of 6 x 8" in caplog.text


def test_batches_of_a_folder(tmp_path):
    for index in range(4):
        save(tmp_path / f"{index}.png", plain(40 * index, 12, 10))
    data = datasets.open_pictures(tmp_path, size=(6, 4))
    assert data.sample_shape == (6, 4, 3)
    assert next(iter(data.batches(4))).shape == (4, 6, 4, 3)


def test_arrays_are_padded_and_scaled_down():
    """Pictures of 4x4 become 2x2 in 3x2, and are set in the middle of 4x8."""
    images = np.full((2, 4, 4, 1), 200, "uint8")
    small = PictureSet(images, size=(3, 2))
    assert small.sample_shape == (3, 2, 1)
    batch = next(iter(small.batches(2)))
    assert batch.shape == (2, 3, 2, 1)
    np.testing.assert_allclose(batch[0, :, 0, 0], [0.5686, 0.5686, -1], 1e-3)
    padded = datasets.to_network_range(images, (4, 8))
    assert padded.shape == (2, 4, 8, 1)
    assert (padded.numpy()[:, :, [0, 1, 6, 7]] == -1).all()


@pytest.mark.parametrize("size", [(4,), (4, 4, 4), (4, 0), ("4", 4), True])
def test_wrong_sizes(size):
    images = np.zeros((2, 4, 4), "uint8")
    with pytest.raises(ValueError, match="or two of them, height and width"):
        PictureSet(images, size=size)
