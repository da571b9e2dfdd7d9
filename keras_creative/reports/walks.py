"""A walk through the latent space of a run's newest model."""

import numpy as np

from keras_creative import experiments
from keras_creative.reports.images import data_uri, picture, player, tile
from keras_creative.reports.pieces import Section, missing
from keras_creative.reports.scatters import Scatter

_PLACES = 5
_STEPS = 40
_POINT_STEPS = 200
_SIDE = 240
_REAL = 600


def walks_section(records):
    """A closed walk between latent vectors for each run.

    Args:
        records: List of `RunRecord`.
    """
    return Section(
        "walk",
        "A walk through the latent space",
        f"From the latent vector of one seed to the next, {_PLACES} in all, "
        "and back to the first, by the newest checkpoint; a conditional model "
        "is given one class after the other on the way.",
        link="Walk",
        parts=[[_walk(record)] for record in records],
    )


def _walk(record):
    model = record.model
    if model is None:
        return missing(record.lacks["model"])
    flat = len(model.sample_shape) == 1
    if not flat and len(model.sample_shape) != 3:
        return missing("The samples are neither pictures nor points.")
    labels = None
    if hasattr(model, "attributes"):
        labels = [k % model.num_classes for k in range(_PLACES)]
    samples = experiments.interpolate(
        model,
        range(1, _PLACES + 1),
        _POINT_STEPS if flat else _STEPS,
        closed=True,
        labels=labels,
    )
    return _path(record, samples) if flat else _film(samples)


def _film(pictures):
    frames = [
        (image, data_uri(image), f"step {step} of {len(pictures)}")
        for step, image in enumerate(
            (tile(picture[np.newaxis], padding=0) for picture in pictures), 1
        )
    ]
    return {
        "kind": "walk",
        "player": player(
            frames, "Walk", max(_SIDE, pictures.shape[1]), start=0
        ),
        "strip": picture(tile(pictures, columns=len(pictures) // _PLACES)),
        "alt": f"The {len(pictures)} pictures of the walk, in rows",
    }


def _path(record, points):
    scatter = Scatter.of(record, points)
    if record.data is not None:
        real, _ = record.data.sample(_REAL, record.seed)
        scatter.dots(real, "real", "training points")
    scatter.line(points, "made", "the walk")
    return scatter.draw("Walk through the latent space")
