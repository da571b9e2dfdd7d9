"""Checks that saved models load in a new process."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from keras_creative.testing.subject import Subject

# Samplers are loaded first, as they need nothing of this package.
_LOADING = """
import importlib, sys
import keras, numpy as np
folder, *modules = sys.argv[1:]
def sample(index, name):
    model = keras.saving.load_model(f"{folder}/{index}/{name}.keras")
    inputs = list(np.load(f"{folder}/{index}/inputs.npz").values())
    samples = model(inputs if len(inputs) > 1 else inputs[0])
    np.save(f"{folder}/{index}/{name}.npy", samples)
for index in range(len(modules)):
    sample(index, "sampler")
import keras_creative
for index, module in enumerate(modules):
    importlib.import_module(module)
    sample(index, "model")
"""


def check_loads_in_a_fresh_process(subject: Subject, folder: Path) -> None:
    """The saved model and its sampler load where nothing was registered.

    The new process imports Keras for the sampler, and for the model the module
    of its class, which cannot be a notebook or a script that was run.
    """
    load_in_a_fresh_process([subject], folder)


def load_in_a_fresh_process(subjects: Sequence[Subject], folder: Path) -> None:
    """`check_loads_in_a_fresh_process()` of several, in one process.

    Args:
        subjects: Sequence of `Subject`.
        folder: `pathlib.Path` of an empty folder to write to.

    Raises:
        AssertionError: If a loaded model gives other samples.
        subprocess.CalledProcessError: If one does not load.
    """
    expected = []
    for index, subject in enumerate(subjects):
        own = folder / str(index)
        own.mkdir()
        expected.append(_save_with_inputs(subject, own))
    modules = [subject.cls.__module__ for subject in subjects]
    subprocess.run(
        [sys.executable, "-c", _LOADING, folder, *modules],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    for index, samples in enumerate(expected):
        for name in ("sampler", "model"):
            np.testing.assert_allclose(
                np.load(folder / str(index) / f"{name}.npy"),
                samples,
                atol=1e-6,
                err_msg=subjects[index].cls.__name__,
            )


def _save_with_inputs(subject, folder):
    model = subject.initial()
    subject.fit(model)
    sampler = model.sampler
    inputs = [np.ones((2, *i.shape[1:]), "float32") for i in sampler.inputs]
    np.savez(folder / "inputs.npz", *inputs)
    model.save(folder / "model.keras")
    sampler.save(folder / "sampler.keras")
    return keras.ops.convert_to_numpy(
        model(inputs if len(inputs) > 1 else inputs[0])
    )
