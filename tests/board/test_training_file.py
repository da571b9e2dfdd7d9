"""What a job receives does not lead to what is hidden."""

import gc
import inspect

import numpy as np
import pytest
import tensorflow as tf

from keras_creative import datasets
from keras_creative.board import SUITES
from keras_creative.board.cases import open_case
from keras_creative.board.families import FAMILIES
from keras_creative.board.job import specification
from keras_creative.board.training_file import (
    digest,
    read_training,
    write_training,
)

IMAGES = np.arange(6, dtype="uint8").repeat(16).reshape(6, 4, 4) * 40
LABELS = [0, 1, 2, 0, 1, 2]


def reachable_arrays(start):
    """Every array that references lead to, also through views."""
    waiting, seen = [start], {}
    while waiting:
        found = waiting.pop()
        if id(found) in seen or inspect.ismodule(found):
            continue
        if isinstance(found, type) or inspect.isroutine(found):
            continue
        seen[id(found)] = found
        waiting += gc.get_referents(found)
        if isinstance(found, np.ndarray) and found.base is not None:
            waiting.append(found.base)
    arrays = (np.ndarray, tf.Tensor, tf.Variable)
    return [
        np.asarray(found)
        for found in seen.values()
        if isinstance(found, arrays) and found.dtype != tf.resource
    ]


def holds(arrays, row):
    """Whether a row is part of one of the arrays."""
    size = row.size
    return any(
        (array.reshape(-1, size) == row.ravel()).all(axis=1).any()
        for array in arrays
        if array.size and array.size % size == 0
    )


def ring_file(path):
    training, hidden = datasets.holdout(datasets.load_toy("8Gaussians"), [7])
    write_training(path, training)
    return training, hidden.components[7]


def pictures_file(path):
    data = datasets.PictureSet(IMAGES, LABELS, holdout=[2], size=4)
    write_training(path, data)
    return data, IMAGES[2]


@pytest.mark.parametrize("make", [ring_file, pictures_file])
def test_nothing_leads_to_what_is_hidden(make, tmp_path):
    training, hidden = make(tmp_path / "shown.npz")
    assert holds(reachable_arrays(training), hidden)
    assert not holds(reachable_arrays(training.without_hidden()), hidden)
    received = read_training(tmp_path / "shown.npz")
    assert not holds(reachable_arrays(received), hidden)


@pytest.mark.parametrize("make", [ring_file, pictures_file])
def test_the_same_is_shown(make, tmp_path):
    training, _ = make(tmp_path / "shown.npz")
    received = read_training(tmp_path / "shown.npz")
    for name in ("num_classes", "holdout", "shown", "sample_shape", "name"):
        assert getattr(received, name) == getattr(training, name), name
    for x, y in zip(
        next(iter(received.batches(4, seed=3))),
        next(iter(training.batches(4, seed=3))),
        strict=True,
    ):
        np.testing.assert_array_equal(x, y)


def test_shots_do_not_lead_to_their_class():
    ring = datasets.load_toy("8Gaussians")
    training, _ = datasets.few_shot(ring, 3, k=2)
    stripped = training.without_hidden()
    assert not holds(reachable_arrays(stripped), ring.components[3])
    np.testing.assert_array_equal(
        stripped.sample(20)[0], training.sample(20)[0]
    )


def test_digest_is_of_what_is_shown():
    shown = [datasets.load_toy("8Gaussians", holdout=[k]) for k in (1, 1, 2)]
    digests = [digest(data) for data in shown]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.slow
def test_trained_models_do_not_lead_to_what_is_hidden(suite, tmp_path):
    """All that a job holds after its training: data, model, optimizers."""
    path = tmp_path / "shown.npz"
    training, hidden = ring_file(path)
    entry = suite.entries[1]
    job = specification(suite, entry, path, (0,), (7,), tmp_path / "out.npz")
    data = read_training(path)
    trained = FAMILIES[job["family"]](data, (0, 1), 2, **job["options"])
    arrays = reachable_arrays([job, data, trained])
    assert holds(arrays, training.components[0])
    assert not holds(arrays, hidden)


def test_jobs_are_told_labels_only_if_they_are_asked(suite, tmp_path):
    for entry in suite.entries:
        job = specification(
            suite, entry, tmp_path, (0,), (7,), tmp_path / "out"
        )
        assert job["requested"] == ([7] if entry.asked else None)
        assert job["shown"] == ([0] if entry.asked else None)
        assert not {"hidden", "whole"} & set(job)


def test_cases_of_points_hold_what_is_shown():
    for setting in SUITES["ring"].settings[:2]:
        case = open_case(setting)
        hidden = case.scorer.hidden_modes
        assert not holds(reachable_arrays(case.training), hidden[0])
