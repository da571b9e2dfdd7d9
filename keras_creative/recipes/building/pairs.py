"""The data, the models and the measures of recipes that translate."""

import keras
import numpy as np

from keras_creative import datasets, models, networks
from keras_creative.files.picture_files import parse_color
from keras_creative.optimizers import Adam, LinearDecay
from keras_creative.precision import dtype_policy
from keras_creative.recipes.building.pictures import sides_of

_BETA = 0.5
_MEASURED = 200


def load_data(recipe):
    """The pictures, a `PairSet`.

    Args:
        recipe: `PairRecipe`, whose settings are checked.
    """
    parse_color(recipe.background)
    if not recipe.data:
        raise ValueError(
            "`data` must name the pictures of side A. "
            f"Received: data={recipe.data!r}"
        )
    return datasets.load_pairs(
        recipe.data,
        recipe.target or None,
        recipe.side_a,
        recipe.side_b,
        paired=recipe.paired,
        mirror=recipe.mirror,
        test=recipe.test,
        seed=recipe.seed,
        size=sides_of(recipe.size),
        color=recipe.color,
        fit=recipe.fit,
        background=recipe.background,
    )


def make_cycle_gan(recipe, data):
    """A compiled `CycleGAN`.

    Args:
        recipe: `PairCycleGAN`, whose settings are checked.
        data: `PairSet`.
    """
    a, b = data.a.sample_shape, data.b.sample_shape
    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        model = models.CycleGAN(
            *(
                networks.resnet_translator(
                    given, recipe.width, recipe.blocks, channels=made[-1]
                )
                for given, made in ((a, b), (b, a))
            ),
            *(
                networks.patch_discriminator(side, recipe.width)
                for side in (a, b)
            ),
            cycle_weight=recipe.cycle_weight,
            identity_weight=recipe.identity_weight,
            pool_size=recipe.pool_size,
            seed=recipe.seed,
        )
        model.compile(**_optimizers(model, recipe, data))
    return model


def make_pix2pix(recipe, data):
    """A compiled `Pix2Pix`.

    Args:
        recipe: `PairPix2Pix`, whose settings are checked.
        data: `PairSet`.
    """
    a, b = data.a.sample_shape, data.b.sample_shape
    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        model = models.Pix2Pix(
            networks.unet_translator(a, recipe.width, b[-1], recipe.dropout),
            networks.patch_discriminator((*a[:2], a[2] + b[2]), recipe.width),
            l1_weight=recipe.l1_weight,
            seed=recipe.seed,
        )
        model.compile(**_optimizers(model, recipe, data))
    return model


def measure(model, partners):
    """How far translations are from the partners.

    Args:
        model: Model with `translate()`.
        partners: Paired `PairSet`.

    Returns:
        Dict of measures, and a dict that says what was measured.
    """
    a, b = partners.sides(_MEASURED)
    made = model.translate(a)
    values = {"l1": float(np.abs(made - b).mean())}
    if a.shape == b.shape:
        values["l1_untranslated"] = float(np.abs(a - b).mean())
    return values, f"{len(a)} partners that are kept apart, pixels in [-1, 1]"


def _optimizers(model, recipe, data):
    """Adam for each player, with the schedule of the learning rate."""
    steps = recipe.epochs * recipe.steps_per_epoch(data, model)
    rate = LinearDecay(recipe.lr, steps // 2, max(steps - steps // 2, 1))
    return {
        name: Adam(rate, beta_1=_BETA)
        for name in model.player_optimizers.values()
    }
