"""The players of a model, of any number."""

from collections.abc import Mapping
from typing import Any

from keras_creative.models.core.players import Player


def players_of(model: Any) -> Mapping[str, Player]:
    """The players of a model by name.

    Args:
        model: Compiled model.

    Returns:
        Mapping from names to players; a model with one optimizer, such as a
        VAE, is its only player.
    """
    if hasattr(model, "players"):
        return model.players
    return {"model": Player(model, model.optimizer)}
