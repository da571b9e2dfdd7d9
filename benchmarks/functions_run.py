"""Counts the functions and files that a command and a step run.

    python benchmarks/functions_run.py

Two counts, of functions that `keras_creative` defines and of the files that
they are in. Comprehensions, lambdas and the bodies of modules and classes are
not counted, and a function counts once, however often it runs.

- train: from `cli.main()` to the first call of the model's `train_step`, for
  `keras-creative train design-fashion-mnist` on 64 random pictures.
- step: one eager `train_step` of a `DesignGAN` of dense networks.

Everything is imported before, so that what runs at an import does not count.
"""

import argparse
import contextlib
import importlib
import io
import os
import pkgutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import keras
import numpy as np

import keras_creative
from keras_creative import cli, models, networks

PACKAGE = str(Path(keras_creative.__file__).parent)


class Reached(BaseException):
    """The first train_step begins."""


class Profile:
    """Names and files of functions that run between `start` and `stop`.

    Args:
        until: Name of the function at whose call to stop. Defaults to `None`:
            at the end of the block.
    """

    def __init__(self, until=None):
        self.until = until
        self.functions = {}

    def __enter__(self):
        sys.setprofile(self._on_event)
        return self

    def __exit__(self, kind, *more):
        sys.setprofile(None)
        return kind is Reached

    def _on_event(self, frame, event, argument):
        code = frame.f_code
        file = os.path.abspath(code.co_filename)
        if event != "call" or not file.startswith(PACKAGE + os.sep):
            return
        if code.co_name == self.until:
            sys.setprofile(None)
            raise Reached
        if not code.co_name.startswith("<") and not _is_class_body(frame):
            name = code.co_qualname, os.path.relpath(file, PACKAGE)
            self.functions.setdefault(name, len(self.functions))

    @property
    def files(self):
        """Number of functions by file."""
        return Counter(file for _, file in self.functions)


def _is_class_body(frame):
    return "__module__" in frame.f_locals and "__qualname__" in frame.f_locals


def train():
    """What runs before the first step of `keras-creative train`."""
    argv = ["train", "design-fashion-mnist", "--batch_size", "16"]
    argv += ["--width", "2", "--epochs", "1", "--out", "run"]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        rng = np.random.default_rng(0)
        np.savez(
            "fashion-mnist.npz",
            x=rng.integers(0, 256, (64, 28, 28), dtype="uint8"),
            y=np.arange(64) % 10,
        )
        os.environ["KERAS_CREATIVE_DATA"] = folder
        with (
            contextlib.redirect_stdout(io.StringIO()),
            Profile(until="train_step") as profile,
        ):
            cli.main(argv)
    return profile


def step():
    """What runs in an eager step of a DesignGAN."""
    model = models.DesignGAN(
        networks.mlp_generator(2, units=8),
        networks.mlp_discriminator(num_classes=3, units=8),
    )
    model.compile("adam", "adam", run_eagerly=True)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 2)).astype("float32")
    batch = keras.ops.convert_to_tensor(x), np.arange(8) % 3
    model.train_step(batch)
    with Profile() as profile:
        model.train_step(batch)
    return profile


def main():
    """Print both counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", action="store_true", help="list them")
    args = parser.parse_args()
    for info in pkgutil.walk_packages([PACKAGE], "keras_creative."):
        if "__main__" not in info.name:
            importlib.import_module(info.name)
    for name, measure in (("train", train), ("step", step)):
        profile = measure()
        count, files = len(profile.functions), len(profile.files)
        print(f"{name}: {count} functions in {files} files")
        if args.names:
            for file, n in sorted(profile.files.items()):
                print(f"  {file}: {n}")
                for function, place in profile.functions:
                    if place == file:
                        print(f"    {function}")


if __name__ == "__main__":
    main()
