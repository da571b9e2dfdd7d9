"""The players of a model, of any number."""

import types
from collections.abc import Mapping
from typing import Any


def players_of(model: Any) -> Mapping[str, Any]:
    """The players of a model by name.

    Args:
        model: Compiled model.

    Returns:
        Mapping from a name to an object with `network` and `optimizer`.
    """
    if hasattr(model, "players"):
        return model.players
    player = types.SimpleNamespace
    if not hasattr(model, "g_optimizer"):
        return {"model": player(network=model, optimizer=model.optimizer)}
    return {
        "generator": player(
            network=model.generator, optimizer=model.g_optimizer
        ),
        "discriminator": player(
            network=model.discriminator, optimizer=model.d_optimizer
        ),
    }
