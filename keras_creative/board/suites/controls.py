"""The controls of the boards: what each suite trains, with its settings.

The creativity losses are trained at one weight, and the first of them at
several, because a weight that is too large drives the samples off the data.
"""

from keras_creative import catalog
from keras_creative.board.suite import Entry

CREATIVITY = catalog.names("losses/registry.py", "CREATIVITY_LOSSES")
# Weights of the uniform cross-entropy besides the one that all losses have.
SWEEP = (0.1, 0.25, 1.0)
# Points of a training step.
_BATCH_SIZE = 256


def design_entries(family, weight, **options):
    """`DesignGAN` with every creativity loss, and the first at all weights.

    CAN is the loss of that name.

    Args:
        family: Name of the family that trains them.
        weight: `lambda_g` of every loss.
        **options: Further settings of the family.
    """
    of_losses = [(loss, weight) for loss in CREATIVITY]
    of_weights = [(CREATIVITY[0], w) for w in SWEEP if w != weight]
    return tuple(
        _design_entry(family, loss, weight, options)
        for loss, weight in of_losses + of_weights
    )


def _design_entry(family, loss, weight, options):
    name = "can" if loss == "can" else f"design-{loss}-{weight:g}"
    told = f"creativity loss {loss}, lambda_g {weight:g}"
    return Entry(
        name,
        "labels",
        f"{'CAN' if loss == 'can' else 'DesignGAN'}: {told}",
        family,
        {"creativity": loss, "lambda_g": weight, **options},
    )


def _point_gan(name, told, line, asked=False, **options):
    options = {"batch_size": _BATCH_SIZE, **options}
    return Entry(name, told, line, "point-gan", options, asked)


def _point_vae(name, told, line, asked=False, **options):
    options = {"batch_size": _BATCH_SIZE, **options}
    return Entry(name, told, line, "point-vae", options, asked)


POINTS = (
    _point_gan("gan", "nothing", "GAN", variant="gan"),
    _point_gan("r3gan", "nothing", "R3GAN", variant="r3gan"),
    _point_gan(
        "infogan",
        "nothing",
        "InfoGAN, a code with a value for each class",
        variant="infogan",
    ),
    _point_vae("vae", "nothing", "VAE"),
    _point_gan(
        "cgan",
        "labels",
        "CGAN, one-hot labels",
        asked=True,
        variant="cgan",
        attributes="one-hot",
        condition="joined",
    ),
    _point_vae(
        "conditional-vae",
        "labels",
        "conditional VAE, one-hot labels",
        asked=True,
        conditional=True,
    ),
    *design_entries("point-design", 0.5, batch_size=_BATCH_SIZE),
)
