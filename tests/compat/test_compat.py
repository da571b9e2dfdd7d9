"""Models and runs that version 0.1.0 wrote, see make_files.py."""

import shutil
from pathlib import Path

import keras
import numpy as np
import pytest

from keras_creative import experiments

FILES = Path(__file__).with_name("v0.1.0")
MODELS = sorted(path.stem for path in FILES.glob("*.keras"))
RUNS = sorted(path.name for path in (FILES / "runs").iterdir())


@pytest.fixture
def run(request, tmp_path, monkeypatch):
    """A copy of a run folder, beside the data that its settings name."""
    shutil.copy(FILES / "pictures.npz", tmp_path)
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(FILES / "runs" / request.param, tmp_path / "run")


def test_there_are_files():
    assert len(MODELS) == 6
    assert len(RUNS) == 3


@pytest.mark.parametrize("name", MODELS)
def test_model_samples_as_it_did(name):
    model = keras.models.load_model(FILES / f"{name}.keras")
    expected = np.load(FILES / f"{name}.npy")
    np.testing.assert_allclose(
        model.sample(4, seed=1), expected, rtol=1e-4, atol=1e-5
    )
    assert model.compiled


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_model_trains_on(name):
    model = keras.models.load_model(FILES / f"{name}.keras")
    before = int(model.draws)
    x = np.zeros((30, *model.sample_shape), "float32")
    y = None if model.num_classes is None else np.arange(30) % 3
    model.fit(x, y, batch_size=30, verbose=0)
    assert int(model.draws) > before


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_run_resumes(run):
    recipe = experiments.load_recipe(run)
    recipe.run(run, epochs=3, verbose=0)
    rows = (run / "history.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["epoch", "1", "2", "3"]


@pytest.mark.parametrize("run", RUNS, indirect=True)
def test_run_is_measured(run):
    found = experiments.evaluate(run, n=16)
    assert found["epoch"] == 2
    assert found["measures"]
