"""Runs of the command of STYLEGAN.py in this process."""

import contextlib
import functools
import io
import json
import re
from pathlib import Path
from typing import NamedTuple

import keras
import pytest

from keras_creative import experiments
from keras_creative.legacy import stylegan

SMALL = ["--nhidden", "8", "--nlayers", "2", "--batch_size", "16"]


class Run(NamedTuple):
    """What is left of a run of the command."""

    code: int
    out: list
    err: list
    figs: Path
    model: keras.Model

    @property
    def record(self):
        (path,) = self.figs.glob("*.json")
        return json.loads(path.read_text(), parse_constant=pytest.fail)

    @property
    def files(self):
        return {
            str(path.relative_to(self.figs))
            for path in self.figs.rglob("*")
            if path.is_file()
        }

    @property
    def losses(self):
        """Iteration, d_loss and g_loss of each line that has them."""
        numbers = re.compile(
            r"iteration +(\d+)/\d+ +d_loss +(\S+) +g_loss +(\S+)"
        )
        lines = [numbers.fullmatch(line) for line in self.out]
        return [tuple(map(float, m.groups())) for m in lines if m]


def run(outdir, *flags):
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        models = [None]
        make_model = experiments.DesignMLP.make_model

        def keep_model(*args, **kwargs):
            models.append(make_model(*args, **kwargs))
            return models[-1]

        patch.setattr(experiments.DesignMLP, "make_model", keep_model)
        code = stylegan.main([*SMALL, "--outdir", str(outdir), *flags])
    lines = [stream.getvalue().splitlines() for stream in (out, err)]
    return Run(code, *lines, Path(outdir) / "figs", models[-1])


class NoDrawer:
    samples = 1

    def __init__(self, *arguments):
        pass

    def draw(self, iteration, samples, title):
        pass

    def finish(self):
        pass


def make_eager(patch):
    """Train step by step: quicker than tracing, for a few steps."""
    make_model = experiments.DesignMLP.make_model
    patch.setattr(
        experiments.DesignMLP,
        "make_model",
        functools.partialmethod(make_model, run_eagerly=True),
    )


def assert_refused(folder, flags, message):
    """Exit code 2, one line on stderr and nothing written."""
    refused = run(folder / "out", *flags)
    assert refused.code == 2
    (line,) = refused.err
    assert re.match(f"STYLEGAN.py: .*{message}", line)
    assert not (folder / "out").exists()
