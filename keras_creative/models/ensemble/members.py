"""Members of a `ClassEnsemble`, and their generators as one network."""

import keras
from keras import ops

from keras_creative.models.core.adversarial_model import AdversarialModel


def joint_generator(generators):
    """Network that maps each latent vector by its label's generator.

    Args:
        generators: Keras models of one shape, in the order of their labels.

    Returns:
        `keras.Model` of latent vectors and one-hot labels.
    """
    latent = keras.Input(generators[0].input_shape[1:], name="latent")
    labels = keras.Input((len(generators),), name="attributes")
    named = [
        keras.Model(generator.input, generator.output, name=f"class_{label}")
        for label, generator in enumerate(generators)
    ]
    made = [generator(latent, training=False) for generator in named]
    return keras.Model([latent, labels], of_label(labels, made))


def of_label(labels, made):
    """Select the samples of one-hot labels from those of all generators.

    Args:
        labels: One-hot tensor `(batch, members)`.
        made: Samples of each generator, for the complete batch.

    Returns:
        Tensor of the samples' shape.
    """
    ones = (1,) * (len(made[0].shape) - 1)
    chosen = [
        ops.reshape(labels[:, label], (-1, *ones)) * samples
        for label, samples in enumerate(made)
    ]
    return sum(chosen[1:], chosen[0])


def copy_optimizer(optimizer):
    """A new optimizer with the config of another.

    Args:
        optimizer: Keras optimizer, its name or config.

    Returns:
        Keras optimizer.
    """
    optimizer = keras.optimizers.get(optimizer)
    return type(optimizer).from_config(optimizer.get_config())


def check_members(members):
    """Check that models can be members of one ensemble.

    Args:
        members: List of models.

    Raises:
        ValueError: If there are fewer than two, or they do not fit together.
    """
    shapes = [
        (m.latent_shape, m.sample_shape, m.tracked, m.packing, m.n_critic)
        for m in members
    ]
    special = any(
        member.num_classes is not None
        or type(member).draw_latent is not AdversarialModel.draw_latent
        for member in members
    )
    if len(members) < 2 or len(set(shapes)) > 1 or special:
        raise ValueError(
            "`members` must be two or more models of one kind that take no "
            "labels and have no codes, with the same latent vectors, samples, "
            "packing and `n_critic`. Received: "
            f"members={members}"
        )
