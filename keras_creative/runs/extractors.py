"""Extractors of features, by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_creative.commands.parser import nearest
from keras_creative.files.model_files import load_model
from keras_creative.modalities import NetworkFeatures, modality_of
from keras_creative.runs.referee import Referee, load_referee

EXTRACTORS = ("pixels", "referee", "inception")


def load_extractor(
    features: str | Path | keras.Model,
    shape: tuple[int, ...],
    data: Any = None,
    verbose: int = 0,
) -> Callable[[np.ndarray], np.ndarray]:
    """Function from samples to the features that distances compare.

    Args:
        features: One of

            - `"pixels"`: the numbers of the samples, also of points;
            - `"referee"`: the last hidden layer of the referee of `data`, see
              `Referee`, which is trained if there is none yet;
            - `"inception"`: the pooled features of InceptionV3 of
              `keras.applications` with its weights for ImageNet. They are not
              those of the network that published FIDs use, so the distances
              are not comparable with those;
            - a Keras model, or the path of a `.keras` file: its output, see
              `keras_creative.modalities.NetworkFeatures`.
        shape: Shape of a sample.
        data: Data set whose referee is used. Defaults to `None`.
        verbose: As in `keras.Model.fit()`, for the training of a referee.
            Defaults to `0`.

    Returns:
        Function from an array `(n, *shape)` to an array `(n, features)`.

    Raises:
        ValueError: If there is no such extractor, or it does not apply.

    Example:

    >>> pixels = keras_creative.runs.load_extractor("pixels", (4, 4, 1))
    >>> pixels(np.zeros((5, 4, 4, 1))).shape
    (5, 16)
    """
    if isinstance(features, keras.Model):
        return NetworkFeatures(features)
    if features == "pixels":
        return _Pixels(modality_of(shape))
    if features == "inception":
        return NetworkFeatures(_inception(shape))
    if features == "referee":
        return referee_features(_referee(data, verbose))
    if Path(features).suffix == ".keras":
        return NetworkFeatures(load_model(features, compile=False))
    raise ValueError(
        f"`features` must be one of {EXTRACTORS}, or a .keras file. "
        f"Received: features={str(features)!r}"
        f"{nearest(str(features), EXTRACTORS)}"
    )


def feature_inputs(samples, real, features, data=None, verbose=0):
    """Features of samples and of real examples, under their names in `NEEDS`.

    Args:
        samples: Array `(n, ...)`.
        real: Array `(m, ...)` of examples of the same shape.
        features: See `load_extractor()`.
        data: See `load_extractor()`. Defaults to `None`.
        verbose: See `load_extractor()`. Defaults to `0`.

    Returns:
        Dict with `features` and `real_features`.
    """
    extract = load_extractor(features, samples.shape[1:], data, verbose)
    return {"features": extract(samples), "real_features": extract(real)}


def referee_features(referee: Referee) -> NetworkFeatures:
    """The last hidden layer of a referee.

    Args:
        referee: Referee of images.

    Returns:
        `keras_creative.modalities.NetworkFeatures`.
    """
    network = referee.network
    hidden = keras.Model(network.inputs, network.layers[-1].input)
    return NetworkFeatures(hidden)


class _Pixels:
    """The numbers that the modality compares, one row per sample."""

    def __init__(self, modality):
        modality.require("features", by="`features='pixels'`")
        self.modality = modality

    def __call__(self, samples):
        return self.modality.features(samples).reshape(len(samples), -1)


def _referee(data, verbose):
    num_classes = getattr(data, "num_classes", None)
    referee = num_classes and load_referee(data, train=True, verbose=verbose)
    if not isinstance(referee, Referee):
        raise ValueError(
            "`features` must not be 'referee' without labeled images, whose "
            "classifier it is. Received: features='referee'"
        )
    return referee


def _inception(shape):
    """InceptionV3, or an error in one line if its weights are not found."""
    if len(shape) != 3:
        raise ValueError(
            "`features` must not be 'inception' for samples other than images. "
            f"Received: features='inception', samples of shape {shape}"
        )
    try:
        return keras.applications.InceptionV3(
            include_top=False,
            weights="imagenet",
            input_shape=(299, 299, 3),
            pooling="avg",
        )
    except Exception as error:  # Keras raises any kind of error here
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            "`features` can be 'inception' only if the weights of "
            "keras.applications.InceptionV3 can be downloaded, once. "
            f"Received: features='inception' ({reason})"
        ) from error
