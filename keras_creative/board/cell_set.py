"""Pictures with two labels each, such as a font and a character."""

from typing import Any

import numpy as np
import tensorflow as tf

from keras_creative import datasets


class CellSet(datasets.PictureSet):
    """Pictures of the cells of a table, some of whose cells are hidden.

    Labels are those of the columns. A cell has the number
    `row * columns + column`.

    Args:
        images: uint8 array `(n, height, width, channels)`.
        cells: Integers `(n,)`, the cell of each picture.
        table: Numbers of rows and columns.
        **kwargs: Further arguments of `PictureSet`.
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

    def cell_batches(self, batch_size: int, seed: int = 0) -> tf.data.Dataset:
        """Endless shuffled batches of pictures and the codes of their cells.

        Args:
            batch_size: Pictures in a batch.
            seed: Integer that fixes the batches. Defaults to `0`.
        """
        places = np.arange(len(self.images))
        batches = datasets.image_batches(
            self.images, places, batch_size, self.size, seed
        )
        return batches.map(
            lambda x, places: (x, self.codes(tf.gather(self.cells, places)))
        )
