"""The old command lines gan, ebgan and wgan."""

import json

import pytest

from keras_creative import models
from keras_creative.experiments import load_sampler
from keras_creative.legacy import ebgan, gan, picture_games, wgan


@pytest.mark.parametrize(
    "program, cls",
    [
        pytest.param(gan, models.GAN, id="gan"),
        pytest.param(ebgan, models.EBGAN, id="ebgan", marks=pytest.mark.slow),
        pytest.param(wgan, models.WGAN, id="wgan", marks=pytest.mark.slow),
    ],
)
def test_pictures_every_couple_of_epochs(program, cls, tiny_mnist, tmp_path):
    out = tmp_path / "pictures"
    argv = ["1e-3", "2e-3", "0.25", str(out), "--epochs", "3"]
    assert program.main([*argv, "--batch_size", "2"]) == 0
    names = sorted(p.name for p in out.glob("epoch_*.png"))
    assert names == ["epoch_0002.png", "epoch_0003.png"]
    model = load_sampler(out)
    assert type(model) is cls
    assert float(model.g_optimizer.learning_rate) == pytest.approx(1e-3)
    assert float(model.d_optimizer.learning_rate) == pytest.approx(2e-3)
    assert model.g_optimizer.beta_1 == model.d_optimizer.beta_1 == 0.25


@pytest.mark.slow
def test_color_of_the_pictures(tiny_mnist, tmp_path):
    out = tmp_path / "pictures"
    argv = ["1e-3", "1e-3", "0.5", str(out), "--epochs", "1"]
    assert gan.main([*argv, "--batch_size", "8", "--color"]) == 0
    assert load_sampler(out).sample(1).shape == (1, 32, 32, 3)
    for flags, color in (([], None), (["--gray"], False)):
        args = picture_games.make_parser("gan").parse_args([*argv, *flags])
        assert args.color is color


@pytest.mark.slow
def test_a_second_session_resumes(tiny_mnist, tmp_path):
    out = tmp_path / "pictures"
    argv = ["1e-3", "1e-3", "0.5", str(out), "--batch_size", "8"]
    assert gan.main([*argv, "--epochs", "1"]) == 0
    assert gan.main([*argv, "--epochs", "2"]) == 0
    assert int(load_sampler(out).g_optimizer.iterations) == 4
    config = json.loads((out / "config.json").read_text())
    assert config["overrides"] == []


@pytest.mark.parametrize(
    "argv, message",
    [
        (["1e-3", "1e-3", "0.5"], "FOLDER"),
        (["1e-3", "1e-3", "1", "x"], "must be in [0, 1)"),
        (["1e-3", "0", "0.5", "x"], "must be positive"),
        (["1e-3", "1e-3", "0.5", "x", "--color", "--gray"], "not allowed"),
        (["1e-3", "1e-3", "0.5", "x", "--dataset", "nowhere"], "nowhere"),
    ],
)
def test_bad_commands(argv, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert gan.main(argv) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
