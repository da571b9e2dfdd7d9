"""Pictures of which some are shown, some repeated and some held out."""

import copy
from collections.abc import Iterable
from typing import Self

import numpy as np

from keras_creative.datasets.label_checks import (
    check_few_shot,
    check_further,
    check_hidden,
    shown_labels,
)
from keras_creative.datasets.pipeline import count_steps


class SplitPictures:
    """Pictures of which some are shown, some more than once, and some hidden.

    A subclass calls `_show_all()` when it knows its labels. What it keeps of
    each picture in arrays, it names in `_columns`: `_columns = ("labels",
    "indices", "images")` stands for the attributes of those names, and for
    `held_out_labels` and so on, of the pictures hidden.

    Attributes:
        labels: Label of each picture shown, int32 array, or `None`.
        indices: Place of each picture shown in the whole set, int32 array.
        repeats: How often each picture shown comes in an epoch, int32 array.
        few_shot_labels: Tuple of the labels of which few pictures are shown.
    """

    _columns = ("labels", "indices")

    # Names of the classes by label, where they have names.
    class_names = None

    def __len__(self):
        return int(self.repeats.sum())

    @property
    def class_counts(self) -> dict[str, int] | None:
        """Dict from each class, by its name or label, to its pictures shown.

        In the order of the labels; `None` where there are none.
        """
        if self.num_classes is None:
            return None
        names = self.class_names or map(str, range(self.num_classes))
        counts = np.bincount(self.labels, minlength=self.num_classes)
        return dict(zip(names, counts.tolist(), strict=True))

    @property
    def shown(self) -> tuple[int, ...]:
        """Labels that are drawn, in order; empty without labels."""
        return shown_labels(self.num_classes, self.holdout)

    @property
    def shots(self) -> dict[int, np.ndarray]:
        """Dict from each few-shot label to its pictures, in [-1, 1]."""
        return {
            label: self._pictures(np.flatnonzero(self.labels == label))
            for label in self.few_shot_labels
        }

    def steps_per_epoch(self, batch_size: int) -> int:
        """Whole batches in a pass over what is shown."""
        return count_steps(len(self), batch_size)

    def hide(self, labels: Iterable[int]) -> Self:
        """Copy with further labels held out; see `holdout()`."""
        part = copy.copy(self)
        part.holdout = check_further(self, labels)
        if self.labels is not None:
            part._keep(~np.isin(self.labels, part.holdout))
        return part

    def show_few(self, label: int, k: int, repeat: int, seed: int) -> Self:
        """Copy with few pictures of a label; see `few_shot()`."""
        check_few_shot(self, label, k, repeat)
        members = np.flatnonzero(self.labels == label)
        if not k < len(members):
            raise ValueError(
                "`k` must be less than the number of pictures with the label, "
                f"{len(members)}. Received: k={k}, label={label}"
            )
        order = np.random.default_rng(seed).permutation(members)
        kept = self.labels != label
        kept[self._usable(order, k)] = True
        few = copy.copy(self)
        few.few_shot_labels = (*self.few_shot_labels, label)
        few._keep(kept)
        few.repeats[few.labels == label] = repeat
        return few

    def hidden(self) -> Self:
        """The hidden pictures as a set that shows each once."""
        hidden = copy.copy(self)
        hidden.holdout = shown_labels(self.num_classes, check_hidden(self))
        for name in self._columns:
            setattr(hidden, name, getattr(self, f"held_out_{name}"))
            setattr(hidden, f"held_out_{name}", getattr(self, name))
        hidden._show_once()
        return hidden

    def without_hidden(self) -> Self:
        """Copy that does not hold the hidden pictures.

        It draws the same batches. Only the labels of the held-out classes are
        known, so that whoever trains on it cannot reach what is hidden.
        """
        part = copy.copy(self)
        for name in self._columns:
            column = getattr(self, name)
            hidden = None if column is None else column[:0].copy()
            setattr(part, f"held_out_{name}", hidden)
            setattr(part, name, None if column is None else column.copy())
        return part

    def whole(self) -> Self:
        """The set that was split, which shows everything once."""
        if not (self.holdout or self.few_shot_labels):
            return self
        whole = copy.copy(self)
        whole.holdout = ()
        order = np.argsort(np.append(self.indices, self.held_out_indices))
        for name in self._columns:
            column, hidden = getattr(self, name), f"held_out_{name}"
            column = np.concatenate([column, getattr(self, hidden)])
            setattr(whole, name, column[order])
            setattr(whole, hidden, column[:0])
        whole._show_once()
        return whole

    def choose(self, places: Iterable[int]) -> Self:
        """Copy that shows some of the pictures shown, in the given order.

        The others are hidden.

        Args:
            places: Different places among the pictures shown.
        """
        part = copy.copy(self)
        places = np.asarray(places)
        kept = np.zeros(len(self.repeats), bool)
        kept[places] = True
        part._keep(kept)
        order = np.argsort(np.argsort(places))
        for name in self._columns:
            column = getattr(part, name)
            setattr(part, name, None if column is None else column[order])
        part.repeats = part.repeats[order]
        return part

    def unrepeated(self) -> Self:
        """Copy that shows each picture once, shots as well."""
        part = copy.copy(self)
        part._show_once()
        return part

    @property
    def _positions(self):
        """Picture at each position of an epoch that is not yet shuffled."""
        pictures = np.arange(len(self.repeats), dtype="int32")
        return np.repeat(pictures, self.repeats)

    def _show_all(self, count):
        """Show the pictures of a set that are not of a held-out label."""
        self.indices = np.arange(count, dtype="int32")
        for name in self._columns:
            column = getattr(self, name)
            hidden = None if column is None else column[:0]
            setattr(self, f"held_out_{name}", hidden)
        self._show_once()
        if self.holdout:
            self._keep(~np.isin(self.labels, self.holdout))

    def _show_once(self):
        self.repeats = np.ones(len(self.indices), "int32")
        self.few_shot_labels = ()

    def _keep(self, kept):
        """Hide all pictures shown but those of a mask."""
        for name in self._columns:
            column, hidden = getattr(self, name), f"held_out_{name}"
            if column is None:
                continue
            both = np.concatenate([getattr(self, hidden), column[~kept]])
            setattr(self, hidden, both)
            setattr(self, name, column[kept])
        self.repeats = self.repeats[kept]

    def _usable(self, indices, k):
        """The first `k` of some pictures that can be shown."""
        return indices[:k]
