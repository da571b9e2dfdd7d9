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


def test_walk_of_pictures_equals_interpolation(make_gan, fit, tmp_path):
    path, model = tmp_path / "walks" / "walk.gif", make_gan((8, 8, 1))
    walk = callbacks.LatentWalk(path, 3, 4, steps=5, closed=True, scale=1)
    fit(model, [walk])
    shown = np.stack(frames(path))
    samples = model.interpolate(3, 4, steps=5, closed=True)
    expected = np.rint((np.clip(samples, -1, 1) + 1) * 127.5)
    assert shown.shape == (5, 8, 8, 3)
    np.testing.assert_array_equal(shown[..., :1], expected)
    assert [p.name for p in path.parent.iterdir()] == ["walk.gif"]


def test_walks_of_some_epochs_and_of_the_end(
    make_gan, fit, tmp_path, monkeypatch
):
    path = tmp_path / "{epoch:03d}.gif"
    walk = callbacks.LatentWalk(path, steps=2, every=2)
    fit(make_gan((8, 8, 1)), [walk], epochs=3)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == ["002.gif", "003.gif"]
    written = []
    walks = [
        callbacks.LatentWalk(path, steps=2, every=1, at_end=at_end)
        for at_end in (True, False)
    ]
    monkeypatch.setattr(
        "keras_creative.plotting.write_animation",
        lambda frames, path, fps, scale: written.append(path.name),
    )
    for walk in walks:
        written.clear()
        fit(make_gan((8, 8, 1)), [walk], epochs=1)
        assert written == ["001.gif"]


@pytest.mark.slow
def test_walk_of_points_in_somebody_elses_gan(make_plain_gan, fit, tmp_path):
    path = tmp_path / "walk.gif"
    fit(make_plain_gan(), [callbacks.LatentWalk(path, steps=3)], epochs=1)
    assert [frame.shape for frame in frames(path)] == 3 * [(400, 400, 3)]


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"path": "walk.png"}, "path='walk.png'"),
        ({"steps": 1}, "steps=1"),
        ({"every": 0}, "every=0"),
        ({"at_end": False}, "every=None, at_end=False"),
        ({"fps": 99}, "fps=99"),
        ({"scale": 0}, "scale=0"),
    ],
)
def test_wrong_arguments(arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        callbacks.LatentWalk(**{"path": "walk.gif", **arguments})


def test_wrong_ways_are_refused_before_the_first_step(make_gan, tmp_path):
    walk = callbacks.LatentWalk(tmp_path / "walk.gif", end=np.ones(3))
    walk.set_model(make_gan())
    with pytest.raises(ValueError, match=r"end.shape=\(3,\)"):
        walk.on_train_begin()
    walk.set_model(keras.Sequential())
    with pytest.raises(ValueError, match="Received: a Sequential"):
        walk.on_train_begin()
