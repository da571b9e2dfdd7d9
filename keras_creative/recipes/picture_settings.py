"""Which settings of a GAN on pictures go together."""

from keras_creative import losses, models, networks
from keras_creative.checks import check_choice

VARIANTS = {
    "acgan": models.ACGAN,
    "cgan": models.CGAN,
    "design": models.DesignGAN,
    "ebgan": models.EBGAN,
    "gan": models.GAN,
    "hinge": models.HingeGAN,
    "infogan": models.InfoGAN,
    "lsgan": models.LSGAN,
    "r3gan": models.R3GAN,
    "relativistic": models.RelativisticGAN,
    "wgan": models.WGAN,
    "wgan-gp": models.WGANGP,
}
CONDITIONAL = ("acgan", "cgan")
CLASSIFYING = ("acgan", "design")
SMOOTHED = ("design", "gan")
PENALIZED = ("r3gan", "wgan-gp")
# Settings that only some variants read.
_READ_BY = {
    "creativity": ("design",),
    "label_smoothing": ("design",),
    "lambda_d": CLASSIFYING,
    "lambda_g": CLASSIFYING,
    "margin": ("ebgan",),
    "penalty": tuple(name for name in VARIANTS if name not in PENALIZED),
    "projection": ("cgan",),
    "warm_up": ("infogan",),
    "codes": ("infogan",),
    "smooth_real": SMOOTHED,
    "smooth_fake": SMOOTHED,
}
_OF_CLASS_HEADS = ("creativity", "lambda_d", "lambda_g", "label_smoothing")


def read_by(recipe, setting):
    """Variants that read a setting, or `None` if all do.

    The members of a class ensemble have no class heads.

    Args:
        recipe: `PictureGAN`.
        setting: Name of the setting.

    Returns:
        Tuple of names of variants, or `None`.
    """
    if setting in _OF_CLASS_HEADS and recipe.class_ensemble:
        return ()
    return _READ_BY.get(setting)


def check_game(recipe):
    """Raise if settings of a game are unknown or exclude one another.

    Args:
        recipe: `PictureGAN`.

    Raises:
        ValueError: If that is so; the data are not looked at.
    """
    check_choice("variant", recipe.variant, VARIANTS)
    check_choice("networks", recipe.networks, networks.FAMILIES)
    losses.get_penalty(recipe.penalty)
    losses.get_creativity_loss(recipe.creativity)
    losses.get_diversity_loss(recipe.diversity)
    _check_networks(recipe)
    is_smoothed = recipe.smooth_real or recipe.smooth_fake
    if is_smoothed and recipe.variant not in SMOOTHED:
        raise ValueError(
            "Targets can be smoothed in the variants 'gan' and 'design'. "
            f"Received: variant={recipe.variant!r}, "
            f"smooth_real={recipe.smooth_real}, "
            f"smooth_fake={recipe.smooth_fake}"
        )
    if recipe.penalty is not None and recipe.variant in PENALIZED:
        raise ValueError(
            "`penalty` must be None for a variant with a penalty of its "
            f"own. Received: variant={recipe.variant!r}, "
            f"penalty={recipe.penalty!r}"
        )


def _check_networks(recipe):
    """Only DCGAN's networks take conditions, codes, packs and minibatches."""
    if recipe.networks == "dcgan" and recipe.variant != "ebgan":
        return
    if recipe.variant in (*CONDITIONAL, "infogan"):
        raise ValueError(
            "`networks` must be 'dcgan' for the variants 'acgan', 'cgan' "
            f"and 'infogan'. Received: networks={recipe.networks!r}"
        )
    if recipe.of_the_discriminator:
        raise ValueError(
            "`packing` and `minibatch` are for DCGAN's discriminator. "
            f"Received: variant={recipe.variant!r}, "
            f"networks={recipe.networks!r}, {recipe.of_the_discriminator}"
        )
