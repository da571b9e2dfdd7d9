"""Parts of large images, and how far their pixels depend on each other."""

import math
import typing
from collections.abc import Iterator, Sequence

import keras
import numpy as np


class Tile(typing.NamedTuple):
    """A part of an image, with a margin around it.

    Args:
        inside: Pair of slices, rows and columns of the part in the image.
        outside: The same with the margin, cut off at the borders of the image.
    """

    inside: tuple[slice, slice]
    outside: tuple[slice, slice]

    def crop(self, cell: int = 1) -> tuple[slice, slice]:
        """Slices of the part in features of the tile with its margin.

        Args:
            cell: Pixels in a row of a cell of the features, a divisor of all
                bounds. Defaults to `1`.
        """
        return tuple(
            slice(
                (inside.start - outside.start) // cell,
                (inside.stop - outside.start) // cell,
            )
            for inside, outside in zip(self.inside, self.outside, strict=True)
        )


def tiles(shape: tuple[int, int], side: int, margin: int) -> Iterator[Tile]:
    """Tiles that cover an image, each pixel once.

    Args:
        shape: Height and width of the image.
        side: Side of the tiles without their margin.
        margin: Pixels around a tile.

    Yields:
        `Tile`, row by row.
    """
    for top in range(0, shape[0], side):
        for left in range(0, shape[1], side):
            inside = tuple(
                slice(start, min(start + side, size))
                for start, size in zip((top, left), shape, strict=True)
            )
            outside = tuple(
                slice(
                    max(0, part.start - margin), min(size, part.stop + margin)
                )
                for part, size in zip(inside, shape, strict=True)
            )
            yield Tile(inside, outside)


def receptive_radius(network: keras.Model, cells: Sequence[int] = (1,)) -> int:
    """Upper bound of the distance over which an output depends on inputs.

    Args:
        network: Functional model of convolutions, poolings, upsamplings, and
            operations on single positions. Padding by reflection does not
            count.
        cells: Pixels in a row of a cell of each input. Defaults to `(1,)`, for
            an image.

    Returns:
        Distance in pixels.

    Example:

    >>> from keras_creative.models.style.tiles import receptive_radius
    >>> receptive_radius(keras_creative.networks.style_encoder(depth=1))
    5
    """
    reach = {
        id(tensor): (cell, 0)
        for tensor, cell in zip(network.inputs, cells, strict=True)
    }
    for operation in network.operations:
        if isinstance(operation, keras.layers.InputLayer):
            continue
        given = [reach[id(t)] for t in keras.tree.flatten(operation.input)]
        cell = given[0][0]
        radius = max(radius for _, radius in given)
        if window := getattr(operation, "kernel_size", None) or getattr(
            operation, "pool_size", None
        ):
            radius += cell * (window[0] // 2)
            cell *= operation.strides[0]
        elif isinstance(operation, keras.layers.UpSampling2D):
            radius += cell
            cell //= operation.size[0]
        for tensor in keras.tree.flatten(operation.output):
            reach[id(tensor)] = (cell, radius)
    return max(reach[id(tensor)][1] for tensor in network.outputs)


class Moments:
    """Mean and standard deviation of channels whose rows arrive in parts.

    Args:
        channels: Number of channels.

    Reference:

    - [Chan et al., 1983, equation 2.1](https://doi.org/10.2307/2683386)
    """

    def __init__(self, channels: int) -> None:
        self.count = 0
        self.mean = np.zeros(channels)
        self.squares = np.zeros(channels)

    def add(self, features: np.ndarray) -> None:
        """Add features.

        Args:
            features: Array `(..., channels)`.
        """
        rows = np.asarray(features, "float64").reshape(-1, len(self.mean))
        step = rows.mean(axis=0) - self.mean
        total = self.count + len(rows)
        between = self.count * len(rows) / total * step**2
        self.squares += len(rows) * rows.var(axis=0) + between
        self.mean += step * len(rows) / total
        self.count = total

    def statistics(self, epsilon: float) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation, float32 arrays `(1, channels)`.

        Args:
            epsilon: Number added to variances.
        """
        deviation = np.sqrt(self.squares / self.count + epsilon)
        return tuple(
            part.astype("float32")[np.newaxis]
            for part in (self.mean, deviation)
        )


def next_multiple(number: int, of: int) -> int:
    """The smallest multiple that is not below a number.

    Args:
        number: The number.
        of: Its divisor.
    """
    return of * math.ceil(number / of)
