import errno
import os
import signal
import sys
import time

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
