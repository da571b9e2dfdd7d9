import dataclasses
import json
import re
import subprocess
import zipfile

import numpy as np
import pytest

from keras_creative import experiments
from keras_creative.runs import provenance


@dataclasses.dataclass(frozen=True)
class Settings:
    lambda_g: float = 0.5
    width: int = 32
    epochs: int = 2
    smoothing: float = dataclasses.field(default=0.2, metadata={"absent": 0.0})


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


def test_error_lists_every_change_and_writes_nothing(folder):
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


class TestData:
    PRINT = {"pictures": 3, "digest": "ab", "content": "cd"}

    @pytest.fixture
    def moved(self, tmp_path):
        """Settings of a run on pictures, and of one on them elsewhere."""
        Moved = dataclasses.make_dataclass("Moved", [("data", str)])
        folder = experiments.RunFolder(tmp_path / "moved")
        folder.begin(Moved("here"), self.PRINT)
        return folder, Moved("there")

    def test_equal_content_at_another_path(self, moved):
        folder, settings = moved
        folder.begin(settings, self.PRINT)
        assert read_config(folder)["settings"]["data"] == "there"
        assert read_config(folder)["overrides"] == []

    def test_other_content_at_the_same_path(self, moved):
        folder, settings = moved
        other = {**self.PRINT, "content": "ef"}
        message = (
            "data: expected 'here', .*content: expected 'cd', received 'ef'"
        )
        with pytest.raises(ValueError, match=message):
            folder.begin(settings, other)
        with pytest.raises(ValueError, match="data must be those of the trai"):
            folder.check_data(other)

    def test_fingerprint_of_an_earlier_version(self, moved):
        """It had no content: the same path and names are believed."""
        folder, settings = moved
        config = read_config(folder)
        del config["data"]["content"]
        (folder.path / "config.json").write_text(json.dumps(config))
        folder.check_data(self.PRINT)
        here = dataclasses.replace(settings, data="here")
        assert folder.check(here, self.PRINT) == {}
        with pytest.raises(ValueError, match="data: expected 'here', received"):
            folder.check(settings, self.PRINT)
        with pytest.raises(ValueError, match="digest: expected 'ab', received"):
            folder.check(here, {**self.PRINT, "digest": "xy"})
        folder.begin(here, self.PRINT)
        assert read_config(folder)["data"] == self.PRINT


def test_settings_that_an_earlier_version_lacked(folder):
    """Their defaults are what it did."""
    config = read_config(folder)
    del config["settings"]["width"]
    (folder.path / "config.json").write_text(json.dumps(config))
    folder.begin(Settings())
    with pytest.raises(ValueError, match="width: expected 32, received 8"):
        folder.begin(Settings(width=8))


def test_setting_whose_default_is_not_what_an_earlier_version_did(folder):
    config = read_config(folder)
    del config["settings"]["smoothing"]
    (folder.path / "config.json").write_text(json.dumps(config))
    folder.begin(Settings(smoothing=0.0))
    with pytest.raises(ValueError, match="smoothing: expected 0.0, received"):
        folder.begin(Settings())


@pytest.mark.parametrize("text", ["", '{"settings": {', "[]", "{}"])
def test_damaged_config(folder, text):
    (folder.path / "config.json").write_text(text)
    with pytest.raises(ValueError, match="config.json', which is damaged"):
        folder.begin(Settings(), override=True)
    assert (folder.path / "config.json").read_text() == text


@pytest.mark.parametrize(
    "name, value",
    [
        ("recipe", 3),
        ("data", []),
        ("overrides", {}),
        ("overrides", [3]),
        ("overrides", [{"epoch": 1}]),
        ("overrides", [{"epoch": 1, "changes": {"width": 8}}]),
        ("versions", "0.1"),
        ("settings", []),
        ("settings", {"seed": [1]}),
        ("settings", {"seed": True}),
        ("settings", {"data": 3}),
    ],
)
def test_config_of_other_types(folder, name, value):
    config = {**read_config(folder), name: value}
    (folder.path / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="config.json', which is damaged"):
        folder.read_config()


def test_history_has_every_epoch_made(folder):
    folder.history.write_text("epoch,g_loss\n1,0.5\n3,0.5\n")
    folder.check_history(1)
    message = "each of the 4 epochs made. Received: .* epoch 2 and 1 more"
    with pytest.raises(ValueError, match=message + "; `override` resumes"):
        folder.check_history(4)
    with pytest.warns(UserWarning, match=message):
        folder.check_history(4, override=True)
    folder.history.write_text("")
    with pytest.raises(ValueError, match="history.csv', line 1"):
        folder.check_history(0)


def test_stale_temporary_files_are_removed(folder):
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


def test_config_says_where_a_run_was_made(folder):
    config = read_config(folder)
    assert config["recipe"] == f"{__name__}:Settings"
    assert config["machine"]["cores"] >= 1 and config["machine"]["processor"]
    assert "git_commit" in config


def test_a_recipe_of_another_class_is_another(folder):
    class Other(Settings):
        """The same settings for another model."""

    with pytest.raises(ValueError, match="recipe: expected .*:Settings'"):
        folder.begin(Other())


def test_a_run_of_an_earlier_version_names_its_class_alone(folder):
    config = read_config(folder) | {"recipe": "Settings"}
    (folder.path / "config.json").write_text(json.dumps(config))
    folder.begin(Settings())


def test_commit_is_that_of_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert provenance.git_commit() is None
    author = ["-c", "user.name=a", "-c", "user.email=a@b"]
    commit = ["commit", "-q", "-m", "first", "--allow-empty"]
    for argv in (["init", "-q"], [*author, *commit]):
        if subprocess.run(["git", *argv]).returncode:
            pytest.skip("git is missing or too old")
    assert re.fullmatch("[0-9a-f]{40,}", provenance.git_commit())


def test_commit_without_git_is_none(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert provenance.git_commit() is None


def test_measures_are_kept_in_order(folder):
    assert folder.measures() == []
    folder.add_measures(1, {"fid": np.float32(0.5), "worst": np.inf}, "a")
    folder.add_measures(2, {"modes": {"hit": np.arange(2)}}, "b")
    folder.add_measures(1, {"fid": 0.25}, "a")
    assert folder.measures() == [
        {"epoch": 2, "measures": {"modes": {"hit": [0, 1]}}, "protocol": "b"},
        {"epoch": 1, "measures": {"fid": 0.25}, "protocol": "a"},
    ]
    lines = (folder.path / "metrics.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["measures"] == {"fid": 0.5, "worst": None}


def test_an_incomplete_line_is_skipped_and_replaced(folder):
    folder.add_measures(1, {"fid": 3}, "a")
    with open(folder.path / "metrics.jsonl", "a") as file:
        file.write('{"epoch": 2, "mea')
    with pytest.warns(
        UserWarning, match="metrics.jsonl' ends in an incomplete"
    ):
        assert [record["epoch"] for record in folder.measures()] == [1]
    folder.add_measures(3, {"fid": 2}, "a")
    assert [record["epoch"] for record in folder.measures()] == [1, 3]


def test_damaged_measures_are_refused(folder):
    folder.add_measures(1, {"fid": 3}, "a")
    with open(folder.path / "metrics.jsonl", "a") as file:
        file.write("[]\n")
    with pytest.raises(ValueError, match=r"Received: '\[\]', line 2 of"):
        folder.measures()


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": "1"},
        {"epoch": 1.5},
        {"protocol": ["a"]},
        {"measures": [1]},
        {"measures": {"fid": float("inf")}},
    ],
)
def test_measures_of_other_types(folder, change):
    record = {"epoch": 1, "measures": {"fid": 3}, "protocol": "a", **change}
    (folder.path / "metrics.jsonl").write_text(json.dumps(record) + "\n")
    with pytest.raises(ValueError, match="line 1 of"):
        folder.measures()


def test_folder_without_config_cannot_be_read(tmp_path):
    with pytest.raises(ValueError, match="holds none"):
        experiments.RunFolder(tmp_path).read_config()
