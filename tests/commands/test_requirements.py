import gc
import importlib
import os
import sys
import tempfile

import pytest

from keras_creative import commands
from keras_creative.commands import UserError


class TestExtras:
    def test_missing_libraries_are_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "some_library", None)
        with pytest.raises(UserError) as info:
            commands.check_extra("more", "A song", "json", "some_library")
        assert str(info.value) == (
            'A song needs some_library: pip install "keras-creative[more]"'
        )

    def test_libraries_that_are_there(self):
        commands.check_extra("more", "A song", "json", "csv")


class TestCheckWritable:
    def test_makes_the_folder_and_leaves_nothing_in_it(self, tmp_path):
        folder = tmp_path / "a" / "b"
        for _ in range(2):
            commands.check_writable(folder)
            assert os.listdir(folder) == []

    def test_file_in_the_way(self, tmp_path):
        path = tmp_path / "file"
        path.write_text("kept")
        for folder in (path, path / "figs"):
            with pytest.raises(UserError, match="cannot write to the folder"):
                commands.check_writable(folder)
        assert path.read_text() == "kept"

    @pytest.mark.parametrize("above", ["", "new"])
    def test_name_too_long(self, tmp_path, above):
        with pytest.raises(UserError, match="File name too long"):
            commands.check_writable(tmp_path / above / ("x" * 300))
        assert os.listdir(tmp_path) == []

    def test_what_was_made_on_the_way_is_removed(self, tmp_path, monkeypatch):
        def refuse(dir):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
        with pytest.raises(UserError, match="'.*b': Permission denied"):
            commands.check_writable(tmp_path / "a" / "b")
        assert os.listdir(tmp_path) == []


class TestImportTensorflowQuietly:
    def import_noisily(self, monkeypatch, error=None):
        def noisy(name):
            os.write(2, f"{name} says hello\n".encode())
            if error is not None:
                raise error

        monkeypatch.setattr(importlib, "import_module", noisy)
        commands.import_tensorflow_quietly()

    def test_messages_are_dropped_and_stderr_comes_back(
        self, monkeypatch, capfd
    ):
        self.import_noisily(monkeypatch)
        os.write(2, b"after\n")
        assert capfd.readouterr() == ("", "after\n")

    def test_user_without_a_home_gets_no_folder(self, monkeypatch, capfd):
        monkeypatch.setenv("KERAS_HOME", "")
        monkeypatch.delenv("KERAS_HOME")
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
        self.import_noisily(monkeypatch)
        home = os.path.join(tempfile.gettempdir(), ".keras")
        assert os.environ["KERAS_HOME"] == home

    def test_a_failed_import_is_explained(self, monkeypatch, capfd):
        with pytest.raises(ImportError):
            self.import_noisily(monkeypatch, ImportError())
        assert capfd.readouterr() == ("", "tensorflow says hello\n")

    @pytest.mark.parametrize("loaded", [True, False])
    def test_own_modules_are_not_collected(self, monkeypatch, loaded):
        steps = []

        def load(name):
            steps.append((name, gc.isenabled()))

        monkeypatch.setattr(gc, "freeze", lambda: steps.append("frozen"))
        monkeypatch.setattr(importlib, "import_module", load)
        monkeypatch.setitem(sys.modules, "keras", None)
        if not loaded:
            monkeypatch.delitem(sys.modules, "keras")
        commands.import_tensorflow_quietly()
        ends = [] if loaded else ["frozen"]
        assert steps == [("tensorflow", loaded), ("keras", loaded), *ends]
        assert gc.isenabled()
