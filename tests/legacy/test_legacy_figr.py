import numpy as np
import pytest

from keras_creative import models, runs
from keras_creative.legacy import figr


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    images = np.random.default_rng(0).integers(0, 256, (80, 8, 8))
    np.savez("some.npz", x=images.astype("uint8"), y=np.arange(80) // 8)

    def run(*flags):
        argv = ["--data", "some.npz", "--height", "8", "--length", "8"]
        return figr.main([*argv, "--width", "2", "--inner_epochs", "2", *flags])

    return run


@pytest.mark.slow
@pytest.mark.parametrize("network", ["DCGAN", "ResNet"])
def test_a_run_is_resumed(run, network, tmp_path, capsys):
    flags = ["--neural_network", network, "--episodes", "2"]
    assert run(*flags) == run(*flags, "--channel_norms") - 2 == 0
    assert "channel_norms" in capsys.readouterr().err
    folder = tmp_path / "Runs" / "figr-FIGR8"
    assert (folder / "samples" / "epoch_0001.png").exists()
    assert isinstance(runs.load_sampler(folder), models.FIGR)


def test_defaults_are_the_originals():
    args = figr.make_parser().parse_args([])
    assert (args.inner_learning_rate, args.outer_learning_rate) == (1e-3, 1e-4)
    assert (args.batch_size, args.inner_epochs) == (4, 10)
    assert (args.height, args.length, args.width) == (32, 32, 64)
    assert (args.dataset, args.neural_network) == ("FIGR8", "DCGAN")


def test_bad_flags(run, capsys):
    assert figr.main(["--dataset", "FIGR8"]) == 2
    assert "by --data" in capsys.readouterr().err
    for flags, words in (
        (["--length", "16"], "must be equal"),
        (["--batch_size", "9"], "--batch_size"),
        (["--inner_epochs", "0"], "--inner_epochs"),
        (["--data", "none.npz"], "none.npz"),
        (["--dataset", "Omniglot"], "--data is for --dataset FIGR8"),
    ):
        assert run(*flags) == 2
        err = capsys.readouterr().err
        assert words in err and len(err.splitlines()) == 1
