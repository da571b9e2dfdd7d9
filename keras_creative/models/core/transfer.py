"""Weights of another model's networks, where layers fit, and frozen layers."""

from typing import Any, NamedTuple

import keras

from keras_creative.checks import check_integers


class Transfer(NamedTuple):
    """Layers whose weights were copied from another model.

    Attributes:
        fitting: Dict from the name of each network to the names of its layers
            that were copied.
        others: Dict from the name of each network to the names of those that
            were not.
    """

    fitting: dict[str, list[str]]
    others: dict[str, list[str]]

    def __bool__(self) -> bool:
        """Whether any layer was copied."""
        return any(self.fitting.values())

    def __str__(self) -> str:
        """Numbers of layers that fit, by network."""
        parts = [
            f"{len(names)} of {len(names) + len(self.others[network])} layers "
            f"of the {network}"
            for network, names in self.fitting.items()
        ]
        return " and ".join(parts)


def layers_with_weights(network: keras.Model) -> dict[str, keras.layers.Layer]:
    """The layers of a network that have weights, by name, in order.

    Args:
        network: Functional or Sequential model.

    Returns:
        Dict; layers of a model inside have its name before theirs.
    """
    found = {}
    for layer in network.layers:
        if isinstance(layer, keras.Model):
            for name, inner in layers_with_weights(layer).items():
                found[f"{layer.name}/{name}"] = inner
        elif layer.weights:
            found[layer.name] = layer
    return found


def transfer_weights(model: Any, source: Any) -> Transfer:
    """Copy the weights of layers with the same name and shapes.

    The state of the optimizers is not copied. An averaged generator begins
    with the weights that `source` samples with.

    Args:
        model: Model with `players`, whose weights are changed.
        source: Model with players of the same names, or with some of them; or
            an object whose `sampler` is a generator.

    Returns:
        `Transfer`.
    """
    fitting, others = {}, {}
    theirs = _networks(source)
    for name, player in model.players.items():
        copied = _copy(player.network, theirs.get(name))
        fitting[name], others[name] = copied
    averaged = getattr(model, "averaged_generator", None)
    if averaged is not None:
        averaged.set_weights(model.generator.get_weights())
        _copy(averaged, source.sampler)
    return Transfer(fitting, others)


def freeze_layers(network: keras.Model, count: int) -> None:
    """Exclude the first layers with weights from the training.

    To be called before the model that trains the network is compiled.

    Args:
        network: Functional or Sequential model.
        count: Number of layers, fewer than the network has.

    Raises:
        ValueError: If `count` is negative or too large.

    Reference:

    - Freezing the first layers of a discriminator: [Mo et al., 2020](
        https://arxiv.org/abs/2002.10964)
    """
    check_integers(freeze=(count, 0))
    layers = layers_with_weights(network)
    if count >= len(layers):
        raise ValueError(
            "`freeze` must be below the number of layers with weights, "
            f"{len(layers)} of the {network.name}. Received: freeze={count}"
        )
    for layer in list(layers.values())[:count]:
        layer.trainable = False


def _copy(network, origin=None):
    """Names of the layers that fit and were copied, and of the others."""
    given = {} if origin is None else layers_with_weights(origin)
    fitting, others = [], []
    for name, layer in layers_with_weights(network).items():
        shapes = [tuple(weight.shape) for weight in layer.weights]
        known = given[name].weights if name in given else []
        if shapes == [tuple(weight.shape) for weight in known]:
            layer.set_weights(given[name].get_weights())
            fitting.append(name)
        else:
            others.append(name)
    return fitting, others


def _networks(model):
    """Networks of a model by name; a generator may be alone."""
    players = getattr(model, "players", {})
    if not players:
        return {"generator": model.sampler}
    return {name: player.network for name, player in players.items()}
