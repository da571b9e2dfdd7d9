import itertools

import numpy as np
import pytest
import tensorflow as tf
from picture_files import noise, plain, save
from PIL import Image

from keras_creative.datasets import PictureFolder

HAS_WEBP = hasattr(tf.io, "decode_webp")


def ramps(height=40, width=60):
    """Red grows to the right, green to the bottom, blue to the left."""
    y, x = np.mgrid[:height, :width]
    channels = (x * 255 / width, y * 255 / height, 255 - x * 255 / width)
    return np.stack(channels, axis=-1).astype("uint8")


def only(folder, **kwargs):
    """The one picture of a folder, beside a black one, in 0 to 255."""
    save(folder / "black.png", plain(0))
    pictures, _ = PictureFolder(folder, **kwargs).sample(2)
    return (pictures[pictures.max((1, 2, 3)) > -1][0] + 1) * 127.5


class TestFit:
    def test_crop_takes_the_middle(self, tmp_path):
        picture = plain(200, 8, 24)
        picture[:, :8], picture[:, 16:] = 10, 90
        save(tmp_path / "a.png", picture)
        np.testing.assert_allclose(only(tmp_path, size=4), 200, atol=1e-4)

    def test_resize_takes_everything(self, tmp_path):
        picture = plain(200, 8, 24)
        picture[:, :6], picture[:, 18:] = 10, 90
        save(tmp_path / "a.png", picture)
        squeezed = only(tmp_path, size=4, fit="resize")
        expected = np.tile([10, 200, 200, 90], (4, 1))
        np.testing.assert_allclose(squeezed[..., 0], expected, atol=1e-4)

    def test_scaling_down_averages(self, tmp_path):
        picture = noise()
        save(tmp_path / "a.png", picture)
        blocks = picture.reshape(8, 3, 8, 3, 3).mean(axis=(1, 3))
        np.testing.assert_allclose(only(tmp_path, size=8), blocks, atol=0.51)

    def test_scaling_up_is_smooth(self, tmp_path):
        picture = plain(0, 2, 2)
        picture[:, 1] = 200
        save(tmp_path / "a.png", picture)
        row = only(tmp_path, size=8)[0, :, 0]
        assert (row[0], row[-1]) == (0, 200)
        assert len(set(row)) > 3 and np.all(np.diff(row) >= 0)

    def test_random_windows_come_from_everywhere(self, tmp_path):
        """A window's first pixel tells where it begins, 0 to 4 and 0 to 2."""
        y, x = np.mgrid[:7, :9]
        picture = np.stack([x * 20, y * 20, x * 0], -1).astype("uint8")
        for index in range(4):
            save(tmp_path / f"{index}.png", picture)
        data = PictureFolder(tmp_path, size=5, fit="random-crop")
        windows = np.concatenate(list(data.batches(4).take(100)))
        windows = np.round((windows + 1) * 127.5 / 20).astype(int)
        begins = {(w[0, 0, 0], w[0, 0, 1]) for w in windows}
        assert begins == set(itertools.product(range(5), range(3)))
        for window in windows:
            left, top, _ = window[0, 0]
            expected = np.round(picture[top : top + 5, left : left + 5] / 20)
            np.testing.assert_array_equal(window, expected)

    def test_windows_change_with_epoch_and_picture(self, tmp_path):
        for index in range(2):
            save(tmp_path / f"{index}.png", noise(height=60, width=60))
        data = PictureFolder(tmp_path, size=8, fit="random-crop")
        windows = np.concatenate(list(data.batches(2).take(4)))
        assert len({window.tobytes() for window in windows}) == 8

    def test_small_pictures_are_refused(self, folder):
        save(folder / "tall.png", plain(0, height=30, width=9))
        message = (
            "`size` must be at most.*Received: size=9, with 12 of 13 pictures "
            "smaller, the first '020.png' of 8 x 8$"
        )
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, size=9, fit="random-crop")
        assert len(PictureFolder(folder, size=8, fit="random-crop")) == 13


class TestColor:
    def test_luminance(self, tmp_path):
        picture = plain(0)
        picture[..., 1] = 255
        save(tmp_path / "a.png", picture)
        gray = only(tmp_path, size=8, color=False)
        assert gray.shape == (8, 8, 1)
        np.testing.assert_allclose(gray, 0.587 * 255, atol=1)

    def test_none_is_grey_when_all_are(self, tmp_path):
        save(tmp_path / "a.png", plain(9)[..., 0])
        save(tmp_path / "b.jpg", plain(90)[..., 0])
        assert PictureFolder(tmp_path, 8, None).sample_shape == (8, 8, 1)
        assert PictureFolder(tmp_path, 8).sample_shape == (8, 8, 3)
        save(tmp_path / "c.png", plain(9))
        assert PictureFolder(tmp_path, 8, None).sample_shape == (8, 8, 3)


def write_kinds(folder):
    """Write one picture of each kind to a sub-folder of its name.

    Returns:
        Dict from name to what is to be read, and its tolerance.
    """
    color = ramps(40, 40)
    image = Image.fromarray(color)
    gray = (np.indices((40, 40)).sum(0) * 800).astype("uint16")
    deep = color.astype("uint16") * 256 + 77
    frames = [image.quantize(32), image.rotate(90).quantize(32)]
    first = np.asarray(frames[0].convert("RGB"))
    files = {
        "png": (image, ".png", {}, color, 0),
        "bmp": (image, ".bmp", {}, color, 0),
        "jpeg": (image, ".JPG", {"quality": 95}, color, 12),
        "webp": (image, ".webp", {"lossless": True}, color, 0),
        "wrong_suffix": (image, ".jpg", {"format": "PNG"}, color, 0),
        "cmyk": (image.convert("CMYK"), ".jpg", {"quality": 95}, color, 12),
        "alpha": (image.convert("RGBA"), ".png", {}, color, 0),
        "palette": (frames[0], ".png", {}, first, 0),
        "gif": (frames[0], ".gif", {"append_images": frames[1:]}, first, 0),
        "apng": (frames[0], ".png", {"append_images": frames[1:]}, first, 0),
        "gray16": (Image.fromarray(gray), ".png", {}, gray / 257, 1),
    }
    if not HAS_WEBP:
        del files["webp"]
    for name, (picture, suffix, options, *_) in files.items():
        (folder / name).mkdir()
        if "append_images" in options:
            options["save_all"] = True
        picture.save(folder / name / f"a{suffix}", **options)
    (folder / "color16").mkdir()
    encoded = tf.io.encode_png(deep).numpy()
    (folder / "color16" / "a.png").write_bytes(encoded)
    expected = {name: values[3:] for name, values in files.items()}
    return {**expected, "color16": (deep / 257, 1)}


class TestFormats:
    @pytest.mark.parametrize("color", [True, False])
    def test_colors(self, tmp_path, color):
        kinds = write_kinds(tmp_path)
        with Image.open(tmp_path / "cmyk" / "a.jpg") as written:
            assert written.mode == "CMYK"
        for name in ("gif/a.gif", "apng/a.png"):
            with Image.open(tmp_path / name) as written:
                assert written.n_frames == 2
        data = PictureFolder(tmp_path, size=40, color=color)
        pictures, labels = data.sample(len(kinds))
        assert (data.skipped, len(set(labels))) == ([], len(kinds))
        for picture, label in zip(pictures, labels, strict=True):
            name = data.class_names[label]
            expected, tolerance = kinds[name]
            if expected.ndim == 2:
                expected = expected[..., np.newaxis]
            elif not color:
                expected = expected @ [[0.299], [0.587], [0.114]]
            expected = np.broadcast_to(expected, picture.shape)
            np.testing.assert_allclose(
                (picture + 1) * 127.5,
                expected,
                atol=tolerance + (0.01 if color else 1),
                err_msg=name,
            )

    @pytest.mark.parametrize(
        "name, kwargs, reason",
        [
            ("a.tif", {}, "its format, TIFF, is not one of"),
            ("b.jpg", {"format": "TIFF"}, "its format, TIFF, is not one of"),
            ("c.bmp", {"mode": "P"}, "BMP with a palette"),
            pytest.param(
                "d.webp",
                {"save_all": True},
                "animated WebP",
                marks=pytest.mark.skipif(not HAS_WEBP, reason="no WebP"),
            ),
        ],
    )
    def test_others_are_skipped(self, folder, caplog, name, kwargs, reason):
        image = Image.fromarray(ramps()).convert(kwargs.pop("mode", "RGB"))
        if "save_all" in kwargs:
            kwargs["append_images"] = [Image.fromarray(ramps()[::-1])]
        image.save(folder / name, **kwargs)
        data = PictureFolder(folder)
        assert (len(data), data.skipped) == (12, [name])
        assert repr(name) in caplog.text and reason in caplog.text
