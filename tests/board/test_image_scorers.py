"""Scorers of images, with a referee that reads the first pixel."""

import keras
import numpy as np
import pytest

from keras_creative import datasets
from keras_creative.board.cell_scorer import CellScorer
from keras_creative.board.image_scorer import ImageScorer
from keras_creative.board.job import as_stored
from keras_creative.datasets import CellSet

RNG = np.random.default_rng(0)
LABELS = np.arange(60) % 3


@pytest.fixture(autouse=True)
def rng(monkeypatch):
    """The same images, whatever tests ran before in this process."""
    monkeypatch.setitem(globals(), "RNG", np.random.default_rng(0))


def make_images(labels):
    """Noise, and the label in the first pixel."""
    images = RNG.integers(0, 256, (len(labels), 4, 4, 1)).astype("uint8")
    images[:, 0, 0, 0] = 100 * np.asarray(labels)
    return images


class FirstPixel:
    """Referee that is certain of the label in the first pixel."""

    def __init__(self):
        inputs = keras.Input((4, 4, 1))
        features = keras.layers.Flatten()(inputs)
        outputs = keras.layers.Dense(3)(features)
        self.network = keras.Model(inputs, outputs)

    def probabilities(self, images):
        labels = np.round((images[:, 0, 0, 0] + 1) * 127.5 / 100)
        return np.eye(3)[labels.astype(int)]


@pytest.fixture
def scorer():
    whole = datasets.PictureSet(make_images(LABELS), LABELS, size=4)
    test = make_images(LABELS), LABELS
    scorer = ImageScorer(whole, (2,), test, out_of_class=True)
    scorer.referee = FirstPixel()
    return scorer


def test_recovery_is_counted_by_the_referee(scorer):
    samples = make_images([0, 1, 2, 2, 0, 0, 1, 1, 0, 1])
    scores = scorer.score(samples)
    assert (scores["hits"], scores["asked"], scores["chance"]) == (2, 10, 0)
    assert scores["out_of_class_count"] == scores["out_of_class_max"] == 0.2
    assert scores["objectness"] > 2 and scores["uniqueness"] == 1
    scores = scorer.score(samples, make_images([2, 2, 1]))
    assert (scores["hits"], scores["asked"]) == (2, 3)


def test_references_of_images_are_the_bounds(scorer):
    copy = scorer.score(*scorer.reference("training-copy", 20, 0))
    real = scorer.score(*scorer.reference("real-data", 20, 0))
    assert copy["novelty"] == 0 and copy["hits"] == 0
    assert real["hits"] == real["asked"] > 5
    assert 0.8 < real["novelty"] < 1.4
    assert real["quality"] > 0.5


def test_equal_requested_samples_are_not_unique(scorer):
    samples = make_images(LABELS[:20])
    scores = scorer.score(samples, np.repeat(make_images([2]), 10, axis=0))
    assert scores["hits"] == 10 and scores["uniqueness"] == 0.1


def test_new_real_images_are_not_the_reference(scorer):
    images = np.concatenate([scorer.real[0], scorer.new[0]])
    assert len(np.unique(images, axis=0)) == len(LABELS)


@pytest.fixture
def cells():
    """6 rows of 4 columns; cells 5 to 10 are hidden."""
    images = make_images(np.arange(24) % 4 % 3)
    whole = CellSet(images, np.arange(24), (6, 4), size=4)
    scorer = CellScorer(whole, np.arange(5, 11), (10, 5))
    scorer.referee = scorer.row_referee = FirstPixel()
    return whole, scorer


def test_nearest_cell_is_hidden(cells):
    whole, scorer = cells
    hidden = scorer.recovered(whole.images).nonzero()[0].tolist()
    assert hidden == list(range(5, 11))
    assert len(scorer.training) == 18
    assert 0 <= scorer.chance < 1
    far = 128 + (whole.images[5:6].astype(float) - 128) / 4
    assert scorer.recovered(far.astype("uint8")).all()
    scorer.own_distance = 100.0  # the hidden cell is 162 away from it
    assert not scorer.recovered(far.astype("uint8")).any()


def test_requested_cells(cells):
    whole, scorer = cells
    made = scorer.score(whole.images, whole.images[[10, 5, 6, 5, 6, 5]])
    assert (made["hits"], made["asked"]) == (6, 6)
    assert made["cell_rate"] == 4 / 6
    real = scorer.score(*scorer.reference("real-data", 6, 0))
    assert real["cell_rate"] == 1 and real["hits"] == real["asked"] == 6
    assert real["style_rate"] == 1 and made["style_rate"] == 4 / 6


def test_requested_characters():
    """Cells 1, 2 and 4 have the columns 1, 2 and 0; one image is wrong."""
    whole = CellSet(
        make_images(np.arange(12) % 4 % 3), np.arange(12), (3, 4), size=4
    )
    scorer = CellScorer(whole, np.array([1, 2, 4]), (1, 2, 4))
    scorer.referee = scorer.row_referee = FirstPixel()
    made = scorer.score(whole.images, make_images([1, 0, 0]))
    assert made["recognized"] == pytest.approx(2 / 3)


def test_codes_name_the_row_and_the_column(cells):
    whole, _ = cells
    assert whole.code_length == 10 and whole.num_classes == 4
    codes = whole.codes([0, 6]).numpy().tolist()
    assert codes == [
        [1, 0, 0, 0, 0, 0, 1, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
    ]
    x, codes = next(iter(whole.cell_batches(24, seed=1)))
    pixels = np.round((x.numpy() + 1) * 127.5).astype("uint8")
    for picture, code in zip(pixels, codes.numpy(), strict=True):
        row, column = np.flatnonzero(code)
        cell = 4 * row + column - 6
        known = whole.images[cell]
        np.testing.assert_array_equal(picture, known)


def test_stored_images_have_256_values():
    made = as_stored(np.array([-2, -1, 0, 1, np.nan]).reshape(1, 5, 1, 1, 1))
    assert made.ravel().tolist() == [0, 0, 128, 255, 128]
    assert made.dtype == np.uint8
