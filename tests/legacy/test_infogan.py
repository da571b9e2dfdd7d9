import numpy as np
import pytest
from PIL import Image

from keras_creative import experiments, models
from keras_creative.legacy import infogan


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (40, 28, 28)).astype("uint8")
    np.savez("some.npz", x=images, y=np.arange(40) % 10)

    def run(*flags):
        argv = ["--data", "some.npz", "--epoch", "2", "--batch_size", "8"]
        return infogan.main([*argv, *flags])

    return run


@pytest.mark.slow
def test_pictures_and_model(run, tmp_path):
    assert run("--dataset", "svhn", "--missing_mixt", "3") == 0
    folder = tmp_path / "results" / "svhn" / "infoGAN"
    names = {path.name for path in folder.iterdir()}
    assert {"losses.png", "epochs.gif", "codes.gif", "history.csv"} <= names
    assert Image.open(folder / "epochs.gif").n_frames == 2
    sampler = experiments.load_sampler(
        tmp_path / "models" / "infoGAN_svhn.keras"
    )
    assert isinstance(sampler, models.InfoGAN)
    assert sampler.latent_shape == (62 + 10 + 2,)


@pytest.mark.slow
def test_points(run, tmp_path, monkeypatch):
    monkeypatch.setattr(experiments.PointGAN, "on_session_end", lambda *a: None)
    argv = ["--dataset", "8Gaussians", "--epoch", "1", "--missing_mixt", "none"]
    assert infogan.main(argv) == 0
    folder = tmp_path / "results" / "8Gaussians" / "infoGAN"
    assert Image.open(folder / "epochs.gif").n_frames == 1


def test_defaults_are_the_originals():
    args = infogan.make_parser().parse_args([])
    assert (args.epoch, args.batch_size, args.input_size) == (50, 64, 28)
    assert (args.lrG, args.lrD, args.beta1, args.beta2) == (
        2e-4,
        2e-4,
        0.5,
        0.999,
    )
    assert (args.missing_mixt, args.dataset) == ("0", "mnist")
    folders = str(args.save_dir), str(args.result_dir)
    assert folders == ("models", "results")


def test_old_flags_say_what_they_do(run, capsys):
    flags = ["--gpu_mode", "False", "--benchmark_mode", "--split", "test"]
    assert run(*flags, "--log_dir", "logs", "--missing_mixt", "99") == 2
    out = capsys.readouterr().out
    for flag in ("gpu_mode", "benchmark_mode", "split", "log_dir"):
        assert f"--{flag}: " in out


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--dataset", "svhn"], "by --data"),
        (["--missing_mixt", "x"], "must be a label or none, not x"),
        (["--gan_type", "GAN"], "invalid choice: 'GAN'"),
        (
            ["--dataset", "8Gaussians", "--missing_mixt", "9"],
            "missing_mixt=(9,)",
        ),
    ],
)
def test_mistakes_are_one_line(argv, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert infogan.main(argv) == 2
    err = capsys.readouterr().err
    assert message in err and len(err.splitlines()) == 1
    assert not (tmp_path / "results").exists()
