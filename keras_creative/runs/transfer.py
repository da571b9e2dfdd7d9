"""Runs that begin with the weights of another run."""

from typing import Any

from keras_creative.models.core.transfer import (
    layers_with_weights,
    transfer_weights,
)
from keras_creative.recipes.recipe import Recipe
from keras_creative.runs.samples import load_sampler


def begin_from(recipe: Recipe, model: Any) -> str:
    """Copy the weights of the run that a recipe's `begin_from` names.

    Args:
        recipe: The recipe; one without that setting changes nothing.
        model: Its new model.

    Returns:
        Sentence on the layers that fit, or an empty string.

    Raises:
        ValueError: If there is no such run, no layer fits, or a layer that is
            to be frozen does not.
    """
    source = getattr(recipe, "begin_from", None)
    if not source:
        return ""
    try:
        copied = transfer_weights(model, load_sampler(source))
    except (ValueError, AttributeError) as error:
        raise ValueError(
            "`begin_from` must be a run folder or a .keras file of a model "
            f"with networks. Received: begin_from={source!r}: {error}"
        ) from error
    if not copied:
        raise ValueError(
            "`begin_from` must be a run with layers of the names and shapes of "
            f"this one's. Received: begin_from={source!r}, of which none fits"
        )
    if recipe.freeze:
        _check_frozen(recipe, model, copied.others["discriminator"])
    return f"begins with {copied} from {source}"


def _check_frozen(recipe, model, new):
    layers = list(layers_with_weights(model.discriminator))
    fitting = next(
        (index for index, name in enumerate(layers) if name in new), len(layers)
    )
    if recipe.freeze > fitting:
        raise ValueError(
            "`freeze` must be at most the number of first layers of the "
            f"discriminator that fit, {fitting}. "
            f"Received: freeze={recipe.freeze}"
        )
