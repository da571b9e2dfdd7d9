"""The setting of textures: shapes of garments, filled with patterns."""

import numpy as np

from keras_creative import datasets, losses
from keras_creative.board.image_cases import SIZE, opened, padded
from keras_creative.board.image_scorer import ImageScorer

# T-shirt, trouser, dress, sneaker, bag, ankle boot: told apart by the outline.
SHAPES = (0, 1, 3, 7, 8, 9)
# Brightness of the darker and the lighter parts of a pattern.
_DARK, _LIGHT = (90, 150), (180, 255)


def _stripes(x, y, period, phase):
    return (y + phase) // (period // 2) % 2


def _bars(x, y, period, phase):
    return (x + phase) // (period // 2) % 2


def _checks(x, y, period, phase):
    return (_stripes(x, y, period, phase) + _bars(x, y, period, phase)) % 2


def _dots(x, y, period, phase):
    half = period // 2
    along, across = (x + phase) % period - half, (y + phase) % period - half
    return along**2 + across**2 < (0.35 * period) ** 2


def _plain(x, y, period, phase):
    return np.ones_like(x)


def _shade(x, y, period, phase):
    return y / (SIZE - 1)


# Functions of the place of pixels, a period and a phase, with values from 0,
# dark, to 1, light.
TEXTURES = {
    "plain": _plain,
    "stripes": _stripes,
    "bars": _bars,
    "checks": _checks,
    "dots": _dots,
    "shade": _shade,
}


def open_textures(setting):
    """Garments' shapes with textures, of which each shape lacks one.

    The label of a picture is `shape * 6 + texture`.

    Args:
        setting: `Setting`; `hidden` are labels.

    Returns:
        `PictureSet` of what is shown, labels of what is shown and hidden, and
        scorer.
    """
    images, labels = _textured("train", seed=0)
    whole = datasets.PictureSet(images, labels, name="textures")
    scorer = ImageScorer(whole, setting.hidden, _textured("test", seed=1))
    return opened(whole, setting.hidden, scorer)


def _textured(split, seed):
    """Shapes of a split, each with a random texture, and their labels."""
    garments, kinds = datasets.load_images("fashion-mnist", split)
    chosen = np.isin(kinds, SHAPES)
    garments, kinds = garments[chosen], kinds[chosen]
    garments = padded(garments)
    masks = losses.object_mask(datasets.to_network_range(garments)).numpy()
    rng = np.random.default_rng(seed)
    textures = rng.integers(len(TEXTURES), size=len(masks))
    patterns = np.stack([_pattern(texture, rng) for texture in textures])
    images = (masks * patterns[..., np.newaxis]).astype("uint8")
    shapes = np.searchsorted(SHAPES, kinds)
    return images, shapes * len(TEXTURES) + textures


def _pattern(texture, rng):
    """One pattern `(32, 32)` with a random period, phase and brightness."""
    y, x = np.mgrid[:SIZE, :SIZE]
    period = 2 * rng.integers(3, 5)
    function = list(TEXTURES.values())[texture]
    light = function(x, y, period, rng.integers(period))
    dark, bright = rng.uniform(*_DARK), rng.uniform(*_LIGHT)
    return dark + (bright - dark) * light
