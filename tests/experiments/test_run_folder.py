import dataclasses
import json
import zipfile

import pytest

from keras_creative import experiments


@dataclasses.dataclass(frozen=True)
class Settings:
    lambda_g: float = 0.5
    width: int = 32
    epochs: int = 2


@pytest.fixture
def folder(tmp_path):
    """The folder of a run of three epochs."""
    folder = experiments.RunFolder(tmp_path / "run")
    folder.begin(Settings())
    folder.checkpoints.mkdir()
    path = folder.checkpoints / "epoch_0003.keras"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("config.json", "metadata.json", "model.weights.h5"):
            archive.writestr(name, "")
    return folder


def read_config(folder):
    return json.loads((folder.path / "config.json").read_text())


def files(folder):
    return {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}


def test_refusal_lists_every_change_and_writes_nothing(folder):
    (folder.checkpoints / ".epoch_0004-0123abcd.keras").touch()
    before = files(folder)
    with pytest.raises(ValueError) as error:
        folder.begin(Settings(lambda_g=2.0, width=8))
    assert str(error.value).endswith(
        "Received: lambda_g: expected 0.5, received 2.0; "
        "width: expected 32, received 8"
    )
    assert files(folder) == before


def test_override_is_recorded(folder):
    folder.begin(Settings(lambda_g=2.0), override=True)
    folder.begin(Settings(lambda_g=2.0))
    folder.begin(Settings(lambda_g=2.0, width=8), override=True)
    config = read_config(folder)
    assert config["settings"]["width"] == 8
    assert config["overrides"] == [
        {"epoch": 3, "changes": {"lambda_g": [0.5, 2.0]}},
        {"epoch": 3, "changes": {"width": [32, 8]}},
    ]


def test_nothing_to_override_is_not_recorded(folder):
    folder.begin(Settings(epochs=9), open_ended=["epochs"], override=True)
    config = read_config(folder)
    assert config["settings"]["epochs"] == 9 and config["overrides"] == []


def test_config_of_an_earlier_version(folder):
    """It has no list of overrides."""
    config = read_config(folder)
    del config["overrides"]
    (folder.path / "config.json").write_text(json.dumps(config))
    folder.begin(Settings(width=8), override=True)
    assert len(read_config(folder)["overrides"]) == 1


@pytest.mark.parametrize("text", ["", '{"settings": {', "[]", "{}"])
def test_damaged_config(folder, text):
    (folder.path / "config.json").write_text(text)
    with pytest.raises(ValueError, match="config.json', which is damaged"):
        folder.begin(Settings(), override=True)
    assert (folder.path / "config.json").read_text() == text


def test_leftovers_are_removed(folder):
    left = [
        folder.path / ".history-0123abcd.csv",
        folder.checkpoints / ".epoch_0004-0123abcd.keras",
    ]
    for path in left:
        path.touch()
    folder.begin(Settings())
    assert not any(path.exists() for path in left)
    assert (folder.checkpoints / "epoch_0003.keras").exists()


def test_run_that_was_killed_while_it_began(tmp_path):
    (tmp_path / ".config-0123abcd.json").touch()
    experiments.RunFolder(tmp_path).begin(Settings())
    assert [p.name for p in tmp_path.iterdir()] == ["config.json"]


def test_foreign_folder_keeps_its_files(tmp_path):
    (tmp_path / ".config-0123abcd.json").touch()
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ValueError, match="no config.json"):
        experiments.RunFolder(tmp_path).begin(Settings())
    assert len(list(tmp_path.iterdir())) == 2
