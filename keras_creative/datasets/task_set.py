"""Few-shot tasks: concepts with a few pictures each."""

import copy
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
import tensorflow as tf

from keras_creative.checks import check_integers
from keras_creative.datasets.checks import check_images
from keras_creative.datasets.images import to_network_range
from keras_creative.datasets.members import Members
from keras_creative.datasets.pipeline import (
    endless_numbers,
    prefetch_without_autotuning,
)
from keras_creative.datasets.task_checks import check_names, checked_concepts
from keras_creative.datasets.task_split import Concepts, split_concepts
from keras_creative.typing import ArrayLike, Config

_TURNS = 4


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
            A fraction of `split()` does not divide a group. Defaults to
            `None`: each concept is its own.
        sample_shape: Shape of a picture, if `images` is a function. Defaults
            to `None`.

    Attributes:
        names: Tuple of the names of the concepts.
        groups: Tuple of the group of each concept.
        inverted: Whether `load_tasks()` has inverted the pictures, so that ink
            is bright.
        evaluation: Names of the groups of an official test; empty without one.
        source: Digest of the files of pictures that are read when they are
            drawn; empty for an array.
        validation: `TaskSet` of other concepts that accompanies one of the
            training, or `None`.
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

    # What `len()` counts.
    units = "tasks"

    def __init__(
        self,
        images: np.ndarray | Callable[[tf.Tensor], tf.Tensor],
        concepts: ArrayLike,
        names: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        sample_shape: tuple[int, int, int] | None = None,
    ) -> None:
        self._pixels = None
        if callable(images):
            if sample_shape is None:
                raise ValueError(
                    "`sample_shape` must be given if `images` is a function. "
                    "Received: sample_shape=None"
                )
            self._read = images
        else:
            check_images(images)
            sample_shape = images.shape[1:]
            self._pixels = np.ascontiguousarray(images)
            with tf.device("CPU:0"):
                self._images = tf.constant(images)
            self._read = self._gather
        self.sample_shape = tuple(sample_shape)
        self.concepts = checked_concepts(concepts, self._pixels)
        self._members = Members(self.concepts)
        count = len(self._members.counts)
        self.names = tuple(map(str, range(count) if names is None else names))
        self.groups = self.names if groups is None else tuple(groups)
        check_names(self.names, self.groups, self._members.counts)
        self.turns, self.inverted, self.evaluation = 1, False, ()
        self.source, self.validation = "", None
        self._chosen = np.arange(count, dtype="int32")

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
        if self._pixels is not None:
            digest.update(self._pixels)
        digest.update(self.source.encode())
        chosen = [self.names[i] for i in self._chosen]
        digest.update("\n".join([*chosen, str(self.turns)]).encode())
        return {"concepts": len(self), "digest": digest.hexdigest()[:16]}

    def rotated(self) -> Self:
        """The set with the quarter turns of each concept as further ones."""
        part = copy.copy(self)
        part.turns = _TURNS
        return part

    def choose(self, names: str | Iterable[str]) -> Self:
        """The set of some of the concepts.

        Args:
            names: Names of concepts, or of groups for all of theirs.

        Raises:
            ValueError: If a name is unknown, or nothing is chosen.
        """
        known = Concepts(self.names, self.groups, self._chosen)
        chosen = known.named("names", names)
        if not len(chosen):
            raise ValueError(
                "`names` must name at least 1 concept. "
                f"Received: names={names!r}"
            )
        return self._with(chosen)

    def split(
        self,
        validation: float | str | Iterable[str] = 0.1,
        test: float | str | Iterable[str] = 0.2,
        seed: int = 0,
    ) -> TaskSplit:
        """Disjoint sets of concepts for training, validation and test.

        Args:
            validation: Fraction of the groups, which are not divided; or names
                of concepts or groups. Defaults to `0.1`.
            test: See `validation`. Defaults to `0.2`.
            seed: Integer that draws fractions, from what is not named. Defaults
                to `0`.

        Returns:
            `TaskSplit`.

        Raises:
            ValueError: If a fraction is out of range, a name is unknown or in
                both sets, or one of the three sets would be empty.
        """
        known = Concepts(self.names, self.groups, self._chosen)
        parts = split_concepts(known, validation, test, seed)
        return TaskSplit(*map(self._with, parts))

    def episodes(
        self,
        tasks: int,
        shots: int = 4,
        queries: int = 0,
        seed: int = 0,
        first_step: int = 0,
        distinct: bool = False,
    ) -> tf.data.Dataset:
        """Endless batches of tasks, drawn in the graph.

        Args:
            tasks: Number of tasks in a batch.
            shots: Pictures that are given of each. Defaults to `4`.
            queries: Further, other pictures of each. Defaults to `0`.
            seed: Integer that fixes the batches. Defaults to `0`.
            first_step: Number of the first batch. Defaults to `0`.
            distinct: Whether all tasks of a batch differ. Defaults to `False`:
                they are drawn independently.

        Returns:
            Data set of float32 shots `(tasks, shots, *sample_shape)` in
            [-1, 1]; with `queries`, of pairs with
            `(tasks, queries, *sample_shape)`.

        Raises:
            ValueError: If a number is out of range, a concept has too few
                pictures, or there are too few tasks for distinct ones.
        """
        check_integers(
            tasks=(tasks, 1),
            shots=(shots, 1),
            queries=(queries, 0),
            first_step=(first_step, 0),
        )
        self.check_count(shots, queries)
        if distinct and tasks > len(self):
            raise ValueError(
                "`tasks` must not exceed the number of concepts if they are "
                f"distinct. Received: tasks={tasks}, and {len(self)} concepts"
            )
        chosen = tf.constant(self._chosen)
        pick = _draw_distinct if distinct else _draw_independent

        def draw(number):
            key = tf.stack([tf.cast(seed, "int64"), number])
            task = pick(tasks, len(self), key)
            concepts = tf.gather(chosen, task // self.turns)
            places = self._members.draw(concepts, shots + queries, key + 1)
            images = to_network_range(self._read(tf.reshape(places, (-1,))))
            images = tf.reshape(images, (tasks, -1, *self.sample_shape))
            if self.turns > 1:
                images = tf.map_fn(
                    lambda pair: tf.image.rot90(*pair),
                    (images, task % self.turns),
                    fn_output_signature=images.dtype,
                )
            if not queries:
                return images
            return images[:, :shots], images[:, shots:]

        return prefetch_without_autotuning(
            endless_numbers(first_step).map(draw)
        )

    def check_count(self, shots: int, queries: int) -> None:
        """Raise unless each concept has enough pictures for an episode.

        Args:
            shots: Pictures that are given of a concept.
            queries: Further pictures.

        Raises:
            ValueError: See above.
        """
        if self.smallest < shots + queries:
            fewest = self._chosen[np.argmin(self._members.counts[self._chosen])]
            raise ValueError(
                "`shots` and `queries` must not exceed the pictures of a "
                f"concept. Received: shots={shots}, queries={queries}, and "
                f"{self.smallest} pictures of {self.names[fewest]!r}"
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

    def _with(self, chosen):
        """The set of some of the concepts, by number."""
        part = copy.copy(self)
        part._chosen = np.sort(chosen)
        return part


def _draw_independent(count, limit, key):
    """Some integers below a limit."""
    return tf.random.stateless_uniform((count,), key, 0, limit, "int32")


def _draw_distinct(count, limit, key):
    """Some different integers below a limit."""
    numbers = tf.random.stateless_uniform((limit,), key)
    return tf.math.top_k(numbers, count).indices
