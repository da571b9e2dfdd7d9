"""Pictures with two labels each, such as a font and a character."""

from typing import Any

import numpy as np
import tensorflow as tf

from keras_creative.checks import check_integers
from keras_creative.datasets.images import image_batches, to_network_range
from keras_creative.datasets.members import Members
from keras_creative.datasets.pictures import PictureSet
from keras_creative.datasets.pipeline import (
    endless_numbers,
    prefetch_without_autotuning,
)


class CellSet(PictureSet):
    """Pictures of the cells of a table, some of whose cells are hidden.

    Labels are those of the columns. A cell has the number
    `row * columns + column`.

    Args:
        images: uint8 array `(n, height, width, channels)`.
        cells: Integers `(n,)`, the cell of each picture.
        table: Numbers of rows and columns.
        **kwargs: Further arguments of `PictureSet`.

    Raises:
        ValueError: If a cell is not in the table, see also `PictureSet`.

    Example:

    ```python
    cells = np.arange(6)  # 2 rows, 3 columns
    images = np.zeros((6, 32, 32, 1), "uint8")
    table = keras_creative.datasets.CellSet(images, cells, (2, 3))
    images, cells = next(iter(table.group_batches(rows=2, members=2)))
    ```
    """

    _columns = ("labels", "indices", "images", "cells")

    def __init__(
        self,
        images: np.ndarray,
        cells: np.ndarray,
        table: tuple[int, int],
        **kwargs: Any,
    ) -> None:
        self.cells = np.asarray(cells, "int32")
        self.table = tuple(map(int, table))
        _check_cells(self.cells, self.table)
        labels = self.cells % self.table[1]
        super().__init__(images, labels, num_classes=self.table[1], **kwargs)

    @property
    def code_length(self) -> int:
        """Length of the code of a cell."""
        return sum(self.table)

    def codes(self, cells: Any) -> tf.Tensor:
        """Codes of cells: the row and the column, each one-hot.

        Args:
            cells: Integers `(n,)`.

        Returns:
            float32 tensor `(n, code_length)`.
        """
        rows, columns = self.table
        cells = tf.convert_to_tensor(cells)
        parts = (
            tf.one_hot(cells // columns, rows),
            tf.one_hot(cells % columns, columns),
        )
        return tf.concat(parts, axis=1)

    def group_batches(
        self, rows: int, members: int, seed: int = 0, first_step: int = 0
    ) -> tf.data.Dataset:
        """Endless batches of several pictures of each of some rows.

        Args:
            rows: Number of different rows in a batch.
            members: Number of different pictures of each row.
            seed: Integer that fixes the batches. Defaults to `0`.
            first_step: Number of the first batch. Defaults to `0`.

        Returns:
            Data set of pictures in [-1, 1] and their cells.

        Raises:
            ValueError: If a number is not positive, there are fewer rows, or a
                row has fewer pictures.
        """
        check_integers(
            rows=(rows, 1), members=(members, 1), first_step=(first_step, 0)
        )
        of_rows = Members(self.cells // self.table[1])
        count, fewest = len(of_rows.counts), int(of_rows.counts.min())
        if rows > count or members > fewest:
            raise ValueError(
                f"`rows` must be at most {count} and `members` at most "
                f"{fewest}, the pictures of the smallest row. "
                f"Received: rows={rows}, members={members}"
            )
        images, cells = tf.constant(self.images), tf.constant(self.cells)

        def draw(number):
            key = tf.stack([tf.cast(seed, "int64"), number])
            order = tf.random.stateless_uniform((count,), key)
            chosen = tf.math.top_k(order, rows).indices
            places = of_rows.draw(chosen, members, key + 1)
            places = tf.reshape(places, (-1,))
            x = to_network_range(tf.gather(images, places), self.size)
            return x, tf.gather(cells, places)

        return prefetch_without_autotuning(
            endless_numbers(first_step).map(draw)
        )

    def cell_batches(self, batch_size: int, seed: int = 0) -> tf.data.Dataset:
        """Endless shuffled batches of pictures and the codes of their cells.

        Args:
            batch_size: Pictures in a batch.
            seed: Integer that fixes the batches. Defaults to `0`.
        """
        places = np.arange(len(self.images))
        batches = image_batches(
            self.images, places, batch_size, self.size, seed
        )
        return batches.map(
            lambda x, places: (x, self.codes(tf.gather(self.cells, places)))
        )


def _check_cells(cells, table):
    size = table[0] * table[1]
    if (
        cells.ndim != 1
        or not len(cells)
        or not (0 <= cells.min() <= cells.max() < size)
    ):
        raise ValueError(
            f"`cells` must be integers from 0 to {size - 1}, for the "
            f"{table[0]} rows and {table[1]} columns of `table`. Received: "
            f"{cells.tolist()[:10]}"
        )
