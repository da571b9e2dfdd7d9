import dataclasses

import pytest

from keras_creative.board.config import check_config, read_config

DIGESTS = {"mode-1": "a", "mode-4": "b"}


def test_resumed_boards_may_add_entries(suite, tmp_path):
    check_config(tmp_path, suite.choose(("gan",)), DIGESTS)
    check_config(tmp_path, suite.choose(("cgan",)), DIGESTS)
    check_config(tmp_path, suite, DIGESTS)
    assert list(read_config(tmp_path)["entries"]) == ["gan", "cgan"]


@pytest.mark.parametrize(
    "change, named",
    [
        ({"steps": 5}, "steps: expected 4, received 5"),
        ({"seeds": (0,)}, r"seeds: expected \[0, 1\], received \[0\]"),
        ({"samples": 7}, "samples: expected 50, received 7"),
    ],
)
def test_changed_suites_are_refused(suite, tmp_path, change, named):
    check_config(tmp_path, suite, DIGESTS)
    before = (tmp_path / "config.json").read_text()
    with pytest.raises(ValueError, match=f"other settings.*Received: {named}"):
        check_config(tmp_path, dataclasses.replace(suite, **change), DIGESTS)
    assert (tmp_path / "config.json").read_text() == before


def test_changed_entries_and_data_are_refused(suite, tmp_path):
    check_config(tmp_path, suite, DIGESTS)
    entry = dataclasses.replace(
        suite.entries[0], options={"recipe": "PointGAN", "variant": "r3gan"}
    )
    changed = dataclasses.replace(suite, entries=(entry,))
    named = "entries.gan.options.variant: expected 'gan', received 'r3gan'"
    with pytest.raises(ValueError, match=named):
        check_config(tmp_path, changed, DIGESTS)
    named = "settings.mode-4.shown: expected 'b', received 'c'"
    with pytest.raises(ValueError, match=named):
        check_config(tmp_path, suite, {**DIGESTS, "mode-4": "c"})
