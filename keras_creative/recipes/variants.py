"""Variants of an adversarial recipe: one record each."""

import dataclasses

from keras_creative import catalog


@dataclasses.dataclass(frozen=True)
class Variant:
    """A training algorithm that a recipe can choose by name.

    Args:
        name: Its name in the setting `variant`.
        model: Name of its class in `keras_creative.models`.
        passes: Names of settings that are passed to the class if they are not
            `None`.
        reads: Names of further settings that it reads.
        networks: Name of the builder of its networks in
            `keras_creative.recipes.building`. Defaults to `"plain"`, a
            generator and a discriminator without further inputs and outputs.
        options: Name of the builder of further arguments of the class.
            Defaults to `None`: there are none.
        criterion: Its criterion by the name that it has in
            `keras_creative.losses.registry`. Defaults to `None`: not in the
            registry.
    """

    name: str
    model: str
    passes: tuple[str, ...] = ("penalty",)
    reads: tuple[str, ...] = ()
    networks: str = "plain"
    options: str | None = None
    criterion: str | None = None


def by_name(*variants: Variant) -> dict[str, Variant]:
    """Records by their names.

    Args:
        *variants: The records.
    """
    return {variant.name: variant for variant in variants}


def of_other_criteria(variants: dict[str, Variant]) -> dict[str, Variant]:
    """A plain GAN for every criterion that no variant has.

    Args:
        variants: Records by their names.

    Returns:
        Records by the names of the criteria.
    """
    used = {variant.criterion for variant in variants.values()}
    criteria = catalog.names("losses/registry.py", "CRITERIA")
    return {
        name: Variant(name, "GAN", options="criterion", criterion=name)
        for name in criteria
        if name not in used
    }


_KNOWN = by_name(
    Variant(
        "acgan",
        "ACGAN",
        passes=("penalty", "lambda_d", "lambda_g"),
        networks="auxiliary",
    ),
    Variant("cgan", "CGAN", reads=("projection",), networks="conditional"),
    Variant(
        "design",
        "DesignGAN",
        passes=(
            "penalty",
            "creativity",
            "label_smoothing",
            "lambda_d",
            "lambda_g",
        ),
        reads=("smooth_real", "smooth_fake"),
        networks="class_head",
        options="smoothing",
    ),
    Variant(
        "design-mask",
        "DesignMaskGAN",
        passes=(
            "penalty",
            "creativity",
            "label_smoothing",
            "lambda_d",
            "lambda_g",
        ),
        reads=("smooth_real", "smooth_fake"),
        networks="masked",
        options="masks",
    ),
    Variant(
        "ebgan", "EBGAN", passes=("penalty", "margin"), networks="autoencoder"
    ),
    Variant(
        "fastgan",
        "FastGAN",
        passes=("gamma", "lambda_reconstruction"),
        networks="decoding",
    ),
    Variant(
        "gan",
        "GAN",
        reads=("smooth_real", "smooth_fake"),
        options="smoothing",
        criterion="non-saturating",
    ),
    Variant("hinge", "HingeGAN", criterion="hinge"),
    Variant(
        "infogan",
        "InfoGAN",
        reads=("warm_up", "codes"),
        networks="codes",
        options="codes",
    ),
    Variant("lsgan", "LSGAN", criterion="least-squares"),
    Variant("r3gan", "R3GAN", passes=("gamma",)),
    Variant("relativistic", "RelativisticGAN", criterion="relativistic"),
    Variant("wgan", "WGAN", criterion="wasserstein"),
    Variant("wgan-gp", "WGANGP", passes=()),
)
PICTURE_VARIANTS = dict(sorted({**_KNOWN, **of_other_criteria(_KNOWN)}.items()))

POINT_VARIANTS = by_name(
    Variant(
        "cgan",
        "CGAN",
        passes=(),
        reads=("attributes", "condition"),
        networks="conditional",
    ),
    Variant("gan", "GAN", passes=()),
    Variant(
        "infogan",
        "InfoGAN",
        passes=(),
        reads=("lambda_info",),
        networks="codes",
    ),
    Variant("r3gan", "R3GAN", passes=("gamma",)),
)
