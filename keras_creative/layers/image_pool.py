"""A pool of earlier generated samples, which a discriminator is shown."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.typing import Config, Tensor

_SHARE = 0.5


@keras.saving.register_keras_serializable(package="keras_creative")
class ImagePool(keras.layers.Layer):
    """Earlier samples of a generator, some of which replace new ones.

    The first samples fill the pool and are returned as they are. Then each
    sample is returned with a probability of one half; otherwise it takes the
    place of a random sample of the pool, which is returned. The pool is saved
    with the weights of the model. Under `tf.distribute`, all replicas are shown
    the samples of the first.

    Args:
        size: Number of samples in the pool, at least as many as in a batch.
        sample_shape: Shape of one sample.
        **kwargs: See `keras.layers.Layer`.

    Raises:
        ValueError: If `size` is not positive.

    Example:

    >>> pool = keras_creative.layers.ImagePool(50, (2,))
    >>> draw = keras.random.uniform
    >>> pool.exchange(np.ones((4, 2), "float32"), draw).shape
    TensorShape([4, 2])

    Reference:

    - [Shrivastava et al., 2017, section 2.3](https://arxiv.org/abs/1612.07828)
    - [Zhu et al., 2017, section 4](https://arxiv.org/abs/1703.10593)
    """

    def __init__(
        self, size: int, sample_shape: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(dtype="float32", **kwargs)
        check_integers(size=(size, 1))
        self.size, self.sample_shape = size, tuple(sample_shape)
        shared = {"trainable": False, "aggregation": "only_first_replica"}
        self.samples = self.add_weight(
            shape=(size, *sample_shape),
            initializer="zeros",
            name="samples",
            **shared,
        )
        self.count = self.add_weight(
            shape=(), initializer="zeros", dtype="int32", name="count", **shared
        )
        self.built = True

    def exchange(
        self, samples: Tensor, draw: Callable[[tuple], Tensor]
    ) -> Tensor:
        """Store samples, and return them or earlier ones.

        Args:
            samples: New samples `(batch, *sample_shape)`, at most `size`.
            draw: Function of a shape that returns numbers from [0, 1).

        Returns:
            Tensor of the same shape.
        """
        samples = ops.cast(samples, "float32")
        batch = ops.shape(samples)[0]
        count = ops.convert_to_tensor(self.count)
        first = count + ops.arange(batch)
        fills = first < self.size
        shares = draw((batch,))
        swaps = ops.logical_and(count >= self.size, shares < _SHARE)
        ranks = ops.argsort(draw((self.size,)))[:batch]
        slots = ops.where(fills, first, ranks)
        old = ops.take(self.samples, slots, axis=0)
        stored = _select(ops.logical_or(fills, swaps), samples, old)
        self.samples.assign(
            ops.scatter_update(self.samples, slots[:, None], stored)
        )
        self.count.assign(ops.minimum(count + batch, self.size))
        return _select(swaps, old, samples)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            "name": self.name,
            "size": self.size,
            "sample_shape": list(self.sample_shape),
        }


def _select(mask, chosen, others):
    """Samples of one batch where a mask is true, and of another elsewhere."""
    mask = ops.reshape(mask, (-1, *[1] * (len(others.shape) - 1)))
    return ops.where(mask, chosen, others)
