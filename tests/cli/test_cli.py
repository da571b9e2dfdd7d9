"""The command keras-creative."""

import subprocess
import sys
import warnings

import pytest
from absl import logging

import keras_creative
from keras_creative import (
    callbacks,
    cli,
    datasets,
    experiments,
    losses,
    metrics,
    models,
)
from keras_creative.cli.parser import is_quiet


def test_warnings_are_lines(monkeypatch, capsys):
    monkeypatch.setattr(
        "keras_creative.cli.listing._entries",
        lambda section: warnings.warn("so it is", stacklevel=2) or {"a": "b"},
    )
    assert cli.main(["list", "models"]) == 0
    expected = "\nkeras-creative: warning: so it is\n"
    assert capsys.readouterr().err == expected


def test_a_closed_pipe_is_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "-m", "keras_creative_command", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 0


def test_no_arguments_print_the_help(capsys):
    assert cli.main([]) == 0
    assert "examples:" in capsys.readouterr().out


def test_every_command_begins_with_the_usual_verbosity():
    """A SavedModel that was written before has TensorFlow set it."""
    logging.set_verbosity(logging.WARNING)
    cli.main(["list"])
    assert not is_quiet()
    cli.main(["list", "--verbosity", "-1"])
    assert is_quiet()


def test_list_command_names_every_recipe(capsys):
    assert cli.main(["list", "recipes"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading == "recipes:"
    assert [line.split()[0] for line in lines] == list(experiments.RECIPES)


def test_list_command_names_what_the_package_exports(monkeypatch, capsys):
    """It reads the sources instead of importing TensorFlow."""
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    words = {line.split()[0] for line in out.splitlines() if line}
    function = type(cli.main)
    for package, kinds in (
        (models, type),
        (losses, function | type),
        (metrics, function | type),
        (callbacks, type),
    ):
        documented = {
            name
            for name in package.__all__
            if isinstance(getattr(package, name), kinds)
        }
        assert documented <= words
    assert "latent_path" not in words
    assert callbacks.CollapseWatch.__doc__.partition("\n")[0] in out
    assert set(datasets.TOY_DATASETS) | set(datasets.IMAGE_DATASETS) <= words


def test_losses_are_listed_by_the_names_that_flags_take(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.main(["list", "losses"]) == 0
    lines = [
        " ".join(line.split()) for line in capsys.readouterr().out.splitlines()
    ]
    r1 = losses.R1Penalty.__doc__.partition("\n")[0]
    assert f"--penalty r1 {r1}" in lines
    gan = models.GAN.__doc__.partition("\n")[0]
    assert f"--variant gan {gan}" in lines
    flags = [line.split()[0] for line in lines]
    assert flags.count("--creativity") == len(losses.CREATIVITY_LOSSES)
    assert flags.count("--diversity") == len(losses.DIVERSITY_LOSSES)


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    version = keras_creative.__version__
    assert capsys.readouterr().out == f"keras-creative {version}\n"


def test_flags_of_the_program_can_come_first(capsys):
    assert cli.main(["--verbosity", "-1", "list", "recipes"]) == 0
    assert "dcgan-mnist" in capsys.readouterr().out


def test_only_the_named_subcommand_is_imported(monkeypatch):
    for name in ("reporting", "training"):
        module = f"keras_creative.cli.{name}"
        monkeypatch.delitem(sys.modules, module, raising=False)
    cli.make_parser(["report", "run"])
    assert "keras_creative.cli.reporting" in sys.modules
    assert "keras_creative.cli.training" not in sys.modules


@pytest.mark.parametrize(
    "argv, message",
    [
        (["train", "nope"], "no recipe and no folder 'nope'"),
        (["train", "desgn-mnist"], "did you mean design-mnist?"),
        (["train", "design-mnist", "--epoch", "2"], "did you mean --epochs?"),
        (["trian"], "did you mean train?"),
        (["list", "nothing"], "invalid choice: 'nothing'"),
        (["list", "recipe"], "did you mean recipes?"),
        (["report", "missing"], "there is no 'missing'"),
        (["evaluate", "missing"], "there is no 'missing'"),
        (["export", "missing"], "there is no 'missing'"),
        (["legacy", "nope"], "invalid choice: 'nope'"),
        (["train", "design-mnist", "--epochs", "0"], "at least 1"),
        (["train", "design-mnist", "--bogus"], "--bogus"),
    ],
)
def test_bad_commands(argv, message, capsys):
    assert cli.main(argv) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


@pytest.mark.parametrize(
    "command", ["list", "train", "sample", "interpolate", "evaluate", "report"]
)
def test_help_has_examples(command, capsys):
    assert cli.main([command, "--help"]) == 0
    assert f"examples:\n  keras-creative {command}" in capsys.readouterr().out


def test_old_programs_get_their_flags(capsys):
    assert cli.main(["legacy", "vae", "--encoding-vector-size", "0"]) == 2
    assert "at least 1" in capsys.readouterr().err


def test_completion_script(capsys):
    pytest.importorskip("shtab")
    assert cli.main(["completion", "bash"]) == 0
    assert "interpolate" in capsys.readouterr().out
