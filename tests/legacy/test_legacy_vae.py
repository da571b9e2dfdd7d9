"""The old command line VAE.py."""

import json

import numpy as np
import pytest

from keras_creative import experiments
from keras_creative.legacy import vae


@pytest.fixture
def no_compiling(monkeypatch):
    """Plain graph steps, which begin sooner."""
    make_model = experiments.PictureVAE.make_model

    def make_graph_model(self, data):
        model = make_model(self, data)
        model.compile(model.optimizer)
        return model

    monkeypatch.setattr(experiments.PictureVAE, "make_model", make_graph_model)


def settings(out):
    return json.loads((out / "config.json").read_text())["settings"]


@pytest.mark.slow
def test_writes_the_pictures_of_the_original(
    tiny_mnist, no_compiling, tmp_path, capsys
):
    out = tmp_path / "run"
    argv = ["--dataset", "mnist", "--encoding-vector-size", "2"]
    argv += ["--remove-label", "3", "--few-shot", "1", "--epochs", "1"]
    argv += ["--batch-size", "8", "--no-cuda", "--log-interval", "5"]
    assert vae.main([*argv, "--out", str(out)]) == 0
    names = {p.name for p in out.glob("*.png")}
    assert names == {
        "codes.png",
        "latent_map.png",
        "losses.png",
        "reconstructions.png",
        "samples.png",
    }
    assert settings(out)["few_shot"] == {"3": 1}
    assert settings(out)["seed"] == 1
    printed = capsys.readouterr().out
    assert "CUDA_VISIBLE_DEVICES=" in printed
    assert "losses are in history.csv" in printed


def test_longer_codes_are_projected(tiny_mnist, no_compiling, tmp_path, capsys):
    out = tmp_path / "run"
    argv = ["--remove-label", "3", "--epochs", "1", "--batch-size", "9"]
    assert vae.main([*argv, "--out", str(out)]) == 0
    assert settings(out)["holdout"] == [3]
    assert settings(out)["latent_dim"] == 20
    assert (out / "codes.png").exists()
    printed = capsys.readouterr().out
    assert (out / "codes_tsne.png").exists() or "scikit-learn" in printed
    assert "latent_map.png needs --encoding-vector-size 2" in printed


def test_sets_that_cannot_be_had_come_from_a_file(
    tmp_path, no_compiling, capsys
):
    rng = np.random.default_rng(0)
    file = tmp_path / "bags.npz"
    np.savez(file, x=rng.integers(0, 256, (16, 8, 8, 3)).astype("uint8"))
    out = tmp_path / "run"
    argv = ["--dataset", "bags", "--data", str(file), "--input-size", "192"]
    argv += ["--epochs", "1", "--batch-size", "8", "--out", str(out)]
    assert vae.main(argv) == 0
    assert settings(out)["size"] == 8 and settings(out)["color"] is True
    assert "codes.png needs labels" in capsys.readouterr().out


@pytest.mark.slow
def test_points_in_the_plane(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(vae, "STEPS_OF_POINTS", 100)
    out = tmp_path / "run"
    argv = ["--dataset", "8Gaussians", "--encoding-vector-size", "2"]
    argv += ["--remove-label", "1", "--epochs", "1", "--out", str(out)]
    assert vae.main(argv) == 0
    assert {p.name for p in out.iterdir()} == {
        "codes.png",
        "model.keras",
        "reconstructions.png",
        "samples.png",
    }
    assert "100 steps" in capsys.readouterr().out
    sampler = experiments.load_sampler(out / "model.keras")
    assert sampler.sample(3).shape == (3, 2)


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--few-shot", "4"], "--few-shot needs --remove-label"),
        (["--few-shot", "-1"], "must be at least 1"),
        (["--remove-label", "-2"], "must be a label, or -1, not -2"),
        (["--remove-label", "12"], "remove-label=(12,)"),
        (["--dataset", "svhn"], "svhn cannot be downloaded"),
        (["--dataset", "faces"], "invalid choice"),
        (["--input-size", "785"], "not 785"),
        (["--data", "nowhere"], "source='nowhere'"),
        (["--batch-size", "21"], "batch-size=21"),
    ],
)
def test_mistakes_are_one_line(argv, message, tiny_mnist, tmp_path, capsys):
    assert vae.main([*argv, "--out", str(tmp_path / "run")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("keras_creative.legacy.vae: ")
    assert message in error and error.count("\n") == 1
    assert not (tmp_path / "run").exists()
