"""Conversion of networks to the form that models need."""

import warnings

import keras

# Activations that turn logits into probabilities.
_OF_PROBABILITIES = ("hard_sigmoid", "sigmoid", "softmax")


def is_graph(network):
    """Whether a network has symbolic inputs and outputs.

    Args:
        network: Anything.

    Returns:
        `True` for Functional models and for built Sequential ones.
    """
    return (
        isinstance(network, keras.Model)
        and network.built
        and getattr(network, "inputs", None) is not None
    )


def graph_of(network):
    """Inputs and outputs of a network, also of a Sequential one.

    Args:
        network: Functional model, or built Sequential one.

    Returns:
        Input, or list of several; and output in the network's structure.
    """
    inputs = network.inputs if len(network.inputs) > 1 else network.inputs[0]
    if isinstance(network, keras.Sequential):
        return inputs, network.outputs[0]
    return inputs, network.output


def as_discriminator(network, sample_shape):
    """A discriminator as a Functional model that returns a dict.

    Args:
        network: `keras.Model` from samples to a dict with `score`, or to the
            score alone. A subclassed model, or a Sequential model without an
            input, becomes a layer of the returned one.
        sample_shape: Shape of one sample.

    Returns:
        `keras.Model`; `network` itself if it already has this form.

    Raises:
        ValueError: If it cannot be called on samples, or returns something
            else.
    """
    if not isinstance(network, keras.Model):
        raise ValueError(
            "`discriminator` must be a `keras.Model`. "
            f"Received: discriminator={network!r}"
        )
    inputs, outputs = _graph_of(network, sample_shape)
    if isinstance(outputs, dict) and "score" in outputs:
        if is_graph(network):
            return network
        return keras.Model(inputs, outputs, name=f"{network.name}_of_samples")
    if not isinstance(outputs, keras.KerasTensor):
        raise ValueError(
            "`discriminator` must return a score, a logit `(batch, 1)`, or a "
            f"dict with the key 'score'. Received: {outputs}"
        )
    outputs = {"score": outputs}
    return keras.Model(inputs, outputs, name=f"{network.name}_of_samples")


def warn_of_probabilities(discriminator):
    """Warn if the score or class logits are probabilities.

    Args:
        discriminator: Functional `keras.Model` that returns a dict.
    """
    for name in ("score", "class_logits"):
        layer = _layer_of(discriminator.output.get(name))
        activation = getattr(
            getattr(layer, "activation", None), "__name__", None
        )
        if activation in _OF_PROBABILITIES:
            warnings.warn(
                f"`discriminator` must return logits as `{name}`, which the "
                f"losses turn into probabilities. Remove {activation} from the "
                f"layer {layer.name!r}. Received: activation={activation!r}",
                stacklevel=4,
            )


def warn_of_batch_normalization(discriminator):
    """Warn of batch normalization in a discriminator with a gradient penalty.

    Args:
        discriminator: `keras.Model`.
    """
    names = _batch_normalizations(discriminator)
    if names:
        warnings.warn(
            "`penalty` uses the gradient of each sample, which depends on "
            "other samples under batch normalization. Use "
            "`keras.layers.LayerNormalization` in the discriminator, or none. "
            f"Received: batch normalization in {names}",
            stacklevel=3,
        )


def _graph_of(network, sample_shape):
    if is_graph(network):
        return graph_of(network)
    samples = keras.Input(sample_shape, name="samples")
    try:
        return samples, network(samples)
    except Exception as error:
        raise ValueError(
            "`discriminator` must be a `keras.Model` of one input, samples of "
            f"shape {sample_shape}, or begin with `keras.Input`. "
            f"Received: discriminator={network!r}, which raises {error}"
        ) from error


def _layer_of(tensor):
    """The layer that a symbolic tensor comes from, or `None`."""
    history = getattr(tensor, "_keras_history", None)
    layer = None if history is None else history.operation
    while isinstance(layer, keras.Sequential):
        layer = layer.layers[-1]
    return layer


def _batch_normalizations(network):
    names = []
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            names.append(layer.name)
        elif isinstance(layer, keras.Model):
            names += _batch_normalizations(layer)
    return names
