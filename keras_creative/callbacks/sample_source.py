"""Samples of any model that is being trained, for callbacks."""

import keras

from keras_creative.modalities import modality_of
from keras_creative.modalities.registry import find_modality
from keras_creative.models.core.sampling import GeneratorSampler, Sampling


def sample_source(model, method="sample"):
    """The object that draws samples of a model that is being trained.

    The model itself if it has the method, as the models of
    `keras_creative.models` do; otherwise its `sampler` or `generator`, a Keras
    model that is called on standard normal latent vectors.

    Args:
        model: The Keras model.
        method: `"sample"` or `"interpolate"`. Defaults to `"sample"`.

    Returns:
        Object with `sample()` and `interpolate()`, or at least the method.

    Raises:
        ValueError: If the model has none of these.
    """
    if hasattr(model, method):
        return model
    for name in ("sampler", "generator"):
        network = getattr(model, name, None)
        built = isinstance(network, keras.Model) and network.built
        if built and len(getattr(network, "inputs", None) or ()) == 1:
            return GeneratorSampler(network)
    raise ValueError(
        f"The model must have `{method}()`, or a `generator` or `sampler` "
        "that is a built Sequential or Functional model of latent vectors "
        f"alone. Received: a {type(model).__name__}"
    )


def grid_samples(model, n, seed):
    """Samples of a grid, each with its own seed if the model allows it.

    The sample in cell `i` is then that of seed `seed + i`, as in
    `interpolate()` and `keras-creative sample --seeds`.

    Args:
        model: The Keras model.
        n: Number of samples.
        seed: Integer, seed of the first.

    Returns:
        NumPy array `(n, *sample_shape)`.
    """
    source = sample_source(model)
    if isinstance(source, Sampling):
        return source.sample(n, seed=range(seed, seed + n))
    return source.sample(n, seed=seed)


def find_modality_of_model(model, seed=0):
    """See `modality_of_model()`; `None` if the modality is not known.

    Args:
        model: The Keras model.
        seed: See `modality_of_model()`. Defaults to `0`.
    """
    return find_modality(_kind_of_model(model, seed))


def modality_of_model(model, seed=0):
    """The modality of the samples of a model that is being trained.

    Args:
        model: The Keras model.
        seed: Integer; one sample is drawn from a model that states neither its
            modality nor its sample shape. Defaults to `0`.

    Returns:
        `keras_creative.modalities.Modality`.

    Raises:
        ValueError: If the model has no samples, or their modality is not
            known.
    """
    return modality_of(_kind_of_model(model, seed))


def _kind_of_model(model, seed):
    source = sample_source(model)
    for name in ("modality", "sample_shape"):
        if getattr(model, name, None) is not None:
            return model
    return source.sample(1, seed=seed).shape[1:]


def drawing_of_model(model, by, seed=0, **options):
    """A drawing of a model's samples, and their modality.

    Args:
        model: The Keras model.
        by: Name of the callback that needs it.
        seed: See `modality_of_model()`. Defaults to `0`.
        **options: See `Modality.drawing()`.

    Returns:
        `Modality` and its drawing.

    Raises:
        ValueError: If the samples cannot be drawn, or not with these options.
    """
    modality = modality_of_model(model, seed)
    modality.require("drawing", by)
    return modality, modality.drawing(**options)


def frame_samples(model, modality, seed, n=None, real=None):
    """Samples of a frame of an animation.

    Args:
        model: The Keras model.
        modality: Modality of its samples.
        seed: Integer, seed of the first sample.
        n: Number of samples. Defaults to `None`: the modality's `frame_size`.
        real: Real samples; if each sample has a cell, the same number of
            samples is drawn. Defaults to `None`.

    Returns:
        NumPy array `(n, *sample_shape)`.
    """
    if real is not None and modality.has_cells:
        n = len(real)
    return grid_samples(model, n or modality.frame_size, seed)
