import sys

import numpy as np
import pytest
from PIL import Image, ImageSequence

from keras_creative import plotting


def color_frames(n=12, size=20):
    """Colors that drift through smooth gradients."""
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j]
    t = np.linspace(0, 1, n)[:, np.newaxis, np.newaxis]
    return np.stack([np.sin(3 * x + t), np.cos(3 * y + t), x - y + 0 * t], -1)


def read_gif(path):
    with Image.open(path) as image:
        frames = [
            (np.asarray(frame.convert("RGB")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]
        assert image.info["loop"] == 0
    pixels, durations = zip(*frames, strict=True)
    return np.stack(pixels).astype(int), durations


def as_bytes(frames):
    return np.rint((frames + 1) * 127.5)


def test_gray_frames_are_read_back_exactly(tmp_path):
    frames = np.random.default_rng(0).integers(0, 256, (7, 5, 6, 1))
    path = tmp_path / "new" / "a.gif"
    plotting.write_animation(frames.astype("uint8"), path, fps=10, scale=3)
    pixels, durations = read_gif(path)
    assert durations == (100,) * 7
    large = frames.repeat(3, axis=1).repeat(3, axis=2)
    np.testing.assert_array_equal(
        pixels, np.broadcast_to(large, (7, 15, 18, 3))
    )
    assert [p.name for p in path.parent.iterdir()] == ["a.gif"]


def test_colors_are_nearly_right(tmp_path):
    """Within 12 of 255 on average over a pixel's channels; 3 over all."""
    frames = color_frames()
    plotting.write_animation(frames, tmp_path / "a.gif")
    pixels, durations = read_gif(tmp_path / "a.gif")
    assert durations == (50,) * 12
    errors = np.abs(pixels - as_bytes(frames))
    assert errors.mean() < 3 and errors.mean(axis=-1).max() < 12


def test_durations_do_not_drift(tmp_path):
    plotting.write_animation(color_frames(30), tmp_path / "a.gif", fps=30)
    _, durations = read_gif(tmp_path / "a.gif")
    assert len(durations) == 30 and sum(durations) == 1000


def test_equal_frames_last_as_long_as_they_are_many(tmp_path):
    frames = color_frames(3)[[0, 1, 1, 1, 2]]
    plotting.write_animation(frames, tmp_path / "a.gif", fps=10)
    _, durations = read_gif(tmp_path / "a.gif")
    assert durations == (100, 300, 100)


def test_mp4_has_the_frames_the_rate_and_even_sides(tmp_path):
    ffmpeg = pytest.importorskip("imageio_ffmpeg")
    frames = color_frames(12, size=33)
    path = tmp_path / "a.mp4"
    plotting.write_animation(frames, path, fps=25)
    reader = ffmpeg.read_frames(str(path))
    meta = next(reader)
    shown = np.stack([np.frombuffer(frame, "uint8") for frame in reader])
    assert meta["size"] == (34, 34) and meta["fps"] == 25
    shown = shown.reshape(12, 34, 34, 3)[:, :33, :33]
    assert np.abs(shown - as_bytes(frames)).mean() < 6
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def test_missing_writer_is_named_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(ImportError, match=r"keras-creative\[video\]"):
        plotting.write_animation(color_frames(), tmp_path / "a.mp4")
    assert not list(tmp_path.iterdir())


def test_failure_leaves_nothing(tmp_path, monkeypatch):
    def fail(image, path, **options):
        path.write_bytes(b"half an animation")
        raise OSError("disk full")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        plotting.write_animation(color_frames(), tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name, options, received",
    [
        ("a.avi", {}, "path=.*a.avi"),
        ("a", {}, "path="),
        ("a.gif", {"fps": 60}, "fps=60"),
        ("a.mp4", {"fps": 0}, "fps=0"),
        ("a.mp4", {"fps": np.inf}, "fps=inf"),
        ("a.gif", {"scale": 0}, "scale=0"),
        ("a.gif", {"frames": np.zeros((0, 4, 4, 1))}, "images.shape"),
        ("a.gif", {"frames": np.zeros((4, 4, 1))}, "images.shape"),
    ],
)
def test_refuses(tmp_path, name, options, received):
    options = {"frames": color_frames(2), **options}
    with pytest.raises(ValueError, match=f"Received: {received}"):
        plotting.write_animation(path=tmp_path / name, **options)
    assert not list(tmp_path.iterdir())


def test_points_are_at_the_head_of_their_trail():
    points = np.array([[-1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
    frames = plotting.point_frames(points, half_width=2.0).astype(int)
    assert frames.shape == (3, 400, 400, 3)
    green = (frames[..., 1] - frames[..., 0]) > 80
    centers = [np.mean(np.nonzero(mask), axis=1) for mask in green]
    right, up = centers[1] - centers[0], centers[2] - centers[1]
    assert right[1] > 60
    np.testing.assert_allclose(right, [0, right[1]], atol=1)
    np.testing.assert_allclose(up, [-right[1], 0], atol=1)
    row, column = np.rint(centers[0]).astype(int)
    assert frames[2, row, column, 0] < 230
    for edge in (frames[:, :2], frames[:, -2:], frames[:, :, :2]):
        assert (edge == 255).all()
