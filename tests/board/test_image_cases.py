"""Settings of images, on small files of the same form."""

import numpy as np
import pytest

from keras_creative.board import SUITES, Setting
from keras_creative.board.cases import open_case
from keras_creative.board.texture_cases import TEXTURES, _pattern
from keras_creative.board.training_file import read_training, write_training

CHARACTERS = ("A", "B", "a", "0", "1")


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    np.savez(
        tmp_path / "fonts32.npz",
        x=rng.integers(0, 256, (20, 5, 32, 32)).astype("uint8"),
        chars=np.array(CHARACTERS),
        family=np.arange(20),
    )
    for name in ("mnist", "fashion-mnist"):
        images = rng.integers(0, 256, (60, 28, 28)).astype("uint8")
        labels = np.arange(60) % 10
        splits = {"x_train": images, "y_train": labels}
        splits |= {"x_test": images[::-1], "y_test": labels[::-1]}
        np.savez(tmp_path / f"{name}.npz", **splits)


def shared_images(training, hidden):
    known = {image.tobytes() for image in training}
    return sum(image.tobytes() in known for image in hidden)


def test_garments():
    case = open_case(SUITES["fashion"].settings[0])
    assert case.requested == (1, 7, 8) and case.training.num_classes == 10
    assert case.shown == (0, 2, 3, 4, 5, 6, 9)
    assert case.training.images.shape == (42, 32, 32, 1)
    assert len(case.scorer.training) == 42


def test_textures():
    """Of 36 test images of six garments; every shape lacks one texture."""
    suite = SUITES["textures"]
    hidden = np.array(suite.settings[0].hidden)
    assert sorted(hidden // 6) == sorted(hidden % 6) == list(range(6))
    case = open_case(suite.settings[0])
    assert case.training.images.shape[1:] == (32, 32, 1)
    assert not np.isin(case.training.labels, hidden).any()
    whole = case.scorer.whole
    assert len(whole) == 36 and set(case.requested) == set(hidden)
    masks = whole.images > 0
    assert (whole.images[masks] >= 90).all() and masks.any(axis=(1, 2)).all()


def test_every_texture_differs():
    """Of one period, phase and brightness, no two are alike."""
    rngs = [np.random.default_rng(1) for _ in TEXTURES]
    patterns = [_pattern(i, rng) for i, rng in enumerate(rngs)]
    for i, pattern in enumerate(patterns):
        assert pattern.shape == (32, 32) and pattern.min() >= 90
        others = np.array(patterns[:i] + patterns[i + 1 :])
        assert (np.abs(others - pattern).mean(axis=(1, 2)) > 10).all()


@pytest.mark.parametrize(
    "data, digits", [("font-digits", 36), ("mnist-digits", 60)]
)
def test_letters(data, digits):
    """Families 0 and 10 are the test; A and a have one label."""
    case = open_case(Setting("letters", data))
    assert case.shown == tuple(range(10)) and len(case.training) == digits
    assert case.training.num_classes == 12 and case.requested == (10, 11)
    tests = sum(len(part[0]) for part in (case.scorer.real, case.scorer.new))
    assert tests == {36: 10, 60: 66}[digits]
    hidden = case.scorer.whole.images[case.scorer.is_hidden]
    assert len(hidden) == 18 * 3
    assert not shared_images(case.training.images, hidden)


def test_fonts(tmp_path):
    case = open_case(SUITES["fonts"].settings[0])
    assert len(case.training) == 80 and len(case.scorer.hidden) == 20
    assert not set(case.training.cells) & set(case.requested)
    assert not shared_images(case.training.images, case.scorer.hidden)
    write_training(tmp_path / "shown.npz", case.training)
    received = read_training(tmp_path / "shown.npz")
    for name in ("cells", "images", "labels"):
        found, known = getattr(received, name), getattr(case.training, name)
        np.testing.assert_array_equal(found, known)
    assert received.table == (20, 5) and received.num_classes == 5


def test_every_font_and_character_is_seen():
    """By the declared seed, on the table of the suite."""
    cells = np.random.default_rng(0).permutation(725 * 62)[725 * 62 // 5 :]
    assert np.bincount(cells // 62).min() > 0
    assert np.bincount(cells % 62).min() > 0


def test_missing_data(monkeypatch):
    monkeypatch.delenv("KERAS_CREATIVE_DATA")
    with pytest.raises(FileNotFoundError, match="fonts"):
        open_case(SUITES["fonts"].settings[0])
