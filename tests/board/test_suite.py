import subprocess
import sys

import pytest

from keras_creative.board import SUITES, Entry


def test_small_suite_differs_in_its_reduced_fields(suite):
    small = suite.small()
    assert (small.steps, small.samples, small.reduced) == (2, 50, {})


def test_chosen_entries_keep_the_order_asked_for(suite):
    chosen = suite.choose(("cgan",), (5,))
    assert [entry.name for entry in chosen.entries] == ["cgan"]
    assert chosen.seeds == (5,) and suite.choose() == suite


def test_unknown_entry(suite):
    with pytest.raises(ValueError, match="one of .'gan', 'cgan'.*='cgn'"):
        suite.choose(("cgn",))


@pytest.mark.parametrize("seeds", [(-1,), (0, 2**32), (1, 1)])
def test_seeds_are_different_and_in_range(suite, seeds):
    with pytest.raises(ValueError, match="`seeds` must be different integers"):
        suite.choose(seeds=seeds)


def test_what_an_entry_is_told_is_known():
    with pytest.raises(ValueError, match="`told` must be one of"):
        Entry("gan", "everything", "GAN", "point-gan")


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda s: s.name)
def test_names_of_a_suite_are_unique_file_names(suite):
    for declared in (suite.settings, suite.entries, suite.small().settings):
        names = [item.name for item in declared]
        assert len(set(names)) == len(names) > 0
        assert all(n.replace("-", "").replace(".", "").isalnum() for n in names)


def test_declarations_need_no_tensorflow():
    code = (
        "import keras_creative_command, sys\n"
        "from keras_creative.board import SUITES\n"
        "assert SUITES['ring'].small().entries\n"
        "assert not {'tensorflow', 'keras', 'numpy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
