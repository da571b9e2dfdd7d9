"""State that Keras does not save, and copies of states."""

import itertools

import keras
from keras import ops

_PREFIX = "random_state_"


def save_random_states(model, store):
    """Save the random state of a model's layers.

    Args:
        model: `keras.Model`.
        store: Mapping that Keras saves.
    """
    for index, state in enumerate(_random_states(model)):
        store[f"{_PREFIX}{index}"] = ops.convert_to_numpy(state)


def load_random_states(model, store):
    """Restore what `save_random_states()` saved.

    Args:
        model: `keras.Model`.
        store: Mapping that Keras loaded.

    Returns:
        Dict of the other entries of the mapping.
    """
    for index, state in enumerate(_random_states(model)):
        state.assign(store[f"{_PREFIX}{index}"])
    return {
        key: store[key]
        for key in store.keys()  # noqa: SIM118 - an H5 group, not a dict
        if not key.startswith(_PREFIX)
    }


def copy_variables(own, others):
    """Assign the values of other variables of the same shapes.

    Learning rates are not changed, and constraints are applied.

    Args:
        own: Variables to set.
        others: The same number of variables.

    Raises:
        ValueError: If their shapes or numbers differ.
    """
    for ours, theirs in itertools.zip_longest(own, others):
        shapes = [v is not None and tuple(v.shape) for v in (ours, theirs)]
        if shapes[0] != shapes[1]:
            name = (ours if ours is not None else theirs).path
            raise ValueError(
                "A model restores the state of one with the same networks and "
                f"optimizers. Received: {name} of shape {shapes[1]}, where it "
                f"has {shapes[0]}"
            )
    for variable, value in zip(own, others, strict=True):
        if variable.name != "learning_rate":
            constraint = getattr(variable, "constraint", None)
            variable.assign(constraint(value) if constraint else value)


def _random_states(model):
    weights = {id(weight) for weight in model.weights}
    return [v for v in model.variables if id(v) not in weights]


def deserialized(config):
    """Constructor arguments of a config whose dicts are Keras objects.

    Args:
        config: Dict of serialized objects and plain values.

    Returns:
        Dict with the objects.
    """
    return {
        key: keras.saving.deserialize_keras_object(value)
        if isinstance(value, dict)
        else value
        for key, value in config.items()
    }
