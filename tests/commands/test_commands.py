import argparse
import errno
import importlib
import os
import signal
import sys
import tempfile
import time
import types

import pytest

from keras_creative import commands
from keras_creative.commands import UserError


def run(error=None):
    def main(argv):
        if error is not None:
            raise error
        return len(argv)

    return commands.run("tool", main, ["a", "b"])


class TestRun:
    def test_exit_code_is_that_of_the_command(self, capsys):
        assert run() == 2
        assert capsys.readouterr() == ("", "")

    def test_arguments_default_to_those_of_the_process(self, monkeypatch):
        monkeypatch.setattr(sys, "argv", ["tool", "x"])
        assert commands.run("tool", lambda argv: argv) == ["x"]

    def test_user_error_is_one_line(self, capsys):
        assert run(UserError("first\n  second")) == commands.USER_ERROR == 2
        assert capsys.readouterr() == ("", "tool: first second\n")

    def test_interrupt(self, capsys):
        assert run(KeyboardInterrupt()) == commands.INTERRUPTED == 130
        assert capsys.readouterr() == ("", "\ntool: interrupted\n")

    def test_sigterm(self, capsys, tmp_path):
        before = signal.getsignal(signal.SIGTERM)

        def main(argv):
            try:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(5)
            finally:
                (tmp_path / "cleared").touch()

        assert commands.run("tool", main, []) == commands.TERMINATED == 143
        assert capsys.readouterr() == ("", "tool: terminated\n")
        assert (tmp_path / "cleared").exists()
        assert signal.getsignal(signal.SIGTERM) is before

    def test_full_disk(self, capsys):
        error = OSError(errno.ENOSPC, "No space left on device", "model.keras")
        assert run(error) == commands.FAILED == 1
        _, message = capsys.readouterr()
        assert "No space left on device: 'model.keras'" in message
        assert message.startswith("tool: ") and message.count("\n") == 1

    @pytest.mark.parametrize(
        "error", [MemoryError, type("ResourceExhaustedError", (Exception,), {})]
    )
    def test_full_memory(self, capsys, error):
        assert run(error("of 8 TB")) == commands.FAILED
        message = "tool: there is not enough memory for this\n"
        assert capsys.readouterr() == ("", message)

    @pytest.mark.parametrize("error", [ValueError, OSError, SystemExit])
    def test_other_errors_keep_their_traceback(self, error):
        with pytest.raises(error):
            run(error())


class TestParser:
    def make(self):
        parser = commands.Parser(prog="tool")
        parser.add_argument("--niters", type=commands.positive_int, default=3)
        return parser

    @pytest.mark.parametrize(
        "argv, message",
        [
            (["--niter", "1"], "unrecognized arguments: --niter 1"),
            (["more"], "unrecognized arguments: more"),
            (["--niters", "0"], "--niters: must be at least 1, not 0"),
            (
                ["--niters", "1.5"],
                "--niters: must be a whole number",
            ),
            (["--niters"], "--niters: expected one argument"),
        ],
    )
    def test_mistakes_are_user_errors(self, argv, message, capsys):
        with pytest.raises(UserError, match=message):
            self.make().parse_args(argv)
        assert capsys.readouterr() == ("", "")

    def test_help_tells_defaults(self, capsys):
        parser = self.make()
        parser.add_argument("--loud", action="store_true", help="is loud")
        parser.add_argument("--seed", type=int, default=4, help="fixes all")
        with pytest.raises(SystemExit) as end:
            parser.parse_args(["--help"])
        assert not end.value.code
        shown = capsys.readouterr().out
        assert "fixes all (default: 4)" in shown and "False" not in shown


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


class TestUserErrors:
    @pytest.mark.parametrize("error", [ValueError, FileNotFoundError])
    def test_complaints_of_the_package(self, error):
        complaint = pytest.raises(UserError, match="no such set")
        with complaint as info, commands.user_errors():
            raise error("no such set")
        assert isinstance(info.value.__cause__, error)

    def test_arguments_are_called_by_their_flags(self):
        complaint = pytest.raises(UserError, match=r"^--size of `data` is 3$")
        with complaint, commands.user_errors(["size"]):
            raise ValueError("`size` of `data` is 3")

    def test_aliases_name_what_was_received(self):
        complaint = pytest.raises(UserError, match=r"^--size. Received: size=4")
        with complaint, commands.user_errors((), {"image_shape": "size"}):
            raise ValueError("`image_shape`. Received: image_shape=4")

    def test_a_full_disk_is_no_mistake(self):
        with pytest.raises(OSError), commands.user_errors():
            raise OSError(errno.ENOSPC, "No space left on device")

    def test_other_errors(self):
        with pytest.raises(TypeError), commands.user_errors():
            raise TypeError


class TestStopOnInterrupt:
    def test_first_asks_and_second_interrupts(self):
        before = signal.getsignal(signal.SIGINT)
        model = types.SimpleNamespace(stop_training=False)
        stop = commands.stop_on_interrupt(model)
        with pytest.raises(KeyboardInterrupt), stop as received:
            assert not received
            signal.raise_signal(signal.SIGINT)
            assert received and model.stop_training
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is before

    def test_afterwards_ctrl_c_is_as_before(self):
        before = signal.getsignal(signal.SIGINT)
        with commands.stop_on_interrupt(types.SimpleNamespace()):
            assert signal.getsignal(signal.SIGINT) is not before
        assert signal.getsignal(signal.SIGINT) is before


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


@pytest.mark.parametrize(
    "convert, good, bad",
    [
        (commands.positive_int, {"400": 400}, ["0", "-1", "1.5", "nan", ""]),
        (
            commands.positive_float,
            {"1e-3": 0.001},
            ["0", "-0.0", "-1", "nan", "inf", "1e999", "x"],
        ),
        (commands.weight, {"0": 0.0, "0.5": 0.5}, ["-1e-9", "nan", "inf"]),
        (commands.decay, {"0": 0.0, "0.99": 0.99}, ["1", "-0.1", "nan"]),
        (
            commands.plain_name,
            {"loss-fig": "loss-fig", "run 1.2": "run 1.2"},
            ["", "..", ".hidden", "a/b", "/a", "a/", "x" * 300],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_argument_types(convert, good, bad):
    for text, expected in good.items():
        assert convert(text) == expected
    for text in bad:
        with pytest.raises((argparse.ArgumentTypeError, ValueError)):
            convert(text)
