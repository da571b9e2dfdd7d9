import keras
import numpy as np
import pytest
from PIL import Image, ImageSequence

from keras_creative import callbacks


def frames(path):
    with Image.open(path) as animation:
        return [
            np.asarray(frame.convert("RGB"))
            for frame in ImageSequence.Iterator(animation)
        ]


def test_a_frame_an_epoch_of_the_same_latents(make_gan, fit, tmp_path):
    path, model = tmp_path / "films" / "film.gif", make_gan((8, 8, 1))
    film = callbacks.TrainingAnimation(path, n=4, scale=2)
    fit(model, [film], epochs=3)
    shown = frames(path)
    assert len(shown) == 3 and shown[0].shape == (38, 38, 3)
    pixels = np.clip(model.sample(4, seed=0), -1, 1)[0, ..., 0]
    expected = np.rint((pixels + 1) * 127.5)
    np.testing.assert_array_equal(shown[-1][2:18:2, 2:18:2, 0], expected)
    with Image.open(path) as animation:
        durations = [
            frame.info["duration"]
            for frame in ImageSequence.Iterator(animation)
        ]
    assert durations == [100, 100, 1100]
    assert [p.name for p in path.parent.iterdir()] == ["film.gif"]


def test_memory_is_bounded(make_gan, fit, tmp_path):
    path = tmp_path / "film.gif"
    film = callbacks.TrainingAnimation(path, n=1, max_frames=4)
    kept = []
    film.save = lambda: kept.append(list(film._frames))
    fit(make_gan((8, 8, 1)), [film], epochs=11)
    assert max(map(len, kept[:-1])) <= 4
    assert kept[-1] == [4, 8, 11]


@pytest.mark.slow
def test_every_other_epoch_and_the_last(make_gan, fit, tmp_path):
    film = callbacks.TrainingAnimation(tmp_path / "film.gif", every=2, n=1)
    fit(make_gan((8, 8, 1)), [film], epochs=5)
    assert list(film._frames) == [2, 4, 5]


@pytest.mark.slow
def test_points_of_somebody_elses_gan(make_plain_gan, fit, points, tmp_path):
    path = tmp_path / "film.gif"
    film = callbacks.TrainingAnimation(path, real=points)
    fit(make_plain_gan(), [film], epochs=2)
    first, second = frames(path)
    assert first.shape == (430, 400, 3) and np.any(first != second)


class CtrlC(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise KeyboardInterrupt


def test_ctrl_c_leaves_an_animation(make_gan, fit, tmp_path):
    path = tmp_path / "film.gif"
    film = callbacks.TrainingAnimation(path, n=1)
    with pytest.raises(KeyboardInterrupt):
        fit(make_gan((8, 8, 1)), [film, CtrlC()], epochs=3)
    assert len(frames(path)) >= 1
    film.save()
    assert len(frames(path)) == 2


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"path": "film.avi"}, "path='film.avi'"),
        ({"every": 0}, "every=0"),
        ({"n": 0}, "n=0"),
        ({"max_frames": 1}, "max_frames=1"),
        ({"fps": 0}, "fps=0"),
    ],
)
def test_wrong_arguments(arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        callbacks.TrainingAnimation(**{"path": "film.gif", **arguments})


def test_models_that_cannot_be_drawn(make_gan, tmp_path):
    film = callbacks.TrainingAnimation(tmp_path / "film.gif")
    film.set_model(make_gan())
    with pytest.raises(ValueError, match="half_width=None"):
        film.on_train_begin()
    film.set_model(make_gan((3,)))
    with pytest.raises(ValueError, match=r"samples of shape \(3,\)"):
        film.on_train_begin()
