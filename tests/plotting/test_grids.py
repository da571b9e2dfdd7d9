import numpy as np
import pytest
from PIL import Image

from keras_creative import plotting

W = 255


def test_tiles_by_hand():
    images = np.array([10, 20, 30], "uint8").reshape(3, 1, 1, 1)
    expected = [
        [W, W, W, W, W],
        [W, 10, W, 20, W],
        [W, W, W, W, W],
        [W, 30, W, W, W],
        [W, W, W, W, W],
    ]
    tiles = plotting.tile_images(images)
    assert tiles.dtype == np.uint8
    assert tiles.shape == (5, 5, 3)
    for channel in range(3):
        np.testing.assert_array_equal(tiles[..., channel], expected)


def test_tiles_without_padding_keep_pixels_and_colors():
    images = np.arange(2 * 2 * 3 * 3, dtype="uint8").reshape(2, 2, 3, 3)
    tiles = plotting.tile_images(images, columns=2, padding=0)
    np.testing.assert_array_equal(tiles, np.concatenate(images, axis=1))
    tiles = plotting.tile_images(images, columns=1, padding=0)
    np.testing.assert_array_equal(tiles, np.concatenate(images, axis=0))


def test_wide_padding():
    tiles = plotting.tile_images(np.zeros((2, 1, 2, 1), "uint8"), padding=2)
    ink = np.zeros((5, 10), bool)
    ink[2, [2, 3, 6, 7]] = True
    np.testing.assert_array_equal(tiles[..., 0] == 0, ink)


def test_floats_are_scaled_rounded_and_clipped():
    values = [-1, 1, 0.0039, -7, 7, np.inf, np.nan, -0.5]
    images = np.array(values, "float32").reshape(8, 1, 1, 1)
    tiles = plotting.tile_images(images, columns=8, padding=0)
    np.testing.assert_array_equal(
        tiles[0, :, 0], [0, 255, 128, 0, 255, 255, 0, 64]
    )


@pytest.mark.parametrize(
    "n, columns", [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4)]
)
def test_columns_default_to_the_square_root(n, columns):
    images = np.zeros((n, 1, 1, 1))
    assert plotting.tile_images(images, padding=0).shape[1] == columns


def test_input_is_left_alone():
    images = np.full((2, 2, 2, 1), 3.0)
    plotting.tile_images(images)
    assert (images == 3.0).all()


@pytest.mark.parametrize(
    "images, received",
    [
        (np.zeros((2, 4, 4)), r"images.shape=\(2, 4, 4\)"),
        (np.zeros((2, 4, 4, 2)), r"images.shape=\(2, 4, 4, 2\)"),
        (np.zeros((0, 4, 4, 3)), r"images.shape=\(0, 4, 4, 3\)"),
        (np.zeros((2, 4, 4, 3), int), "images.dtype=int64"),
        (np.zeros((2, 4, 4, 3), bool), "images.dtype=bool"),
    ],
)
def test_refuses_images(images, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        plotting.tile_images(images)


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"columns": 0}, "columns=0"),
        ({"columns": 1.5}, "columns=1.5"),
        ({"padding": -1}, "padding=-1"),
    ],
)
def test_refuses_layouts(arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        plotting.tile_images(np.zeros((2, 4, 4, 3)), **arguments)


def test_saved_grid_is_the_tiles_enlarged(tmp_path):
    images = np.random.default_rng(0).uniform(-1, 1, (5, 4, 3, 3))
    path = tmp_path / "new" / "a.png"
    plotting.save_grid(path, images, columns=2, scale=3)
    tiles = plotting.tile_images(images, columns=2)
    saved = np.asarray(Image.open(path))
    assert saved.shape == (3 * 16, 3 * 9, 3)
    for row in range(3):
        for column in range(3):
            np.testing.assert_array_equal(saved[row::3, column::3], tiles)


def test_failure_leaves_nothing(tmp_path, monkeypatch):
    images = np.zeros((1, 2, 2, 1))
    with pytest.raises(ValueError, match="Received: scale=0"):
        plotting.save_grid(tmp_path / "a.png", images, scale=0)

    def fail(image, path, **options):
        path.write_bytes(b"half a picture")
        raise OSError("disk full")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        plotting.save_grid(tmp_path / "a.png", images)
    assert not list(tmp_path.iterdir())


def test_captions_are_below_the_halves_of_a_comparison(tmp_path):
    images = np.zeros((4, 16, 16, 1))
    for name, captions in (("a.png", None), ("b.png", ("real", "made"))):
        plotting.save_comparison(
            tmp_path / name, images, images, 2, captions=captions
        )
    plain, captioned = (
        np.asarray(Image.open(tmp_path / name)) for name in ("a.png", "b.png")
    )
    height, width, _ = plain.shape
    assert captioned.shape[1] == width
    np.testing.assert_array_equal(captioned[:height], plain)
    strip = captioned[height:] < 128
    assert strip[:, : width // 2].any() and strip[:, width // 2 :].any()
    with pytest.raises(ValueError, match="one for each image"):
        plotting.save_comparison(
            tmp_path / "c.png", images, images, captions=["real"]
        )
