"""Declarations of a board: settings, entries and suites.

They are plain data, so that importing a suite imports neither TensorFlow nor
Keras.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Self

from keras_creative.checks import check_choice

# What a method can be told beyond the samples that are shown.
TOLD = {
    "nothing": "the shown samples alone",
    "labels": "also the label of each shown sample, and the names of the "
    "hidden classes",
    "attributes": "also attributes with a meaning, of the hidden classes too",
    "examples": "also some examples of the hidden classes",
}


_LAST_SEED = 2**32 - 1


def check_seeds(seeds: Sequence[int]) -> None:
    """Raise if seeds are out of range, or one is given twice.

    Args:
        seeds: Integers.

    Raises:
        ValueError: See above.
    """
    in_range = all(0 <= seed <= _LAST_SEED for seed in seeds)
    if not in_range or len(set(seeds)) < len(seeds):
        raise ValueError(
            f"`seeds` must be different integers from 0 to {_LAST_SEED}. "
            f"Received: seeds={list(seeds)}"
        )


@dataclasses.dataclass(frozen=True)
class Setting:
    """One task of a suite: data, of which a part is hidden.

    Args:
        name: Its name, in lower case with hyphens.
        data: Name of the data in `keras_creative.board.cases.DATA`.
        hidden: Labels that are hidden, or other facts that the data's reader
            takes. Defaults to `()`.
    """

    name: str
    data: str
    hidden: tuple = ()


@dataclasses.dataclass(frozen=True)
class Entry:
    """A method of the board.

    Args:
        name: Its name, in lower case with hyphens.
        told: What it is told, one of `TOLD`.
        line: What it is, in a few words.
        family: Name of the function in
            `keras_creative.board.families.FAMILIES` that trains it.
        options: Dict of the settings that this function takes, such as those
            of a recipe. Defaults to none.
        asked: Whether it is asked for the hidden classes, by their labels or
            attributes. Defaults to `False`: its samples are unconditional, or
            of the classes shown.
        effort: Its training steps as a multiple of the suite's, for methods
            whose steps cost more or less. Defaults to `1`.

    Raises:
        ValueError: If `told` is none of `TOLD`.
    """

    name: str
    told: str
    line: str
    family: str
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    asked: bool = False
    effort: float = 1.0

    def __post_init__(self) -> None:
        check_choice("told", self.told, TOLD)


@dataclasses.dataclass(frozen=True)
class Suite:
    """Settings, entries, seeds and budget, declared before a board is run.

    Args:
        name: Its name.
        line: What is hidden, in a few words.
        kind: `"points"` or `"images"`.
        settings: Tuple of `Setting`.
        entries: Tuple of `Entry`.
        steps: Training steps of every entry.
        samples: Samples that are scored of every trained model.
        seeds: Tuple of integers. Defaults to 0 to 2.
        reduced: Dict of the fields of the small suite that differ from this
            one. Defaults to none.
    """

    name: str
    line: str
    kind: str
    settings: tuple[Setting, ...]
    entries: tuple[Entry, ...]
    steps: int
    samples: int
    seeds: tuple[int, ...] = (0, 1, 2)
    reduced: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def small(self) -> Self:
        """The reduced suite, for tests and a first look."""
        return dataclasses.replace(self, **self.reduced, reduced={})

    def choose(
        self,
        models: tuple[str, ...] | None = None,
        seeds: tuple[int, ...] | None = None,
    ) -> Self:
        """The suite with some of its entries, and with other seeds.

        Args:
            models: Names of entries. Defaults to `None`: all.
            seeds: Integers. Defaults to `None`: those of the suite.

        Raises:
            ValueError: If there is no such entry, or a seed is out of range
                or given twice.
        """
        check_seeds(seeds or ())
        names = {entry.name: entry for entry in self.entries}
        for name in models or ():
            check_choice("models", name, tuple(names))
        chosen = tuple(names[name] for name in models or names)
        return dataclasses.replace(
            self, entries=chosen, seeds=tuple(seeds or self.seeds)
        )
