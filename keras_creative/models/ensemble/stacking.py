"""Several small models trained as one."""

from collections.abc import Sequence
from typing import TypeVar

import keras
import numpy as np

from keras_creative.layers import StackedDense
from keras_creative.models.core.adversarial_model import AdversarialModel

Game = TypeVar("Game", bound=AdversarialModel)

# Layers without weights that treat every row of a batch alike.
_OF_ROWS = (
    keras.layers.InputLayer,
    keras.layers.Activation,
    keras.layers.Add,
    keras.layers.Concatenate,
    keras.layers.Dot,
    keras.layers.Flatten,
    keras.layers.LeakyReLU,
    keras.layers.Permute,
    keras.layers.ReLU,
    keras.layers.Reshape,
)
# Arguments that a stacked layer has in common with its members.
_KEPT = ("units", "activation", "use_bias", "name", "dtype", "trainable")
# Arguments that a stacked layer cannot have, as they would couple the members.
_RULES = (
    "activity_regularizer",
    "bias_constraint",
    "bias_regularizer",
    "kernel_constraint",
    "kernel_regularizer",
)


def stack(members: Sequence[Game]) -> Game:
    """One model that trains several small ones in parallel.

    A step of a small network spends most of its time on launching operations.
    Here the weights of all members lie in the same variables, and an operation
    is launched once for all. A batch holds a part for each member, in order,
    see `keras_creative.datasets.side_by_side()`. Each member has the noise of
    its own seed and the loss of its own part, so that it learns the same as
    alone, up to rounding.

    The logs are means over the members. To draw samples, `unstack()` them.

    Args:
        members: Sequence of `AdversarialModel`s of one class with the same
            settings, except for their seeds and weights, whose networks are
            made of `keras.layers.Dense` and layers without weights.

    Returns:
        Model of that class, not compiled.

    Raises:
        ValueError: If the members have other differences, other layers or a
            term that would compare samples of different members.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    members = [
        keras_creative.models.R3GAN(
            keras_creative.networks.mlp_generator(),
            keras_creative.networks.mlp_discriminator(),
            gamma=0.02,
            seed=seed,
        )
        for seed in range(4)
    ]
    game = keras_creative.models.stack(members)
    game.compile("adam", "adam")
    game.fit(
        keras_creative.datasets.side_by_side(
            [ring.batches(100, seed, labelled=False) for seed in range(4)]
        ),
        steps_per_epoch=20,
    )
    points = keras_creative.models.unstack(game)[2].sample(500)
    ```
    """
    first = members[0]
    _check_members(members)
    game = _remade(
        first,
        lambda network: _stacked(network, len(members)),
        tuple(member.seed for member in members),
    )
    for name in _networks(game):
        columns = zip(*(_weights(m, name) for m in members), strict=True)
        for variable, weights in zip(
            getattr(game, name).weights, columns, strict=True
        ):
            variable.assign(np.reshape(np.stack(weights), variable.shape))
    return game


def unstack(game: Game) -> list[Game]:
    """The members of a stacked model, as separate models.

    Args:
        game: Model returned by `stack()`.

    Returns:
        List of models of the same class, not compiled.
    """
    members = []
    for index, seed in enumerate(game.seed):
        member = _remade(game, _single, seed)
        for name in _networks(game):
            weights = _weights(game, name)
            for variable, of_all in zip(
                getattr(member, name).weights, weights, strict=True
            ):
                variable.assign(np.reshape(of_all[index], variable.shape))
        members.append(member)
    return members


def _remade(model, change, seed):
    """A model with the settings of another one and new networks."""
    config = model.get_config()
    for player in model.players:
        config[player] = keras.saving.serialize_keras_object(
            change(getattr(model, player))
        )
    return type(model).from_config({**config, "seed": seed})


def _networks(model):
    """Names of all networks: the players, and the averaged generator."""
    averaged = ["averaged_generator"] if model.ema else []
    return [*model.players, *averaged]


def _weights(model, network):
    return getattr(model, network).get_weights()


def _stacked(network, members):
    def clone(layer):
        config = layer.get_config()
        if type(layer) is keras.layers.Dense:
            _check_unruled(layer)
            return StackedDense(members, **{key: config[key] for key in _KEPT})
        if not isinstance(layer, _OF_ROWS):
            raise ValueError(
                "Stacked networks must be made of Dense layers and layers "
                f"without weights. Received: {layer}"
            )
        return type(layer).from_config(config)

    return _cloned(network, clone)


def _check_unruled(layer):
    found = {name: getattr(layer, name) for name in _RULES}
    if any(found.values()):
        raise ValueError(
            "Stacked layers must have no constraints and no regularizers of "
            f"their own. Received: {layer} with {found}"
        )


def _single(network):
    def clone(layer):
        config = layer.get_config()
        if isinstance(layer, StackedDense):
            del config["members"]
            return keras.layers.Dense.from_config(config)
        return type(layer).from_config(config)

    return _cloned(network, clone)


def _cloned(network, clone):
    """A copy with other layers, as a plain `keras.Model` that can be saved."""
    copy = keras.models.clone_model(network, clone_function=clone)
    return keras.Model(copy.input, copy.output, name=network.name)


def _check_members(members):
    configs = [_settings(member) for member in members]
    if any(config != configs[0] for config in configs):
        raise ValueError(
            "`members` must have the same settings, except for seeds and "
            f"weights. Received: members={list(members)}"
        )
    first = members[0]
    if first.gradient_norms:
        raise ValueError(
            "`members` must not log `gradient_norms`: a stacked model has one "
            "gradient for all. Received: gradient_norms=True"
        )
    if first.uses_batch_statistics:
        raise ValueError(
            "`members` must score their samples one by one: diversity and "
            "pulling-away terms, the average relativistic game, DRAGAN's "
            "penalty and an adaptive augmentation would mix those of "
            "different members. Received: "
            f"{type(first).__name__} with criterion={first.criterion}, "
            f"penalty={first.penalty}, diversity={first.options.diversity}"
        )


def _settings(model):
    config = model.get_config()
    del config["seed"]
    for name, player in model.players.items():
        config[name] = [
            _layer_settings(layer) for layer in player.network.layers
        ]
    return type(model), _without_names(config)


def _layer_settings(layer):
    """Config of a layer without its initializers."""
    settings = {
        key: value
        for key, value in layer.get_config().items()
        if not key.endswith("_initializer")
    }
    shapes = [tuple(weight.shape) for weight in layer.weights]
    return type(layer).__name__, shapes, settings


def _without_names(config):
    """Config without names of objects."""
    if isinstance(config, dict):
        return {
            key: _without_names(value)
            for key, value in config.items()
            if key not in ("name", "shared_object_id")
        }
    if isinstance(config, list | tuple):
        return [_without_names(value) for value in config]
    return config
