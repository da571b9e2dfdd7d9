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
IMAGE_GAN = {
    "recipe": "PictureGAN",
    "width": 16,
    "latent_dim": 64,
    "batch_size": 64,
}
_IMAGE_FLOW = {
    "recipe": "PictureFlow",
    "width": 16,
    "size": 32,
    "batch_size": 64,
}
_IMAGE_VAE = {
    "recipe": "PictureVAE",
    "networks": "conv",
    "latent_dim": 32,
    "size": 32,
    "batch_size": 64,
    "jit": False,
}
# A step of the flow's U-Net takes about as long as seven of a DesignGAN.
_FLOW_EFFORT = 0.15


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
    options = {"recipe": "PointGAN", "batch_size": _BATCH_SIZE, **options}
    return Entry(name, told, line, "stacked", options, asked)


def _point_vae(name, told, line, asked=False, **options):
    options = {"batch_size": _BATCH_SIZE, **options}
    return Entry(name, told, line, "point-vae", options, asked)


def _symmetric(name, motions, motion):
    return Entry(
        name,
        "nothing",
        f"flow matching; proposals by symmetries of the data among {motions}",
        "symmetric",
        {"recipe": "PointFlow", "batch_size": _BATCH_SIZE, "motion": motion},
    )


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
    Entry(
        "flow",
        "nothing",
        "flow matching",
        "recipe",
        {"recipe": "PointFlow", "batch_size": _BATCH_SIZE},
    ),
    Entry(
        "conditional-flow",
        "labels",
        "flow matching, one-hot labels",
        "recipe",
        {
            "recipe": "PointFlow",
            "batch_size": _BATCH_SIZE,
            "conditional": True,
            "attributes": "one-hot",
        },
        asked=True,
    ),
    *design_entries("stacked", 0.5, recipe="DesignMLP", batch_size=_BATCH_SIZE),
    _symmetric("symmetric-flow", "rotations, reflections and shifts", "rigid"),
    _symmetric("affine-flow", "affine maps", "affine"),
    _symmetric("learned-flow", "learned maps", "learned"),
    Entry(
        "gap-flow",
        "nothing",
        "flow matching; proposals in the largest gap of an ellipse",
        "gap",
        {"recipe": "PointFlow", "batch_size": _BATCH_SIZE},
    ),
    Entry(
        "recombined-vae",
        "nothing",
        "VAE with independent codes; proposals combine those of different "
        "points",
        "recombined",
        {"batch_size": _BATCH_SIZE, "beta": 0.02, "gamma": 1.0},
    ),
    Entry(
        "searched-vae",
        "nothing",
        "VAE; proposals by a search of codes for what is far from the data",
        "searched-points",
        {"batch_size": _BATCH_SIZE},
    ),
)


def _image_entry(name, line, settings, effort=1.0, **options):
    options = {**settings, **options}
    return Entry(name, "nothing", line, "recipe", options, effort=effort)


# Told nothing, or the labels of the samples.
IMAGES = (
    _image_entry("gan", "GAN", IMAGE_GAN, variant="gan"),
    _image_entry("r3gan", "R3GAN", IMAGE_GAN, variant="r3gan"),
    _image_entry(
        "infogan",
        "InfoGAN, a code with a value for each class",
        {**IMAGE_GAN, "latent_dim": 62},
        variant="infogan",
    ),
    _image_entry("vae", "VAE", _IMAGE_VAE),
    _image_entry("flow", "flow matching", _IMAGE_FLOW, _FLOW_EFFORT),
    *design_entries("recipe", 0.1, variant="design", **IMAGE_GAN),
)

# Where hidden parts are asked for, the creativity losses have few rows.
FEW_IMAGES = tuple(
    entry
    for entry in IMAGES
    if not entry.name.startswith("design") or entry.name == "design-uniform-0.1"
)

# Half the side, so that parts of a glyph or garment come from different images.
LOCAL = Entry(
    "local-mosaic",
    "nothing",
    "local score machine of 300 shown images; proposals are those of its "
    "samples that are far from these",
    "local",
    {"images": 300, "patch_sizes": (16, 6)},
)


# A generator whose samples are turned and reflected.
ORIENTED = Entry(
    "turned-r3gan",
    "nothing",
    "R3GAN; proposals are its samples in orientations that the data lack",
    "oriented",
    {**IMAGE_GAN, "variant": "r3gan"},
)


# A VAE whose codes are searched, or of few numbers, for symmetries.
SEARCHED = (
    Entry(
        "searched-vae",
        "nothing",
        "VAE; proposals by a search of codes for what is far from the data",
        "searched",
        _IMAGE_VAE,
    ),
    Entry(
        "code-symmetric-vae",
        "nothing",
        "VAE; proposals by affine symmetries of its codes of 3 numbers",
        "code-symmetric",
        {**_IMAGE_VAE, "latent_dim": 3},
    ),
)


def _asked_entries(family, attributes, **gan):
    """A GAN, a VAE and a flow that are asked for what is hidden.

    Args:
        family: Name of the family that trains them.
        attributes: What they are asked by, in words.
        **gan: Settings of the GAN.
    """
    gan = {"variant": "cgan", **gan}
    conditional = {"conditional": True}

    def entry(name, line, settings, options, effort=1.0):
        return Entry(
            name,
            "labels",
            f"{line}, one-hot {attributes}",
            family,
            {**settings, **options},
            asked=True,
            effort=effort,
        )

    return (
        entry("cgan", "CGAN", IMAGE_GAN, gan),
        entry("conditional-vae", "conditional VAE", _IMAGE_VAE, conditional),
        entry(
            "conditional-flow",
            "flow matching",
            _IMAGE_FLOW,
            conditional,
            _FLOW_EFFORT,
        ),
    )


ASKED_IMAGES = _asked_entries("recipe", "labels")
# Its batches have twice as many pictures as those of the others.
STYLED = Entry(
    "styled-vae",
    "labels",
    "VAE with a code for each row, told the column and the shown pictures of "
    "the row",
    "styled",
    {"rows": 16, "members": 8},
    asked=True,
    effort=0.5,
)
# Asked for hidden cells of a table by their row and column.
ASKED_CELLS = _asked_entries("cells", "rows and columns", projection=True)
