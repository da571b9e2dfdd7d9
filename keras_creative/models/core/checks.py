"""Validation of networks, optimizers and batch sizes."""

import math

import keras
import numpy as np

from keras_creative.models.core.network_forms import is_graph
from keras_creative.optimizers import ADAMS

_KERAS_BATCH_SIZE = 32
_OF_EACH_NUMBER = (
    *ADAMS,
    keras.optimizers.Adadelta,
    keras.optimizers.Adagrad,
    keras.optimizers.Adamax,
    keras.optimizers.AdamW,
    keras.optimizers.Ftrl,
    keras.optimizers.Lion,
    keras.optimizers.Nadam,
    keras.optimizers.RMSprop,
    keras.optimizers.SGD,
)


def known_batch_size(x, batch_size):
    """Batch size of `fit()`, if it is known.

    Args:
        x: Samples, or a `tf.data.Dataset`.
        batch_size: Argument of `fit()`, or `None`.

    Returns:
        Integer; or `None` if the batch size of a data set is unknown.
    """
    spec = getattr(x, "element_spec", None)
    if spec is None:
        return batch_size or _KERAS_BATCH_SIZE
    first = spec[0] if isinstance(spec, tuple) else spec
    return first.shape[0]


def check_equal_parts(batch_size, **parts):
    """Check that a batch can be split evenly.

    Args:
        batch_size: Number of samples in a batch.
        **parts: Numbers of parts, by their names.

    Raises:
        ValueError: If it cannot.
    """
    if batch_size % math.prod(parts.values()):
        product = " times ".join(f"{k} {n}" for k, n in parts.items() if n > 1)
        raise ValueError(
            f"`batch_size` must be a multiple of {product}. "
            f"Received: batch_size={batch_size}"
        )


def check_uncoupled(**optimizers):
    """Check that optimizers update each weight independently.

    Args:
        **optimizers: Keras optimizers by the names of their arguments.

    Raises:
        ValueError: If one clips gradients by their norm, or is not an
            element-wise optimizer such as Adam or SGD. Lamb, Muon, Adafactor
            and loss scaling are not element-wise.
    """
    for name, optimizer in optimizers.items():
        if type(optimizer) not in _OF_EACH_NUMBER:
            known = sorted({cls.__name__ for cls in _OF_EACH_NUMBER})
            raise ValueError(
                f"`{name}` of a stacked model must let no number of a weight "
                "change the step of another, which may be another member's: "
                f"one of {', '.join(known)}. "
                f"Received: {name}={type(optimizer).__name__}"
            )
        if optimizer.clipnorm or optimizer.global_clipnorm:
            raise ValueError(
                f"`{name}` of a stacked model must not clip by the norm, "
                "which would be that of all members. Received: clipnorm="
                f"{optimizer.clipnorm}, global_clipnorm="
                f"{optimizer.global_clipnorm}"
            )


def check_diversity(diversity, generator, discriminator):
    """Check that a diversity term fits the networks.

    Args:
        diversity: A `keras_creative.losses.DiversityLoss`.
        generator: Built model from latent vectors to samples.
        discriminator: Built model from samples to a dict.

    Raises:
        ValueError: If the term needs features that the discriminator does not
            return, or the samples do not depend on the latent vectors.
    """
    if "features" in diversity.needs and "features" not in discriminator.output:
        raise ValueError(
            "`discriminator` must return `features` for this diversity term. "
            f"Received: outputs {sorted(discriminator.output)}"
        )
    rng = np.random.default_rng(0)
    shapes = [tuple(tensor.shape)[1:] for tensor in generator.inputs]
    latent = rng.normal(size=(2, *shapes[0])).astype("float32")
    others = [np.zeros((2, *shape), "float32") for shape in shapes[1:]]
    samples = np.asarray(generator([latent, *others] if others else latent))
    if np.array_equal(samples[0], samples[1]):
        raise ValueError(
            "`generator` must map different latent vectors to different "
            "samples for a diversity term. Received: a generator with latent "
            f"vectors of shape {shapes[0]} that makes one sample"
        )


def check_networks(generator, discriminator):
    """Check that two networks fit together.

    Args:
        generator: Model from latent vectors to samples.
        discriminator: Model from samples to a dict with `score`.

    Raises:
        ValueError: If they do not.
    """
    made, taken = generator.output_shape, discriminator.inputs[0].shape
    if tuple(taken)[1:] not in (made[1:], (taken[1], *made[1:])):
        raise ValueError(
            "`discriminator` must accept samples of `generator`, or packs of "
            f"them. Received: generator.output_shape={made}, "
            f"discriminator.input_shape={tuple(taken)}"
        )


def check_graphs(**networks):
    """Check that the inputs and outputs of networks are known.

    Args:
        **networks: Networks by the names of their arguments.

    Raises:
        ValueError: If one is not a built Functional or Sequential model.
    """
    for name, network in networks.items():
        if not is_graph(network):
            raise ValueError(
                f"`{name}` must be a built `keras.Model`, Functional or "
                "Sequential: begin it with `keras.Input`. "
                f"Received: {name}={network!r}"
            )


def check_compile_arguments(arguments, optimizers):
    """Check that `compile()` has no arguments that would be ignored.

    Args:
        arguments: Dict of the arguments other than optimizers.
        optimizers: Names of the optimizers that the model takes.

    Raises:
        ValueError: If there is a loss, a metric, or an optimizer of another
            name.
    """
    own = "which the model has of its own, as arguments of its class"
    instead = dict.fromkeys(
        ("loss", "loss_weights", "metrics", "weighted_metrics"),
        f"nothing: losses and logs are those {own}",
    )
    names = " and ".join(f"`{name}`" for name in optimizers)
    instead["optimizer"] = f"{names}, one for each player"
    for name, write in instead.items():
        if arguments.get(name) is not None:
            raise ValueError(
                f"`{name}` is no argument of this model's `compile()`. Use "
                f"{write}. Received: {name}={arguments[name]!r}"
            )
