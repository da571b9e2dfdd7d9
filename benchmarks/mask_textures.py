"""Shapes and textures of `DesignMaskGAN`, with and without each term.

    python benchmarks/mask_textures.py --epochs 2

Each row trains the recipe `design-mask-fashion-mnist` with other weights. The
masks are those of test images, 8 samples each.
"""

import argparse

import keras
import numpy as np
from reporting import print_table, write_record

from keras_creative import datasets, losses, models, plotting
from keras_creative.optimizers import Adam
from keras_creative.recipes import RECIPES
from keras_creative.recipes.building import picture_gan

WEIGHTS = (
    {"lambda_m": 10.0, "lambda_t": 0.1},
    {"lambda_m": 10.0, "lambda_t": 0.0},
    {"lambda_m": 0.0, "lambda_t": 0.1},
)
SHAPES, TEXTURES = 64, 8


def train(weights, epochs, seed):
    """A model of the recipe with other weights."""
    recipe = RECIPES["design-mask-fashion-mnist"]
    data = recipe.load_data()
    keras.utils.set_random_seed(seed)
    model = models.DesignMaskGAN(
        *picture_gan.NETWORKS["masked"](recipe, data),
        seed=seed,
        ema=recipe.ema,
        **picture_gan.make_options(recipe, data),
        **weights,
    )
    model.compile(
        g_optimizer=Adam(recipe.lr_g, recipe.beta_1, recipe.beta_2),
        d_optimizer=Adam(recipe.lr_d, recipe.beta_1, recipe.beta_2),
    )
    batches = data.batches(recipe.batch_size, seed)
    steps = data.steps_per_epoch(recipe.batch_size)
    model.fit(batches, steps_per_epoch=steps, epochs=epochs, verbose=0)
    return model


def test_masks(model):
    """Masks of test images, in the middle of black squares."""
    images, _ = datasets.load_images("fashion-mnist", "test")
    images = np.pad(images[:SHAPES], ((0, 0), (2, 2), (2, 2), (0, 0)))
    return model.masks_of(datasets.to_network_range(images)).numpy()


def measure(model, masks):
    """Pixels that miss the mask, and variety of the textures of a shape."""
    made = np.stack(
        [model.sample(SHAPES, seed=s, masks=masks) for s in range(TEXTURES)]
    )
    found = np.stack([losses.object_mask(images) for images in made])
    inside = np.broadcast_to(masks == 1, made.shape)
    variety = made.std(axis=0)[inside[0]].mean()
    return made, {
        "wrong pixels": f"{(found != masks).mean():.3f}",
        "deviation over latent vectors": f"{variety:.3f}",
    }


def main():
    """Train and measure each row; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--picture", help="PNG file of the first row")
    parser.add_argument("--out", default="mask_textures.json")
    args = parser.parse_args()
    rows = []
    for weights in WEIGHTS:
        for seed in range(args.seeds):
            model = train(weights, args.epochs, seed)
            masks = test_masks(model)
            made, found = measure(model, masks)
            rows.append({**weights, "seed": seed, **found})
            if args.picture and len(rows) == 1:
                shown = [2 * masks[:12] - 1, *made[:5, :12]]
                plotting.save_grid(
                    args.picture, np.concatenate(shown), columns=12
                )
    print_table(rows)
    write_record(args.out, {"rows": rows, **vars(args)})


if __name__ == "__main__":
    main()
