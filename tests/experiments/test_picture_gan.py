import dataclasses
import json

import numpy as np
import pytest

from keras_creative import cli, datasets, experiments

RECIPE = experiments.DesignImages(
    "mnist", width=4, latent_dim=4, batch_size=8, epochs=2, seed=1
)


@pytest.fixture
def tiny_mnist(tmp_path, monkeypatch):
    """Twenty pictures with two of each digit, under the data variable."""
    folder = tmp_path / "data"
    folder.mkdir()
    rng = np.random.default_rng(0)
    np.savez(
        folder / "mnist.npz",
        x=rng.integers(0, 256, (20, 28, 28)).astype("uint8"),
        y=np.repeat(np.arange(10), 2),
    )
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(folder))


def files(folder):
    return sorted(
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()
    )


def test_run_fills_its_folder(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    model = RECIPE.run(run, verbose=0)
    assert files(run) == [
        "checkpoints/epoch_0001.keras",
        "checkpoints/epoch_0002.keras",
        "config.json",
        "history.csv",
        "losses.png",
        "samples/epoch_0001.png",
        "samples/epoch_0002.png",
    ]
    config = json.loads((run / "config.json").read_text())
    assert config["settings"]["dataset"] == "mnist"
    assert config["versions"]["keras"]
    assert model.sample(2).shape == (2, 32, 32, 1)


def test_stopped_run_equals_an_unbroken_one(tiny_mnist, tmp_path):
    unbroken = RECIPE.run(tmp_path / "unbroken", verbose=0)
    RECIPE.run(tmp_path / "stopped", epochs=1, verbose=0)
    resumed = RECIPE.run(tmp_path / "stopped", epochs=2, verbose=0)
    np.testing.assert_allclose(
        resumed.sample(4, seed=0), unbroken.sample(4, seed=0), atol=1e-5
    )
    tables = [
        (tmp_path / name / "history.csv").read_text().splitlines()
        for name in ("unbroken", "stopped")
    ]
    assert len(tables[0]) == 3 and tables[0][0] == tables[1][0]
    for expected, row in zip(*[t[1:] for t in tables], strict=True):
        np.testing.assert_allclose(
            np.array(row.split(","), float),
            np.array(expected.split(","), float),
            rtol=1e-5,
        )


def test_changed_settings_are_refused(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    RECIPE.run(run, epochs=1, verbose=0)
    before = files(run)
    changed = dataclasses.replace(RECIPE, lambda_g=2.0)
    with pytest.raises(ValueError, match="lambda_g: expected 0.1, received 2"):
        changed.run(run, verbose=0)
    assert files(run) == before


def test_folder_of_something_else_is_refused(tiny_mnist, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="no config.json"):
        RECIPE.run(tmp_path, verbose=0)
    assert not (tmp_path / "config.json").exists()


def test_held_out_classes_are_not_trained_on(tiny_mnist):
    data = dataclasses.replace(RECIPE, holdout=(3,)).load_data()
    assert 3 not in data.labels and set(data.held_out_labels) == {3}
    _, labels = next(iter(data.batches(18)))
    assert 3 not in labels.numpy() and data.num_classes == 10


def test_picture_set_samples_are_in_the_networks_range(tiny_mnist):
    data = datasets.PictureSet.load("mnist")
    pictures, labels = data.sample(5, seed=1)
    assert pictures.shape == (5, 32, 32, 1) and labels.shape == (5,)
    assert pictures.min() == -1 and pictures.max() <= 1


def test_train_command(tiny_mnist, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(experiments.RECIPES, "design-mnist", RECIPE)
    out = tmp_path / "run"
    argv = ["train", "design-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main(argv) == 0
    assert (out / "samples" / "epoch_0001.png").exists()
    assert str(out) in capsys.readouterr().out


def test_list_command_names_every_recipe(capsys):
    assert cli.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(experiments.RECIPES)


@pytest.mark.parametrize(
    "argv, message",
    [
        ([], "required"),
        (["train", "nope"], "invalid choice: 'nope'"),
        (["train", "design-mnist", "--epochs", "0"], "at least 1"),
        (["train", "design-mnist", "--bogus"], "--bogus"),
    ],
)
def test_bad_commands(argv, message, capsys):
    assert cli.main(argv) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


def test_missing_data_is_one_line(tmp_path, monkeypatch, capsys):
    import keras

    def load_data():
        raise OSError("no network")

    monkeypatch.delenv("KERAS_CREATIVE_DATA", raising=False)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    out = tmp_path / "run"
    assert cli.main(["train", "design-mnist", "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert "KERAS_CREATIVE_DATA" in error and error.count("\n") == 1
    assert not out.exists()
