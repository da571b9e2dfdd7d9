"""Where a callback's samples come from, in anyone's model."""

import keras

from keras_creative.models.core.sampling import GeneratorSampler, Sampling


def sample_source(model, method="sample"):
    """What to ask for samples of a model that is being trained.

    The model itself, where it has the method, as those of
    `keras_creative.models`; otherwise its `sampler` or `generator`, a Keras
    model that is called on standard normal latent vectors.

    Args:
        model: The Keras model.
        method: `"sample"` or `"interpolate"`. Defaults to `"sample"`.

    Returns:
        Object with `sample()` and `interpolate()`, or at least the method.

    Raises:
        ValueError: If the model has nothing of the kind.
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
    """Samples of a grid, each of a seed of its own where the model can.

    The sample in cell `i` is then that of seed `seed + i` alone, which
    `interpolate()` and `keras-creative sample --seeds` give as well.

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
