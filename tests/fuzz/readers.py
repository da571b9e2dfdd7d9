"""Readers of what the package reads, and its commands."""

import contextlib
import hashlib
import io
import warnings

import keras
import numpy as np
from good_files import EPOCHS, POINTS, referee_network

from keras_creative import callbacks, cli, datasets, experiments, runs
from keras_creative.runs import referee_cache


def digest(*arrays):
    """A few letters that tell arrays from others."""
    found = hashlib.sha256()
    for array in arrays:
        array = np.ascontiguousarray(array)
        found.update(f"{array.dtype}{array.shape}".encode() + array.tobytes())
    return found.hexdigest()[:12]


def read_config(folder):
    experiments.RunFolder(folder / "run").read_config()
    return repr(experiments.load_recipe(folder / "run"))


def read_measures(folder):
    return experiments.RunFolder(folder / "run").measures()


def read_history(folder):
    run = experiments.RunFolder(folder / "run")
    run.check_history(EPOCHS)
    return callbacks.read_history(run.history)


def read_checkpoint(folder):
    keras.backend.clear_session()
    model, epoch = callbacks.load_latest(folder / "run" / "checkpoints")
    state = (*model.variables, *model.g_optimizer.variables)
    return epoch, digest(*(v.numpy() for v in state))


def read_best(folder):
    saver = callbacks.Checkpoints(folder / "run" / "checkpoints", 2, "g_loss")
    saver.on_train_begin()
    return saver.best


def read_backup(folder):
    keras.backend.clear_session()
    model = POINTS.make_model(POINTS.load_data())
    resume = callbacks.ExactResume(folder / "backup")
    resume.set_model(model)
    resume.on_train_begin()
    return resume.epochs_made, digest(*(v.numpy() for v in model.variables))


def read_referee(folder):
    keras.backend.clear_session()
    saved = referee_cache.read_referee(
        folder / "referee.npz", referee_network(), 3
    )
    if saved is None:
        return None
    weights, probabilities, labels = saved
    return digest(*weights, probabilities, labels)


def read_latent(folder):
    return digest(runs.read_latent(folder / "latent.npz", (6,)))


def read_set(folder):
    data = datasets.PictureSet.load(folder / "digits.npz", size=8)
    return digest(*data.sample(len(data)))


def read_idx(folder):
    data = datasets.PictureSet.load(folder, size=8)
    return digest(*data.sample(len(data)))


def read_folder(folder):
    data = datasets.PictureFolder(folder / "pictures", size=8)
    found = len(data), digest(*data.sample(len(data)))
    if data.skipped:  # logged, not warned of
        warnings.warn(f"skipped {data.skipped}", stacklevel=2)
    return found


def command(*argv):
    """A command of a run, which must end with a code of its own."""

    def read(folder):
        keras.backend.clear_session()
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()) as told,
        ):
            code = cli.main(list(argv))
        if code not in (0, 1, 2):
            raise RuntimeError(f"exit code {code}")
        if code and "Traceback" in told.getvalue():
            raise RuntimeError(told.getvalue())
        if code:
            raise ValueError(told.getvalue())

    return read


def read_begin(folder):
    """What a session that resumes reads, but for the training itself."""
    keras.backend.clear_session()
    session = POINTS.begin(folder / "run")
    session.folder.release()
    for callback in session.callbacks:
        callback.set_model(session.model)
    for name in ("HistoryCSV", "Checkpoints"):
        (callback,) = (c for c in session.callbacks if type(c).__name__ == name)
        callback.on_train_begin()
    weights = session.model.generator.get_weights()
    return session.epochs_made, digest(*weights)
