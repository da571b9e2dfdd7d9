"""The codes that InfoGAN adds to a latent vector."""

import math
from collections.abc import Sequence
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.models.core.latents import draw_rows
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class Codes:
    """Layout of the codes in a latent vector, and of their estimates.

    The codes are one vector: a one-hot vector for each categorical code, a
    number from U(-1, 1) for each continuous one, and for each circular one, an
    angle from U(-pi, pi), its cosine and sine. The estimates of a network have
    the same length: logits, means, and for an angle a vector in its direction
    whose length is the certainty.

    Args:
        categorical: Number of values of each categorical code, at least 2.
            Defaults to `(10,)`.
        continuous: Number of continuous codes. Defaults to `2`.
        circular: Number of circular codes. Defaults to `0`.

    Raises:
        ValueError: If a number is too small, or there are no codes.

    Example:

    >>> keras_creative.models.Codes(categorical=(8,), continuous=0).size
    8

    Reference:

    - [Chen et al., 2016, section 5](https://arxiv.org/abs/1606.03657)
    """

    def __init__(
        self,
        categorical: Sequence[int] = (10,),
        continuous: int = 2,
        circular: int = 0,
    ) -> None:
        self.categorical = tuple(int(values) for values in categorical)
        self.continuous = continuous
        self.circular = circular
        if (
            min((2, *self.categorical)) < 2
            or min(continuous, circular) < 0
            or self.size == 0
        ):
            raise ValueError(
                "The codes must have categories of at least 2 values, "
                "non-negative numbers, and at least one code. Received: "
                f"categorical={self.categorical}, continuous={continuous}, "
                f"circular={circular}"
            )

    @property
    def size(self) -> int:
        """Length of the codes' vector."""
        return sum(self.categorical) + self.continuous + 2 * self.circular

    @property
    def counts(self) -> dict[str, int]:
        """Number of codes of each kind."""
        return {
            "categorical": len(self.categorical),
            "continuous": self.continuous,
            "circular": self.circular,
        }

    @property
    def count(self) -> int:
        """Number of codes."""
        return sum(self.counts.values())

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of codes in the layout."""
        return tuple(kind for kind, count in self.counts.items() if count)

    def draw(self, uniform: Tensor) -> Tensor:
        """Codes from uniform numbers.

        Args:
            uniform: Numbers from [0, 1), float32 tensor `(batch, count)`, one
                for each code.

        Returns:
            float32 tensor `(batch, size)`.
        """
        numbers = iter(tf.unstack(uniform, axis=1))
        parts = [
            ops.one_hot(ops.cast(next(numbers) * values, "int32"), values)
            for values in self.categorical
        ]
        parts += [
            2.0 * next(numbers)[:, None] - 1.0 for _ in range(self.continuous)
        ]
        for _ in range(self.circular):
            angle = math.pi * (2.0 * next(numbers) - 1.0)
            parts.append(ops.stack([ops.cos(angle), ops.sin(angle)], axis=1))
        return ops.concatenate(parts, axis=1)

    def information(
        self, codes: Tensor, estimates: Tensor
    ) -> dict[str, Tensor]:
        """Lower bound of the mutual information, by kind.

        `H(c) + log q(c | x)`, in nats: its mean over codes and samples is at
        most the mutual information of sample and code. `q` is a categorical
        distribution, a Gaussian of standard deviation 1 as in the paper's
        program, or a von Mises distribution whose natural parameter is the
        estimate.

        Args:
            codes: Tensor `(batch, size)`.
            estimates: Estimates of a network, `(batch, size)`.

        Returns:
            Dict from each of `kinds` to a float32 tensor `(batch,)`.

        Reference:

        - [Chen et al., 2016, equation 4](https://arxiv.org/abs/1606.03657)
        """
        bounds = {kind: 0.0 for kind in self.kinds}
        for kind, part in self._parts():
            bounds[kind] += _BOUNDS[kind](codes[:, part], estimates[:, part])
        return bounds

    def vectors(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        **fixed: Any,
    ) -> np.ndarray:
        """Codes as an array, drawn or with given values.

        Args:
            n: Number of vectors.
            seed: Integer that determines the drawn codes, or `n` integers, one
                for each vector. Defaults to `None`.
            **fixed: `categorical`, `continuous` or `circular`: value, number
                or angle in radians of the codes of that kind, an array
                `(n, codes of the kind)` or what broadcasts to it.

        Returns:
            float32 array `(n, size)`.

        Raises:
            ValueError: If there are no codes of that kind, or a value of a
                categorical code is out of range.
        """
        if not set(fixed) <= set(self.kinds):
            raise ValueError(
                f"Codes can be fixed by their kind, one of {self.kinds}. "
                f"Received: {sorted(fixed)}"
            )

        def draw(rng, n):
            # A separate stream, independent of noise of the same seed.
            (rng,) = rng.spawn(1)
            return rng.uniform(size=(n, self.count))

        drawn = draw_rows(draw, n, seed)
        first = 0
        for kind, count in self.counts.items():
            if kind in fixed:
                drawn[:, first : first + count] = self._numbers(
                    kind, fixed[kind], (n, count)
                )
            first += count
        return ops.convert_to_numpy(self.draw(drawn.astype("float32")))

    def _numbers(self, kind, values, shape):
        """The uniform numbers that correspond to given values."""
        values = np.asarray(values, "float64")
        try:
            values = np.broadcast_to(values, shape)
        except ValueError:
            raise ValueError(
                f"`{kind}` must broadcast to {shape}: a column for each code. "
                f"Received: {kind} of shape {values.shape}"
            ) from None
        if kind == "categorical":
            if np.any(values < 0) or np.any(values >= self.categorical):
                raise ValueError(
                    "`categorical` must hold values below "
                    f"{self.categorical}. Received: "
                    f"{values.min():g} to {values.max():g}"
                )
            return (values + 0.5) / self.categorical
        if kind == "continuous":
            return (values + 1) / 2
        return (values / math.pi + 1) / 2

    def _parts(self):
        """Kind and columns of each code, in order."""
        start = 0
        for kind, size in (
            *(("categorical", values) for values in self.categorical),
            *[("continuous", 1)] * self.continuous,
            *[("circular", 2)] * self.circular,
        ):
            yield kind, slice(start, start + size)
            start += size

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            "categorical": list(self.categorical),
            "continuous": self.continuous,
            "circular": self.circular,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Layout from its config."""
        return cls(**config)


def _categorical(codes, logits):
    log_q = ops.sum(codes * ops.log_softmax(logits), axis=1)
    return math.log(codes.shape[1]) + log_q


def _continuous(codes, means):
    squares = ops.square(codes - means)[:, 0]
    return math.log(2) - 0.5 * math.log(2 * math.pi) - 0.5 * squares


def _circular(directions, natural):
    """Von Mises: `log 2 pi + eta . u - log(2 pi I0(|eta|))`."""
    length = ops.sqrt(ops.sum(ops.square(natural), axis=1) + 1e-12)
    log_normalizer = ops.log(tf.math.bessel_i0e(length)) + length
    return ops.sum(directions * natural, axis=1) - log_normalizer


_BOUNDS = {
    "categorical": _categorical,
    "continuous": _continuous,
    "circular": _circular,
}
