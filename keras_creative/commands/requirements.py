"""Checks before a command starts: files, folders and libraries."""

import contextlib
import gc
import importlib
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from keras_creative.commands.errors import UserError


def check_writable(folder):
    """Create a folder and check that files can be written there.

    Args:
        folder: `pathlib.Path`; its parents are created as well.

    Raises:
        UserError: If that fails. Folders created before are removed.
    """
    folder = Path(folder)
    missing = [p for p in (folder, *folder.parents) if not os.path.lexists(p)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        for made in missing:
            with contextlib.suppress(OSError):
                made.rmdir()
        raise UserError(
            f"cannot write to the folder {str(folder)!r}: {error.strerror}"
        ) from error


def check_exists(path):
    """Check that a file or folder exists.

    Args:
        path: `pathlib.Path`.

    Raises:
        UserError: If it does not.
    """
    if not path.exists():
        raise UserError(f"there is no {str(path)!r}")


def check_extra(extra, what, *modules):
    """Raise if libraries of an extra are missing, without importing them.

    Args:
        extra: Name of the extra.
        what: Subject of the message, such as `"An MP4 file"`.
        *modules: Names of modules that must be installed.

    Raises:
        UserError: If one is missing.

    Example:

    >>> keras_creative.commands.check_extra("video", "A film", "json")
    """
    missing = [name for name in modules if not _is_installed(name)]
    if missing:
        raise UserError(
            f"{what} needs {' and '.join(missing)}: "
            f'pip install "keras-creative[{extra}]"'
        )


def _is_installed(module):
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a module without a specification
        return True


def import_tensorflow_quietly():
    """Import TensorFlow without its start-up messages on the terminal.

    They are written before any log level is read, so stderr is redirected
    during the import; when the import fails, it is printed. Garbage collection
    skips the 370,000 objects of the modules, which live until the process ends:
    it would take half a second of the import, and more at the end.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if os.path.expanduser("~") == "~":  # Keras would make a folder ~ here
        place = os.path.join(tempfile.gettempdir(), ".keras")
        os.environ.setdefault("KERAS_HOME", place)
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as messages:
        os.dup2(messages.fileno(), 2)
        try:
            with _modules_not_collected():
                importlib.import_module("tensorflow")
                importlib.import_module("keras")
        except Exception:
            messages.seek(0)
            os.write(kept, messages.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def set_threads(count):
    """Set the threads of TensorFlow, before it runs its first operation.

    Args:
        count: Threads for each operation, and operations at a time.

    Raises:
        UserError: If TensorFlow has started with other numbers of threads.
    """
    import tensorflow as tf

    try:
        tf.config.threading.set_intra_op_parallelism_threads(count)
        tf.config.threading.set_inter_op_parallelism_threads(count)
    except RuntimeError as error:
        raise UserError(
            "--threads has no effect, because TensorFlow has started in this "
            "process already"
        ) from error


@contextlib.contextmanager
def _modules_not_collected():
    """Exempt the modules that are imported from garbage collection.

    When they are imported already, the objects of the caller's own models
    must stay collectable.
    """
    if "keras" in sys.modules:
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
