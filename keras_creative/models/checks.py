"""What is looked at before the first step: networks and data."""

import keras
import numpy as np


def check_batches(x, y, sample_shape, num_classes):
    """Check that samples and labels fit the networks.

    Arrays are checked wholly; of a `tf.data.Dataset` the shapes are known.

    Args:
        x: Samples, or a `tf.data.Dataset` of `x` or `(x, y)`.
        y: Labels, or `None`.
        sample_shape: Shape of one sample, as the generator makes it.
        num_classes: Classes of the discriminator's class head, or `None`.

    Raises:
        ValueError: If the samples' shape differs, if labels are missing
            while there is a class head, or if a label is not one of its
            classes.
    """
    if hasattr(x, "element_spec"):
        spec = x.element_spec
        x, y = (*spec, None)[:2] if isinstance(spec, tuple) else (spec, None)
    if not hasattr(x, "shape"):
        return
    received = tuple(x.shape)[1:]
    if len(received) != len(sample_shape) or any(
        None not in (a, b) and a != b
        for a, b in zip(received, sample_shape, strict=True)
    ):
        raise ValueError(
            "The data must have the shape that the generator makes, "
            f"{tuple(sample_shape)}. Received: samples of shape {received}"
        )
    if num_classes is not None:
        _check_labels(y, num_classes)


def _check_labels(y, num_classes):
    if y is None:
        raise ValueError(
            "The discriminator has a class head, so the data must have "
            "labels; for unlabelled data build it with `num_classes=None`. "
            "Received: y=None"
        )
    if len(y.shape) == 2 and y.shape[-1] != 1:
        if y.shape[-1] != num_classes:
            raise ValueError(
                "One-hot labels must have a column for each of the "
                f"discriminator's {num_classes} classes. "
                f"Received: y.shape={tuple(y.shape)}"
            )
    elif hasattr(y, "__array__"):
        y = np.asarray(y)
        if y.size and not 0 <= y.min() <= y.max() < num_classes:
            raise ValueError(
                "Labels must lie in the discriminator's classes, 0 to "
                f"{num_classes - 1}. Received: labels from {y.min()} to "
                f"{y.max()}"
            )


def check_networks(generator, discriminator):
    """See that two networks are built and fit together.

    Args:
        generator: Model from latent vectors to samples.
        discriminator: Model from samples to a dict with `score`.

    Raises:
        ValueError: If they are not and do not.
    """
    for name, network in (
        ("generator", generator),
        ("discriminator", discriminator),
    ):
        if not isinstance(network, keras.Model) or not network.built:
            raise ValueError(
                f"`{name}` must be a built `keras.Model`: begin it with "
                f"`keras.Input`. Received: {name}={network!r}"
            )
    outputs = discriminator.output
    if not isinstance(outputs, dict) or "score" not in outputs:
        raise ValueError(
            "`discriminator` must return a dict with the key 'score'. "
            f"Received: discriminator.output={outputs}"
        )
    sample_shape = generator.output_shape[1:]
    if sample_shape != discriminator.input_shape[1:]:
        raise ValueError(
            "`discriminator` must take what `generator` makes. Received: "
            f"generator.output_shape={generator.output_shape}, "
            f"discriminator.input_shape={discriminator.input_shape}"
        )
