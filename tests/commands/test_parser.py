import pytest

from keras_creative import commands
from keras_creative.commands import UserError


class TestParser:
    def make(self):
        parser = commands.Parser(prog="tool")
        parser.add_argument("--niters", type=commands.positive_int, default=3)
        return parser

    @pytest.mark.parametrize(
        "argv, message",
        [
            (["--niter", "1"], "--niter 1; did you mean --niters?"),
            (["--channels", "1"], "arguments: --channels 1$"),
            (["more"], "unrecognized arguments: more"),
            (["--niters", "0"], "--niters: must be at least 1, not 0"),
            (
                ["--niters", "1.5"],
                "--niters: must be an integer",
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
