"""The model, the grids and the measures of a `PictureStyle`."""

import keras
import numpy as np

from keras_creative import models, networks
from keras_creative.callbacks import StyleGrid
from keras_creative.losses import style_distance
from keras_creative.metrics import structural_similarity
from keras_creative.precision import dtype_policy

_CLIP_NORM = 10.0
_CONTENTS, _STYLES = 4, 6
_PAIRS = 16


def make_model(recipe, data):
    """A compiled model for the data.

    Args:
        recipe: `PictureStyle`, whose settings are checked.
        data: Data returned by `load_data()`.
    """
    keras.utils.set_random_seed(recipe.seed)
    channels = data.sample_shape[-1]
    with dtype_policy(recipe.precision):
        if recipe.encoder == "vgg19":
            encoder = networks.vgg19_encoder(recipe.encoder_weights)
        else:
            encoder = networks.style_encoder(
                channels, recipe.width, recipe.depth
            )
        widths = [output.shape[-1] for output in encoder.outputs]
        model = models.StyleAutoencoder(
            encoder,
            networks.style_decoder(channels, widths),
            data.sample_shape,
            content_weight=recipe.content_weight,
            style_weight=recipe.style_weight,
            reconstruction_weight=recipe.reconstruction_weight,
            train_encoder=recipe.encoder == "own",
            seed=recipe.seed,
        )
        steps = recipe.steps * recipe.epochs
        spans = {"encoder": max(1, steps // 2), "decoder": steps}
        model.compile(
            **{
                model.player_optimizers[name]: _optimizer(recipe, spans[name])
                for name in model.players
            },
            jit_compile=recipe.jit,
        )
    return model


def make_grid(recipe, data, folder, every):
    """Callback that paints some pictures in the style of others.

    Args:
        recipe: `PictureStyle`.
        data: Data returned by `load_data()`.
        folder: Folder of the grids.
        every: Epochs between two grids.
    """
    contents, styles = _parts(data, recipe.seed, _CONTENTS, _STYLES)
    return StyleGrid(folder, contents, styles, every=every)


def measure(model, data, seed):
    """Measures of pictures that are painted in the style of others.

    Args:
        model: `StyleAutoencoder`.
        data: Data returned by `load_data()`.
        seed: Integer that determines the pictures.

    Returns:
        Dict of measures, and a string that says what was measured.
    """
    contents, styles = _parts(data, seed, _PAIRS, _PAIRS)
    count = min(len(contents), len(styles))
    contents, styles = contents[:count], styles[:count]
    made = np.stack(
        [
            model.stylize(content, [style])
            for content, style in zip(contents, styles, strict=True)
        ]
    )
    near, far = (_distance(model, styles, x) for x in (made, contents))
    values = {
        "style_distance_ratio": float(near / far),
        "structural_similarity": float(
            structural_similarity(contents, made).mean()
        ),
    }
    return values, (
        f"{count} windows of the training pictures, each painted in the style "
        f"of another one, seed {seed}; the ratio is 0 for that style and 1 for "
        "no change, the similarity 1 for no change"
    )


def _parts(data, seed, *counts):
    """Different pictures for each part; fewer if there are not as many."""
    total = min(len(data), sum(counts))
    pictures, _ = data.sample(total, seed)
    first = max(1, total * counts[0] // sum(counts))
    return pictures[:first], pictures[min(first, total - 1) :]


def _distance(model, styles, images):
    maps = [[x, *model.encoder(x, training=False)] for x in (styles, images)]
    return np.mean(style_distance(*maps))


def _optimizer(recipe, steps):
    rate = keras.optimizers.schedules.CosineDecay(recipe.lr, steps)
    return keras.optimizers.Adam(rate, global_clipnorm=_CLIP_NORM)
