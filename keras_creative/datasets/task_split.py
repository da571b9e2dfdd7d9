"""Disjoint sets of concepts."""

from typing import NamedTuple

import numpy as np

from keras_creative.checks import check_fractions


class Concepts(NamedTuple):
    """Concepts that can be named.

    Attributes:
        names: Name of each concept.
        groups: Group of each concept.
        chosen: Numbers of the concepts that exist in a set.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    chosen: np.ndarray

    def named(self, argument, names):
        """Numbers of the concepts that names stand for.

        Args:
            argument: Name of the argument, for errors.
            names: Name, or iterable of names, of concepts or groups.

        Returns:
            int32 array.

        Raises:
            ValueError: If a name is unknown.
        """
        names = {names} if isinstance(names, str) else set(names)
        of_names = {
            i: {self.names[i], self.groups[i]} & names for i in self.chosen
        }
        unknown = names.difference(*of_names.values())
        if unknown:
            raise ValueError(
                f"`{argument}` must be names of concepts or groups of the set. "
                f"Received: {argument}={sorted(unknown)[0]!r}"
            )
        return np.array([i for i, found in of_names.items() if found], "int32")

    def in_groups(self, groups):
        """Numbers of the concepts of some groups.

        Args:
            groups: Collection of names of groups.

        Returns:
            int32 array.
        """
        found = [i for i in self.chosen if self.groups[i] in groups]
        return np.array(found, "int32")


def split_concepts(concepts, validation, test, seed):
    """Disjoint concepts for training, validation and test.

    Args:
        concepts: `Concepts`.
        validation: Fraction of the groups, or names.
        test: See `validation`.
        seed: Integer that draws fractions, from groups without a concept that
            is named.

    Returns:
        Tuple of three int32 arrays of numbers.

    Raises:
        ValueError: If a fraction is out of range, a name is unknown or in both
            sets, or one of the three would be empty.
    """
    given = {"validation": validation, "test": test}
    fractions = {
        name: value
        for name, value in given.items()
        if isinstance(value, float | int)
    }
    check_fractions(**fractions)
    parts = {
        name: concepts.named(name, value)
        for name, value in given.items()
        if name not in fractions
    }
    taken = np.concatenate([np.empty(0, "int32"), *parts.values()])
    if len(np.unique(taken)) < len(taken):
        raise ValueError(
            "`validation` and `test` must have no concept in common. "
            f"Received: validation={validation!r}, test={test!r}"
        )
    every = sorted({concepts.groups[i] for i in concepts.chosen})
    used = {concepts.groups[i] for i in taken}
    order = np.random.default_rng(seed).permutation(len(every))
    free = [every[i] for i in order if every[i] not in used]
    for name, fraction in fractions.items():
        count = round(fraction * len(every))
        parts[name], free = concepts.in_groups(set(free[:count])), free[count:]
    both = parts["validation"], parts["test"]
    split = np.setdiff1d(concepts.chosen, np.concatenate(both)), *both
    if not all(map(len, split)):
        raise ValueError(
            "`validation` and `test` must leave concepts for each set. "
            f"Received: validation={validation!r}, test={test!r}, which gives "
            f"{[len(part) for part in split]} of {len(concepts.chosen)} "
            "concepts"
        )
    return split
