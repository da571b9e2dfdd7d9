"""keras-creative train mymodule:MyRecipe."""

import json
import subprocess
import sys

import pytest

from keras_creative import cli, experiments

MODULE = """
from keras_creative.recipes import PointGAN, setting, settings


@settings
class Rings(PointGAN):
    '''Points of a user's own.'''

    variant: str = setting("gan", "training algorithm", choices=("gan",))
    num_layers: int = setting(2, "layers")
    units: int = setting(4, "units of a layer")
    batch_size: int = 8
    epochs: int = 1
    spread: float = setting(2.0, "size of the ring", "rings")

    def load_data(self):
        from keras_creative import datasets

        return datasets.load_toy(self.data, self.spread)


SMALL = Rings(units=3)
"""


@pytest.fixture(autouse=True)
def module(tmp_path, monkeypatch):
    (tmp_path / "rings.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield
    sys.modules.pop("rings", None)


@pytest.mark.slow
def test_its_run_is_trained_resumed_and_measured(tmp_path, capsys):
    argv = ["train", "rings:Rings", "--spread", "3", "--out", "run"]
    assert cli.main(argv) == 0
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    assert config["recipe"] == config["name"] == "rings:Rings"
    assert config["settings"]["spread"] == 3.0
    sys.modules.pop("rings")
    assert cli.main([*argv, "--epochs", "2"]) == 0
    assert "resumes after epoch 1 of 2" in capsys.readouterr().out
    for command in (
        ["sample", "run", "-n", "4", "--out", "samples.png"],
        ["evaluate", "run", "-n", "20"],
        ["report", "run"],
    ):
        sys.modules.pop("rings", None)
        assert cli.main(command) == 0, command
    recipe = experiments.load_recipe("run")
    assert (type(recipe).__name__, recipe.spread) == ("Rings", 3.0)


def test_its_flags_are_its_settings(capsys):
    assert cli.main(["train", "rings:Rings", "--help"]) == 0
    said = capsys.readouterr().out
    assert "rings:\n  --spread SPREAD" in said and "--color" not in said
    assert cli.main(["train", "rings:Rings", "--size", "8"]) == 2
    assert "unrecognized arguments: --size 8" in capsys.readouterr().err


def test_an_instance_has_its_own_values(capsys):
    argv = ["train", "rings:SMALL", "--batch_size", "9", "--dry_run"]
    assert cli.main(argv) == 0
    settings = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert (settings["units"], settings["batch_size"]) == (3, 9)
    assert settings["recipe"] == "rings:Rings"


@pytest.mark.parametrize(
    "argv, message",
    [
        (["train", "nowhere:Rings"], "there is no module 'nowhere'"),
        (["train", "rings:Nothing"], "'rings' has no 'Nothing'"),
        (["train", "rings:settings"], "must name a recipe"),
    ],
)
def test_mistakes_are_one_line(argv, message, capsys):
    assert cli.main(argv) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


@pytest.mark.parametrize(
    "change, message",
    [
        ({"recipe": "gone:Rings"}, "there is no module 'gone'"),
        ({"recipe": "FutureGAN"}, "'FutureGAN', in 'run'"),
        (
            {"recipe": "FutureGAN", "versions": {"keras_creative": "99.0"}},
            "'FutureGAN', in 'run'; keras_creative 99.0 wrote it",
        ),
    ],
)
def test_a_run_whose_recipe_is_unknown(change, message, tmp_path, capsys):
    folder = experiments.RunFolder("run")
    folder.begin(experiments.PointGAN())
    file = tmp_path / "run" / "config.json"
    config = json.loads(file.read_text()) | change
    file.write_text(json.dumps(config))
    assert cli.main(["evaluate", "run"]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


@pytest.mark.slow
def test_the_program_finds_the_module_in_the_current_folder():
    """The console script does not have the folder in its path."""
    code = (
        "import sys; sys.path.remove(''); import keras_creative_command\n"
        "sys.exit(keras_creative_command.main("
        "['train', 'rings:Rings', '--dry_run']))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
