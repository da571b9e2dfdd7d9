import dataclasses

import numpy as np
import pytest
from report_pages import Page
from report_runs import make_run

from keras_creative import experiments
from keras_creative.reports import write_report


@pytest.fixture(scope="session")
def digits(tmp_path_factory):
    """A recipe on 24 pictures in a file of its own."""
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    rng = np.random.default_rng(0)
    np.savez(path, x=rng.integers(0, 256, (24, 8, 8)).astype("uint8"))
    return experiments.PictureGAN(
        str(path), size=8, networks="dcgan", width=2, latent_dim=2, batch_size=8
    )


@pytest.fixture(scope="session")
def runs(tmp_path_factory, digits):
    """Folders of small runs, which tests must not change."""
    root = tmp_path_factory.mktemp("runs")
    points = experiments.PointGAN(holdout=(1,), num_layers=2, units=4)
    wild = dataclasses.replace(digits, lambda_g=0.5, seed=1)
    return {
        "digits": make_run(root / "digits", digits),
        "wild": make_run(root / "wild", wild),
        "points": make_run(root / "points", points),
    }


@pytest.fixture
def begun(tmp_path, digits):
    """The folder of a run that has just begun."""
    run = experiments.RunFolder(tmp_path / "begun")
    run.begin(digits, {"pictures": 24, "digest": "0"})
    return run


@pytest.fixture(scope="module")
def page(runs, tmp_path_factory):
    """The report of a run of pictures."""
    return Page(
        write_report(runs["digits"], tmp_path_factory.mktemp("a") / "p")
    )
