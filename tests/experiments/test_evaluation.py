import json

import numpy as np
import pytest

from keras_creative import experiments

POINTS = experiments.PointGAN(
    holdout=(2,), few_shot={3: 4}, num_layers=2, units=4, batch_size=8, epochs=1
)


@pytest.fixture
def run(tmp_path):
    folder = experiments.RunFolder(tmp_path / "run")
    folder.begin(POINTS)
    return folder.path


def test_the_recipe_of_a_run_is_made_again(run):
    assert experiments.load_recipe(run) == POINTS


def test_settings_of_no_recipe(run):
    config = json.loads((run / "config.json").read_text())
    config["settings"]["moustache"] = True
    (run / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="Received: .*'moustache'"):
        experiments.load_recipe(run)


@pytest.mark.parametrize(
    "settings, names",
    [
        ({}, r"\['data'\]"),
        ({"data": "8Gaussians", "units": "4"}, r"\['units'\]"),
        ({"data": "8Gaussians", "few_shot": []}, r"\['few_shot'\]"),
    ],
)
def test_settings_that_are_missing_or_of_other_types(run, settings, names):
    """Without `data`, a recipe would fetch its own from the network."""
    config = json.loads((run / "config.json").read_text())
    config["settings"] = settings
    (run / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match=f"these are not: {names}"):
        experiments.load_recipe(run)


def test_settings_of_a_newer_version(run):
    config = json.loads((run / "config.json").read_text())
    config["settings"]["moustache"] = True
    config["versions"]["keras_creative"] = "99.0"
    (run / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="keras_creative 99.0 wrote it, and"):
        experiments.load_recipe(run)


def test_samples_that_are_no_numbers(tmp_path):
    samples = np.full((4, 8, 8, 1), np.nan)
    with pytest.raises(ValueError, match="must be finite numbers"):
        experiments.write_samples(tmp_path / "samples.png", samples)
    with pytest.raises(ValueError, match="must be finite numbers"):
        experiments.write_interpolation(tmp_path / "walk.png", samples)
    assert not list(tmp_path.iterdir())


def test_a_run_without_a_checkpoint_has_no_samples(run):
    with pytest.raises(ValueError, match="holds none"):
        experiments.evaluate(run)


@pytest.mark.slow
def test_points_and_what_a_referee_says_of_hidden_ones(run):
    POINTS.run(run, verbose=0)
    found = experiments.evaluate(run, n=50, seed=3, referee=True)
    assert found["epoch"] == 1
    assert found["measures"]["modes"]["modes_shown"] == 7
    assert found["measures"]["modes"]["n"] == 50
    assert 0 <= found["measures"]["recovery_rate"] <= 1
    assert found["protocol"] == (
        "modes of 50 samples; 10 of each class or code that can be asked for; "
        "seed 3, and a referee"
    )
