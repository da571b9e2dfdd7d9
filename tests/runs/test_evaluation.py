import dataclasses
import json
import types

import numpy as np
import pytest

from keras_creative import experiments, metrics
from keras_creative.recipes import PairCycleGAN, PictureStyle, TaskFIGR
from keras_creative.reports.record import RunRecord
from keras_creative.runs import evaluation

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


@pytest.mark.parametrize("change", [{"size": 10**6}, {"data": "/proc/self"}])
def test_settings_of_a_received_run_ask_for_nothing_mad(tmp_path, change):
    """Neither all memory nor a walk through the system's folders."""
    path = tmp_path / "digits.npz"
    np.savez(path, x=np.zeros((24, 8, 8), "uint8"))
    recipe = experiments.PictureVAE(str(path), size=8, batch_size=8)
    session = recipe.begin(tmp_path / "run")
    session.folder.release()
    session.folder.checkpoints.mkdir()
    session.model.save(session.folder.checkpoints / "epoch_0001.keras")
    file = tmp_path / "run" / "config.json"
    config = json.loads(file.read_text())
    config["settings"] |= change
    config["data"] = None
    file.write_text(json.dumps(config))
    with pytest.raises(ValueError, match="must have the shape|on a disk"):
        experiments.evaluate(tmp_path / "run", n=10)
    assert RunRecord(tmp_path / "run").data is None


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


@pytest.fixture
def labelled_run(tmp_path):
    """A run on 16 pictures of two classes, and its model as it begins."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (16, 8, 8)).astype("uint8")
    np.savez(tmp_path / "two.npz", x=images, y=np.arange(16) % 2)
    recipe = experiments.PictureGAN(
        str(tmp_path / "two.npz"), size=8, width=2, latent_dim=2, batch_size=8
    )
    run = experiments.RunFolder(tmp_path / "run")
    data = recipe.load_data()
    run.begin(recipe, data.fingerprint)
    run.checkpoints.mkdir()
    recipe.make_model(data).save(run.checkpoints / "epoch_0001.keras")
    return run.path


def test_class_ambiguity_by_a_referee(labelled_run, monkeypatch):
    """Undecided of samples, and sure of one in two real pictures."""
    judge = types.SimpleNamespace(
        test_probabilities=np.array([[1, 0], [0.5, 0.5]]),
        probabilities=lambda pictures: np.full((len(pictures), 2), 0.5),
        test_labels=np.array([0, 1]),
    )
    asked = []

    def load_referee(data, train, verbose):
        asked.append(train)
        return judge

    monkeypatch.setattr(evaluation, "load_referee", load_referee)
    for referee in (False, True):
        found = experiments.evaluate(labelled_run, n=9, referee=referee)
        measures = found["measures"]
        assert measures["class_ambiguity"] == pytest.approx(np.log(2))
        assert measures["class_ambiguity_limit"] == pytest.approx(np.log(2))
        assert measures["class_ambiguity_real"] == pytest.approx(np.log(2) / 2)
        assert measures["class_certainty"] == 0.5
        assert measures["referee_accuracy"] == 0.5
        assert measures["class_certainty_real"] == 0.75
        assert found["protocol"].endswith(", and a referee")
        assert set(metrics.explain(measures)) == set(measures)
    assert asked == [False, True]


def test_no_referee_is_trained_unasked(labelled_run, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_CACHE", str(tmp_path / "cache"))
    found = experiments.evaluate(labelled_run, n=9)
    assert "class_ambiguity" not in found["measures"]
    assert "referee" not in found["protocol"]
    assert not (tmp_path / "cache").exists()


def test_points_of_which_none_were_hidden_have_no_referee(tmp_path):
    recipe = dataclasses.replace(POINTS, holdout=(), few_shot={})
    run = experiments.RunFolder(tmp_path / "run")
    run.begin(recipe)
    run.checkpoints.mkdir()
    model = recipe.make_model(recipe.load_data())
    model.save(run.checkpoints / "epoch_0001.keras")
    with pytest.raises(ValueError, match="Received: points of which none"):
        experiments.evaluate(run.path, n=9, referee=True)


def test_measures_by_name(labelled_run, tmp_path, monkeypatch):
    """Those of features, of pixels unless others are requested."""
    monkeypatch.setenv("KERAS_CREATIVE_CACHE", str(tmp_path / "cache"))
    names = ["coverage", "uniqueness", "pixel_mean"]
    found = experiments.evaluate(labelled_run, n=12, metrics=names)
    assert set(found["measures"]) == set(names)
    assert found["protocol"].endswith(
        "; pixels features beside 12 training examples"
    )
    found = experiments.evaluate(labelled_run, n=12, metrics=["uniqueness"])
    assert "features" not in found["protocol"]
    with pytest.raises(ValueError, match="'coverag'; did you mean coverage?"):
        experiments.evaluate(labelled_run, metrics=["coverag"])
    with pytest.raises(ValueError, match="'am_score', which needs a classif"):
        experiments.evaluate(labelled_run, n=9, metrics=["am_score"])
    with pytest.raises(ValueError, match="'box_chance', which needs std, half"):
        experiments.evaluate(labelled_run, n=9, metrics=["box_chance"])


def test_features_add_their_measures(labelled_run, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_CACHE", str(tmp_path / "cache"))
    plain = experiments.evaluate(labelled_run, n=9)
    assert not {"recall", "vendi_score"} & set(plain["measures"])
    with pytest.warns(UserWarning, match="64 features is strongly biased"):
        found = experiments.evaluate(labelled_run, n=9, features="pixels")
    assert {"recall", "vendi_score", "kernel_distance"} < set(found["measures"])
    assert set(plain["measures"]) < set(found["measures"])


def test_measures_of_points_by_name(tmp_path):
    """Those of groups stay in their groups."""
    recipe = dataclasses.replace(POINTS, holdout=(), few_shot={})
    run = experiments.RunFolder(tmp_path / "run")
    run.begin(recipe)
    run.checkpoints.mkdir()
    model = recipe.make_model(recipe.load_data())
    model.save(run.checkpoints / "epoch_0001.keras")
    names = ["coverage", "modes_captured", "authenticity"]
    measures = experiments.evaluate(run.path, n=20, metrics=names)["measures"]
    assert set(measures) == {"coverage", "modes", "authenticity"}
    assert set(measures["modes"]) == {"modes_captured"}


@pytest.mark.parametrize(
    "recipe, message",
    [
        (TaskFIGR("icons"), "few-shot run.*imitate.*Received"),
        (PairCycleGAN(), "a run that translates.*translate.*Received"),
        (PictureStyle("paintings"), "style.*stylize.*Received"),
    ],
)
def test_runs_for_given_pictures_are_refused(
    recipe, message, monkeypatch, tmp_path
):
    monkeypatch.setattr(evaluation, "load_recipe", lambda _: recipe)
    with pytest.raises(ValueError, match=message):
        evaluation.load_data(tmp_path)
