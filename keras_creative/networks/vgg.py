"""The encoder of the paper on style transfer: VGG19, trained on ImageNet."""

from pathlib import Path

import keras
import numpy as np

from keras_creative.networks.style import reflected
from keras_creative.typing import PathLike

# Convolutions of each resolution, up to the first of the fourth.
_BLOCKS = {"block1": 2, "block2": 2, "block3": 4, "block4": 1}
# Mean blue, green and red of ImageNet, from 0 to 255.
_MEANS = np.array([103.939, 116.779, 123.68])
_SCALE = 127.5
_PROBES, _SIDE = 4, 64


def vgg19_encoder(weights: PathLike | None = None) -> keras.Model:
    """Encoder of images of any size for a `StyleAutoencoder`: VGG19.

    The layers up to `relu4_1`, padded by reflection. Each feature map is
    divided by its standard deviation on random images, as decoders train
    better on features of a common scale. The weights are not trainable.

    Args:
        weights: Path of a weights file of
            `keras.applications.VGG19(include_top=False)`. Defaults to `None`:
            the weights of ImageNet, which are downloaded.

    Returns:
        `keras.Model` from images `(batch, height, width, 3)` in [-1, 1] to the
        list of `relu1_1`, `relu2_1`, `relu3_1` and `relu4_1`, of 64 to 512
        channels.

    Raises:
        ValueError: If the weights cannot be downloaded or read.

    Reference:

    - [Simonyan & Zisserman, 2015](https://arxiv.org/abs/1409.1556)
    """
    original = _load(weights)
    images = keras.Input((None, None, 3), name="images")
    x = keras.layers.Rescaling(
        _SCALE, offset=(_SCALE - _MEANS).tolist(), name="to_imagenet"
    )(images[..., ::-1])
    levels = []
    for block, count in _BLOCKS.items():
        for index in range(1, count + 1):
            layer = original.get_layer(f"{block}_conv{index}")
            x = keras.layers.Conv2D(
                layer.filters, 3, activation="relu", name=layer.name
            )(reflected(x, 1))
            if index == 1:
                levels.append(x)
        x = keras.layers.MaxPooling2D(2, name=f"{block}_pool")(x)
    raw = keras.Model(images, levels)
    for layer in raw.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.set_weights(original.get_layer(layer.name).get_weights())
    scaled = [
        keras.layers.Rescaling(1 / scale, name=f"level_{level}")(features)
        for level, (features, scale) in enumerate(
            zip(levels, _scales(raw), strict=True)
        )
    ]
    encoder = keras.Model(images, scaled, name="encoder")
    encoder.trainable = False
    return encoder


def _load(weights):
    """VGG19 with its weights; whatever goes wrong is a `ValueError`."""
    if weights is not None and not Path(weights).is_file():
        raise ValueError(
            "`weights` must be a weights file of VGG19 without its top "
            f"layers. Received: weights={str(weights)!r}, which is no file"
        )
    source = "imagenet" if weights is None else str(weights)
    try:
        return keras.applications.VGG19(include_top=False, weights=source)
    except Exception as error:  # of a connection, or of a damaged file
        reason = " ".join(str(error).split())[:200]
        instead = (
            "could not be downloaded: give the path of a file as `weights`"
            if weights is None
            else "could not be read: `weights` must be a file of "
            "keras.applications.VGG19(include_top=False)"
        )
        raise ValueError(
            f"The weights of VGG19 {instead}. Received: "
            f"weights={weights and str(weights)!r} ({reason})"
        ) from error


def _scales(network):
    """Standard deviation of each feature map on smooth random images."""
    coarse = np.random.default_rng(0).uniform(-1, 1, (_PROBES, 16, 16, 3))
    images = keras.ops.image.resize(coarse, (_SIDE, _SIDE))
    return [float(keras.ops.std(maps)) + 1e-6 for maps in network(images)]
