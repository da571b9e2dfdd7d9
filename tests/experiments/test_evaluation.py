import json

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
