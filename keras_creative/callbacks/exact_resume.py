"""A `fit()` that resumes where it was stopped."""

import contextlib
import json
import tempfile
import warnings
import zipfile
from pathlib import Path

import keras
import tensorflow as tf

from keras_creative.callbacks.checkpoints import (
    newest_complete,
    note_epoch,
    numbered_files,
    remove_older,
)
from keras_creative.checks import check_integers
from keras_creative.files import atomic_path, remove_stale_temp_files
from keras_creative.files.model_files import check_finite, check_weights
from keras_creative.typing import Logs, PathLike

_SUFFIX = ".zip"
_WEIGHTS, _STATES = "model.weights.h5", "random_states.json"
# Networks of optimizers in models that do not declare their players.
_USUAL = {"g_optimizer": "generator", "d_optimizer": "discriminator"}


class ExactResume(keras.callbacks.Callback):
    """Saves the complete state of a model after epochs, and resumes from it.

    Use it like `keras.callbacks.BackupAndRestore`: start the script that was
    stopped, by Ctrl-C, a kill or a power cut, again without a change, and
    `fit()` begins with the first epoch that is not in the folder. Restored are
    the weights, all optimizers with their learning rates, an averaged
    generator, and the state of all noise that layers and the models of
    `keras_creative.models` draw. A file is written under another name and
    renamed when it is complete; a damaged one is skipped.

    The data are made before a callback is called, so their first batch must be
    set. With the `batches()` of `keras_creative.datasets` use `first_epoch`,
    or for toys with other epochs than theirs `first_step`, as in the example.
    For an endless `tf.data.Dataset` of a fixed order use
    `.skip(resume.epochs_made * steps_per_epoch)`; a finite one is made endless
    by `.repeat()`, also if it has a `shuffle()` with a seed. Arrays need
    `shuffle=False`, since the order that Keras drew is not known. A global
    random state, such as that of `tf.random`, and the counts of other
    callbacks, such as the patience of `keras.callbacks.EarlyStopping`, are not
    restored.

    List the callback after all those that write at the end of an epoch, so that
    their files are complete when it has saved. The files hold weights, not the
    model, so that any model can be resumed; for complete models, see
    `Checkpoints`.

    Args:
        folder: Folder of the files; created if missing. Each of several
            processes needs its own.
        every: Number of epochs between files; the last epoch of `fit()` is
            always saved. Defaults to `1`.
        keep: Number of newest files kept, at least 1. Defaults to `2`.
        delete_at_end: Whether to remove the files when training has ended.
            Defaults to `False`: a later `fit()` with more epochs resumes from
            them, and a script that is run again after its end does not train
            again.

    Raises:
        ValueError: If an argument is out of range; before the first step, if an
            optimizer is not built and its weights are not known, if all files
            are damaged, or the newest belongs to another model.

    Example:

    ```python
    resume = keras_creative.callbacks.ExactResume("runs/ring/backup")
    ring = keras_creative.datasets.load_toy("8Gaussians")
    gan = keras_creative.models.GAN(
        keras_creative.networks.mlp_generator(),
        keras_creative.networks.mlp_discriminator(),
    )
    gan.compile()
    gan.fit(
        ring.batches(64, labelled=False, first_step=10 * resume.epochs_made),
        steps_per_epoch=10,
        epochs=3,
        callbacks=[resume],
    )
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        every: int = 1,
        keep: int = 2,
        delete_at_end: bool = False,
    ) -> None:
        super().__init__()
        check_integers(every=(every, 1), keep=(keep, 1))
        self.folder = Path(folder)
        self.every = every
        self.keep = keep
        self.delete_at_end = delete_at_end

    @property
    def epochs_made(self) -> int:
        """Number of epochs in the newest complete file, 0 if there is none."""
        return self._newest()[1]

    def on_train_begin(self, logs: Logs = None) -> None:
        """Restore the model, and let `fit()` begin at its next epoch."""
        if not self.model.built:
            raise ValueError(
                "The model must be built before `fit()`, such as by calling "
                f"it on a batch. Received: a {type(self.model).__name__} "
                "with built=False"
            )
        _build_optimizers(self.model)
        remove_stale_temp_files(self.folder)
        path, epoch = self._newest()
        if path is not None:
            self._restore(path)
            # As `keras.callbacks.BackupAndRestore` does.
            self.model._initial_epoch = epoch

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Let the next `fit()` begin at its own `initial_epoch`."""
        self.model._initial_epoch = None

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Save, if this is due after this epoch."""
        made = epoch + 1
        if made % self.every == 0 or made == self.params.get("epochs"):
            path = self.folder / f"epoch_{made:04d}{_SUFFIX}"
            with atomic_path(path) as temporary:
                self._save(temporary)
                note_epoch(temporary, made)
            remove_older(self.folder, made, self.keep, _SUFFIX)

    def on_train_end(self, logs: Logs = None) -> None:
        """Remove the files, if `delete_at_end`."""
        self.model._initial_epoch = None
        if self.delete_at_end:
            for _, path in numbered_files(self.folder, _SUFFIX):
                path.unlink()
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def _newest(self):
        return newest_complete(self.folder, _SUFFIX, {_WEIGHTS, _STATES})

    def _save(self, path):
        """Write all weights, and the states that Keras does not save."""
        states = [
            tf.convert_to_tensor(state).numpy().tolist()
            for state in _states(self.model)
        ]
        with (
            tempfile.TemporaryDirectory() as folder,
            zipfile.ZipFile(path, "w") as archive,
        ):
            weights = Path(folder) / _WEIGHTS
            self.model.save_weights(weights)
            archive.write(weights, _WEIGHTS)
            archive.writestr(_STATES, json.dumps(states))

    def _restore(self, path):
        try:
            with (
                tempfile.TemporaryDirectory() as folder,
                zipfile.ZipFile(path) as archive,
                warnings.catch_warnings(),
            ):
                # Keras warns of a part that it cannot load, and skips it.
                warnings.filterwarnings("error", "Skipping (variable|nested)")
                check_weights(archive.read(_WEIGHTS))
                self.model.load_weights(archive.extract(_WEIGHTS, folder))
                saved = json.loads(archive.read(_STATES))
                for state, value in zip(
                    _states(self.model), saved, strict=True
                ):
                    state.assign(value)
            check_finite(self.model)
        except Exception as error:  # Keras raises any kind of error here
            raise ValueError(
                "A run resumes with its original networks and optimizers. "
                f"Received: {str(path)!r}, which does not fit the "
                f"{type(self.model).__name__}: {error}"
            ) from error


def _states(model):
    """States of the random numbers that layers draw."""
    return [v for v in model.variables if v.name == "seed_generator_state"]


def _build_optimizers(model):
    """Build the optimizers, so that their variables can be loaded."""
    networks = {
        id(player.optimizer): player.network
        for player in getattr(model, "players", {}).values()
    }
    for name, optimizer in vars(model).items():
        is_optimizer = isinstance(optimizer, keras.optimizers.Optimizer)
        if not is_optimizer or optimizer.built:
            continue
        network = model if name == "optimizer" else None
        network = getattr(model, _USUAL.get(name, ""), network)
        network = networks.get(id(optimizer), network)
        if network is None or not network.built:
            raise ValueError(
                f"`{name}` must be built before `fit()`, such as by "
                f"`model.{name}.build(model.discriminator"
                f".trainable_variables)`. Received: {optimizer!r} in a "
                f"{type(model).__name__}"
            )
        optimizer.build(network.trainable_variables)
