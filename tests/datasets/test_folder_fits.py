import itertools

import numpy as np
import pytest
import tensorflow as tf
from picture_files import noise, plain, save
from PIL import Image, features

from keras_creative.datasets import PictureFolder


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

    @pytest.mark.parametrize("fit", ["random-crop", "scaled-crop"])
    def test_small_pictures_are_skipped_by_name(self, folder, caplog, fit):
        save(folder / "tall.png", plain(0, height=30, width=7))
        data = PictureFolder(folder, size=8, fit=fit)
        assert (len(data), data.skipped) == (12, ["tall.png"])
        assert "'tall.png' of" in caplog.text
        assert "it is 7 x 30, smaller than the window of 8 x 8" in caplog.text
        message = "with 0 and 13 skipped, the first '020.png': it is 8 x 8, sm"
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, size=9, fit=fit)

    def test_scaled_window_shows_the_composition(self, tmp_path):
        """A window of 8 is two thirds of 12, to which 120 is scaled down."""
        y, x = np.mgrid[:120, :120]
        picture = np.stack([2 * x, 2 * y, 0 * x], -1).astype("uint8")
        for index in range(4):
            save(tmp_path / f"{index}.png", picture)
        data = PictureFolder(tmp_path, size=8, fit="scaled-crop")
        windows = np.concatenate(list(data.batches(4).take(100)))
        windows = (windows + 1) * 127.5
        np.testing.assert_allclose(np.diff(windows[..., 0], axis=2), 20, atol=1)
        np.testing.assert_allclose(np.diff(windows[..., 1], axis=1), 20, atol=1)
        begins = np.round((windows[:, 0, 0, :2] - 9) / 20)
        assert {*map(tuple, begins)} == {*itertools.product(range(5), range(5))}

    def test_scaled_window_of_a_small_picture_keeps_its_resolution(
        self, tmp_path
    ):
        for index in range(3):
            save(tmp_path / f"{index}.png", noise(index, height=11, width=9))
        windows, originals = (
            PictureFolder(tmp_path, size=8, fit=fit).sample(3)[0]
            for fit in ("scaled-crop", "random-crop")
        )
        np.testing.assert_array_equal(windows, originals)


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
        "tiff": (image, ".tif", {}, color, 0),
        "tiff_as_jpg": (image, ".jpg", {"format": "TIFF"}, color, 0),
        "tiff16": (Image.fromarray(gray), ".tiff", {}, gray / 257, 1),
        "bmp_palette": (frames[0], ".bmp", {}, first, 0),
        "jpeg2000": (image, ".jp2", {"irreversible": False}, color, 0),
        "ppm": (image, ".ppm", {}, color, 0),
    }
    if features.check("avif"):
        files["avif"] = (image, ".avif", {"quality": 100}, color, 12)
    animated = {"append_images": [image.rotate(90)], "lossless": True}
    files["webp_animated"] = (image, ".webp", animated, color, 0)
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
        "name, mode, reason",
        [
            ("a.tif", "F", "its pixels are of the kind 'F'"),
            ("b.jpg", "I", "its pixels are of the kind 'I'"),
            ("c.png", "eps", "of an unsupported format"),
        ],
    )
    def test_others_are_skipped(self, folder, caplog, name, mode, reason):
        kind = "EPS" if mode == "eps" else "TIFF"
        image = Image.fromarray(ramps())
        image = image if kind == "EPS" else image.convert("L").convert(mode)
        image.save(folder / name, format=kind)
        data = PictureFolder(folder)
        assert (len(data), data.skipped) == (12, [name])
        assert repr(name) in caplog.text and reason in caplog.text


class TestOrientation:
    @pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
    def test_every_orientation_is_turned_upright(self, tmp_path, suffix):
        """Written as each tag has it, all become the same picture."""
        upright = Image.fromarray(ramps(40, 40))
        back = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        for tag, transpose in back.items():
            exif = Image.Exif()
            exif[0x0112] = tag
            upright.transpose(transpose).save(
                tmp_path / f"{tag}.{suffix}",
                exif=exif,
                **({} if suffix == "tif" else {"quality": 95}),
            )
        pictures, _ = PictureFolder(tmp_path, size=40).sample(7)
        pictures = (pictures + 1) * 127.5
        expected = np.broadcast_to(ramps(40, 40), pictures.shape)
        np.testing.assert_allclose(pictures, expected, atol=12)

    def test_damaged_tag_is_no_orientation(self, folder):
        image = Image.fromarray(plain(90))
        image.save(folder / "a.jpg", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff")
        data = PictureFolder(folder, size=8)
        assert (len(data), data.skipped) == (13, [])


class TestTransparency:
    @pytest.mark.parametrize("suffix", ["png", "gif", "webp", "tif"])
    def test_background(self, tmp_path, suffix, caplog):
        """Half is clear over black pixels, as drawing programs write it."""
        pixels = np.zeros((8, 8, 4), "uint8")
        pixels[:, 4:] = (0, 0, 255, 255)
        options = {"lossless": True} if suffix == "webp" else {}
        Image.fromarray(pixels).save(tmp_path / f"a.{suffix}", **options)
        save(tmp_path / "b.png", np.full((8, 8, 3), (0, 0, 255), "uint8"))
        for background, expected in (
            ({}, (255, 255, 255)),
            ({"background": "black"}, (0, 0, 0)),
            ({"background": "#102030"}, (16, 32, 48)),
        ):
            caplog.clear()
            data = PictureFolder(tmp_path, size=8, **background)
            pictures, _ = data.sample(2)
            pictures = np.round((pictures + 1) * 127.5)
            clear = pictures[pictures[:, 0, 0].tolist().index([*expected])]
            assert (clear[:, :4] == expected).all()
            assert (clear[:, 4:] == (0, 0, 255)).all()
            name = background.get("background", "white")
            assert "1 of 2 pictures have tr" in caplog.text
            assert f"composited over {name}" in caplog.text

    def test_half_transparent(self, tmp_path):
        pixels = np.full((8, 8, 2), (100, 51), "uint8")
        for name in ("a.png", "b.png"):
            Image.fromarray(pixels).save(tmp_path / name)
        pictures, _ = PictureFolder(tmp_path, 8, color=None).sample(2)
        expected = (100 * 51 + 255 * 204) / 255
        assert pictures.shape == (2, 8, 8, 1)
        np.testing.assert_allclose((pictures + 1) * 127.5, expected, atol=1)
        red = PictureFolder(tmp_path, 8, color=None, background="red")
        assert red.sample_shape == (8, 8, 3)

    @pytest.mark.parametrize("background", ["wite", "#12", None, 3])
    def test_wrong_background(self, folder, background):
        message = f"`background` must be.*background={background!r}$"
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, background=background)
