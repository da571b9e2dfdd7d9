"""Few-shot tasks: concepts with a few pictures each."""

import copy
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
import tensorflow as tf

from keras_creative.checks import check_integers
from keras_creative.datasets.checks import check_images, check_labels
from keras_creative.datasets.images import to_network_range
from keras_creative.datasets.members import Members
from keras_creative.datasets.pipeline import (
    endless_numbers,
    prefetch_without_autotuning,
)
from keras_creative.typing import ArrayLike, Config

_TURNS = 4
Share = float | Iterable[str]


class TaskSplit(NamedTuple):
    """Tasks of disjoint concepts.

    Attributes:
        train: `TaskSet` for meta-training.
        validation: `TaskSet` for choosing settings.
        test: `TaskSet` that is opened at the end.
    """

    train: "TaskSet"
    validation: "TaskSet"
    test: "TaskSet"


class TaskSet:
    """Pictures of many concepts, each of which is a task of a few shots.

    Args:
        images: uint8 array `(n, height, width, channels)`; or a function in
            the graph from indices `(m,)` to such a tensor, for pictures that
            are read when they are drawn.
        concepts: Integers `(n,)`, the concept of each picture.
        names: Sequence of the names of the concepts. Defaults to `None`: their
            numbers.
        groups: Sequence of the group of each concept, such as its alphabet.
            `split()` does not divide a group. Defaults to `None`: each
            concept is its own.
        sample_shape: Shape of a picture, if `images` is a function. Defaults
            to `None`.

    Attributes:
        names: Tuple of the names of the concepts.
        groups: Tuple of the group of each concept.
        inverted: Whether `load_tasks()` has inverted the pictures, so that ink
            is bright.
        evaluation: Names of the groups of an official test; empty without one.
        turns: 4 if the quarter turns of a concept are further concepts, see
            `rotated()`, otherwise 1.

    Raises:
        ValueError: If the pictures are not uint8, a number does not fit, or a
            concept has no picture.

    Example:

    ```python
    images = np.zeros((40, 28, 28, 1), "uint8")
    tasks = keras_creative.datasets.TaskSet(images, np.arange(40) // 8)
    train, validation, test = tasks.split(validation=0.2, test=0.2)
    shots, queries = next(iter(train.episodes(2, shots=4, queries=3)))
    ```
    """

    def __init__(
        self,
        images: np.ndarray | Callable[[tf.Tensor], tf.Tensor],
        concepts: ArrayLike,
        names: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        sample_shape: tuple[int, int, int] | None = None,
    ) -> None:
        concepts = np.asarray(concepts)
        self._images = None
        if not callable(images):
            check_images(images)
            self._images, sample_shape = images, images.shape[1:]
        concepts = check_labels(
            concepts, len(concepts if callable(images) else images)
        )
        self.sample_shape = tuple(sample_shape)
        self.concepts = concepts
        self._members = Members(concepts)
        count = len(self._members.counts)
        self.names = tuple(names or map(str, range(count)))
        self.groups = tuple(groups or self.names)
        different = len(set(self.names))
        if not different == len(self.names) == len(self.groups) == count:
            raise ValueError(
                f"`names` and `groups` must have {count} entries, one for each "
                f"concept, and names must differ. Received: {different} "
                f"different of {len(self.names)} names, {len(self.groups)} "
                "groups"
            )
        if not self._members.counts.all():
            empty = self.names[int(np.argmin(self._members.counts))]
            raise ValueError(
                "`concepts` must have at least 1 picture of each concept. "
                f"Received: no picture of {empty!r}"
            )
        self.turns, self.inverted, self.evaluation = 1, False, ()
        self._chosen = np.arange(count, dtype="int32")
        self._read = images if callable(images) else self._gather

    def __len__(self) -> int:
        return len(self._chosen) * self.turns

    @property
    def smallest(self) -> int:
        """Pictures of the concept that has the fewest."""
        return int(self._members.counts[self._chosen].min())

    @property
    def fingerprint(self) -> Config:
        """Identifies the data by digests of pixels, concepts and choice."""
        digest = hashlib.sha256(np.ascontiguousarray(self.concepts))
        if self._images is not None:
            digest.update(np.ascontiguousarray(self._images))
        chosen = [self.names[i] for i in self._chosen]
        digest.update("\n".join([*chosen, str(self.turns)]).encode())
        return {"concepts": len(self), "digest": digest.hexdigest()[:16]}

    def rotated(self) -> Self:
        """The set with the quarter turns of each concept as further ones."""
        part = copy.copy(self)
        part.turns = _TURNS
        return part

    def choose(self, names: Iterable[str]) -> Self:
        """The set of some of the concepts.

        Args:
            names: Names of concepts, or of groups for all of theirs.

        Raises:
            ValueError: If a name is unknown, or nothing is chosen.
        """
        chosen = self._named(names)
        if not len(chosen):
            raise ValueError(
                "`names` must name at least 1 concept. Received: none"
            )
        part = copy.copy(self)
        part._chosen = chosen
        return part

    def split(
        self, validation: Share = 0.1, test: Share = 0.2, seed: int = 0
    ) -> TaskSplit:
        """Disjoint sets of concepts for training, validation and test.

        Args:
            validation: Share of the groups, below 1, or names of concepts or
                groups. Defaults to `0.1`.
            test: See `validation`. Defaults to `0.2`.
            seed: Integer that draws them. Defaults to `0`.

        Returns:
            `TaskSplit`.

        Raises:
            ValueError: If a name is unknown or in both sets, or one of the
                three sets would be empty.
        """
        rng = np.random.default_rng(seed)
        tested = self._part(test, (), rng)
        validated = self._part(validation, tested, rng)
        both = np.intersect1d(tested, validated)
        if len(both):
            raise ValueError(
                "`validation` and `test` must have no concept in common. "
                f"Received: {self.names[both[0]]!r} in both"
            )
        rest = np.setdiff1d(self._chosen, [*tested, *validated])
        parts = {"train": rest, "validation": validated, "test": tested}
        for name, part in parts.items():
            if not len(part):
                raise ValueError(
                    "`validation` and `test` must leave at least 1 of "
                    f"{len(self._chosen)} concepts for each set. Received: "
                    f"validation={validation!r}, test={test!r}, with none for "
                    f"{name}"
                )
        return TaskSplit(
            *(self.choose(self.names[i] for i in p) for p in parts.values())
        )

    def episodes(
        self,
        tasks: int,
        shots: int = 4,
        queries: int = 0,
        seed: int = 0,
        first_step: int = 0,
    ) -> tf.data.Dataset:
        """Endless batches of tasks, drawn in the graph.

        Args:
            tasks: Number of tasks in a batch, concepts drawn independently.
            shots: Pictures that are given of each. Defaults to `4`.
            queries: Further, other pictures of each. Defaults to `0`.
            seed: Integer that fixes the batches. Defaults to `0`.
            first_step: Number of the first batch. Defaults to `0`.

        Returns:
            Data set of float32 shots `(tasks, shots, *sample_shape)` in
            [-1, 1]; with `queries`, of pairs with
            `(tasks, queries, *sample_shape)`.

        Raises:
            ValueError: If a number is out of range, or a concept has too few
                pictures.
        """
        check_integers(
            tasks=(tasks, 1),
            shots=(shots, 1),
            queries=(queries, 0),
            first_step=(first_step, 0),
        )
        self._check_count(shots, queries)
        chosen = tf.constant(self._chosen)

        def draw(number):
            key = tf.stack([tf.cast(seed, "int64"), number])
            task = tf.random.stateless_uniform(
                (tasks,), key, 0, len(self), "int32"
            )
            concepts = tf.gather(chosen, task // self.turns)
            places = self._members.draw(concepts, shots + queries, key + 1)
            images = self._read(tf.reshape(places, (-1,)))
            images = tf.reshape(images, (tasks, -1, *self.sample_shape))
            images = tf.map_fn(
                lambda pair: tf.image.rot90(*pair),
                (images, task % self.turns),
                fn_output_signature=images.dtype,
            )
            images = tf.cast(images, "float32") / 127.5 - 1
            if not queries:
                return images
            return images[:, :shots], images[:, shots:]

        return prefetch_without_autotuning(
            endless_numbers(first_step).map(draw)
        )

    def pictures(self, concept: int) -> np.ndarray:
        """All pictures of a concept, in [-1, 1].

        Args:
            concept: Integer below `len()`.

        Returns:
            float32 array `(n, *sample_shape)`.
        """
        place, turn = divmod(concept, self.turns)
        members = self._members.of(int(self._chosen[place]))
        images = to_network_range(self._read(tf.constant(members)))
        return tf.image.rot90(images, turn).numpy()

    def shots_of(
        self, concept: int, shots: int = 4, seed: int = 0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Shots of a concept, and its other pictures, the reference.

        Args:
            concept: See `pictures()`.
            shots: Number of shots. Defaults to `4`.
            seed: Integer that draws them. Defaults to `0`.

        Returns:
            Two float32 arrays `(n, *sample_shape)` in [-1, 1].

        Raises:
            ValueError: If the concept has no further pictures.
        """
        check_integers(shots=(shots, 1))
        images = self.pictures(concept)
        if len(images) <= shots:
            raise ValueError(
                "`shots` must be below the pictures of the concept. Received: "
                f"shots={shots}, and {len(images)} pictures"
            )
        order = np.random.default_rng((seed, concept)).permutation(len(images))
        return images[order[:shots]], images[order[shots:]]

    def _gather(self, places):
        return tf.gather(self._images, places)

    def _named(self, names):
        """Sorted numbers of the concepts chosen that names stand for."""
        names = (names,) if isinstance(names, str) else tuple(names)
        known = {self.names[i] for i in self._chosen}
        known |= {self.groups[i] for i in self._chosen}
        for name in names:
            if name not in known:
                raise ValueError(
                    "Names must be those of concepts or groups of the set. "
                    f"Received: {name!r}"
                )
        wanted = set(names)
        return np.array(
            [
                i
                for i in self._chosen
                if {self.names[i], self.groups[i]} & wanted
            ],
            "int32",
        )

    def _part(self, share, taken, rng):
        """Concepts of a share of the groups that are not taken."""
        if not isinstance(share, float | int):
            return self._named(share)
        groups = sorted({self.groups[i] for i in self._chosen})
        used = {self.groups[i] for i in taken}
        free = [group for group in rng.permutation(groups) if group not in used]
        count = round(share * len(groups))
        return self._named(free[:count])

    def _check_count(self, shots, queries):
        if self.smallest < shots + queries:
            fewest = self._chosen[np.argmin(self._members.counts[self._chosen])]
            raise ValueError(
                "`shots` and `queries` must not exceed the pictures of a "
                f"concept. Received: shots={shots}, queries={queries}, and "
                f"{self.smallest} pictures of {self.names[fewest]!r}"
            )
