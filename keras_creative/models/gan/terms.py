"""Further terms of a player's loss."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import keras

from keras_creative.models.gan.scoring import Scored
from keras_creative.typing import Tensor


class Term(NamedTuple):
    """A further term of a player's loss, created by `Game.add_term()`.

    Args:
        name: Name of the log of its unweighted value.
        weight: Number, or a schedule of the generator's step.
        function: Function of `Scored` that returns a scalar.
    """

    name: str
    weight: float | keras.optimizers.schedules.LearningRateSchedule
    function: Callable[[Scored], Tensor]


def add_terms(
    loss: Tensor, terms: Iterable[Term], scored: Scored, step: Tensor
) -> tuple[Tensor, dict[str, Tensor]]:
    """A loss with its weighted terms.

    Args:
        loss: Scalar.
        terms: Iterable of `Term`.
        scored: `Scored` to compute them from.
        step: The generator's step, for weights that are schedules.

    Returns:
        Scalar, and a dict from their names to their unweighted values.
    """
    logs = {}
    for name, weight, function in terms:
        logs[name] = function(scored)
        loss += (weight(step) if callable(weight) else weight) * logs[name]
    return loss, logs
