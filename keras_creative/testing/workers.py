"""Checks that two workers take the steps of one device."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from keras_creative.commands.local_workers import run_workers
from keras_creative.testing.comparisons import assert_equal_histories
from keras_creative.testing.subject import Subject
from keras_creative.typing import PathLike

_WORKERS = 2
# Aggregation of variables that each worker has of its own.
_OWN = "only_first_replica"
# Lines of output that an error shows.
_SHOWN = 20
# What each of the workers runs.
_TRAINING = """
import importlib, os, sys
sys.path[:0] = {!r}.split(os.pathsep)
from keras_creative import runs
from keras_creative.testing.workers import train_saved
strategy = runs.worker_strategy()
folder, *modules = sys.argv[1:]
worker = strategy.cluster_resolver.task_id
for index, module in enumerate(modules):
    importlib.import_module(module)
    with strategy.scope():
        train_saved(f"{{folder}}/{{index}}", worker)
"""
# Two workers have 4 + 3 samples of a batch, and 1 + 0 of the last one.
_ROWS, _BATCH, _EPOCHS = 15, 7, 17


def two_workers_equal_one(subjects: Sequence[Subject], folder: Path) -> None:
    """Assert that two processes take the SGD steps of one device.

    Both load the saved models and train them on batches that do not divide
    evenly. The modules of the classes must be such that can be imported.

    Args:
        subjects: Sequence of `Subject`.
        folder: `pathlib.Path` of an empty folder to write to.

    Raises:
        AssertionError: If weights or logs differ.
        RuntimeError: If a worker fails.
    """
    for index, subject in enumerate(subjects):
        own = folder / str(index)
        own.mkdir()
        model = subject.make()
        model.compile(
            **{name: keras.optimizers.SGD(0.01) for name in subject.optimizers}
        )
        model.save(own / "model.keras")
        np.savez(own / "data.npz", **subject.make_data(model))
    modules = [subject.cls.__module__ for subject in subjects]
    _run_workers([str(folder), *modules])
    for index, subject in enumerate(subjects):
        own = folder / str(index)
        train_saved(own)
        for worker in range(_WORKERS):
            _assert_equal(own, worker, subject.cls.__name__)


def train_saved(folder: PathLike, worker: int | None = None) -> None:
    """Train the model of a folder on uneven batches for 51 steps.

    Its weights and logs are written, of workers other than the first without
    the variables that follow a worker's first replica.

    Args:
        folder: Folder with `model.keras` and `data.npz`; written to.
        worker: Index of the worker. Defaults to `None`: one device.
    """
    model = keras.saving.load_model(f"{folder}/model.keras")
    with np.load(f"{folder}/data.npz") as file:
        data = {key: values[:_ROWS] for key, values in file.items()}
    options = {"batch_size": _BATCH, "verbose": 0}
    logs = model.fit(**data, shuffle=False, epochs=_EPOCHS, **options).history
    found = model.evaluate(**data, return_dict=True, **options)
    logs |= {f"evaluated {key}": [value] for key, value in found.items()}
    logs = {key: np.array(v, float).tolist() for key, v in logs.items()}
    Path(f"{folder}/{worker}.json").write_text(json.dumps(logs))
    weights = {
        str(index): weight.numpy()
        for index, weight in enumerate(model.weights)
        if worker in (0, None) or weight.aggregation != _OWN
    }
    np.savez(f"{folder}/{worker}.npz", **weights)


def _run_workers(arguments):
    """Train in two processes; raise with their output if one fails."""
    lines = []
    paths = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-c", _TRAINING.format(paths), *arguments]
    code = run_workers(command, _WORKERS, lines.append)
    if code:
        output = "\n".join(lines[-_SHOWN:])
        raise RuntimeError(f"A worker failed, exit code {code}:\n{output}")


def _assert_equal(folder, worker, name):
    """Assert that a worker has the logs and weights of one device."""
    history, expected = (
        json.loads((folder / f"{who}.json").read_text())
        for who in (worker, None)
    )
    assert_equal_histories(history, expected, rtol=1e-4)
    with (
        np.load(folder / f"{worker}.npz") as weights,
        np.load(folder / "None.npz") as others,
    ):
        for key in weights.files:
            np.testing.assert_allclose(
                weights[key],
                others[key],
                rtol=1e-5,
                atol=1e-5,
                err_msg=f"{name}, worker {worker}, weight {key}",
            )
