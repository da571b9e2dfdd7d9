"""Interpolation in the latent space of a run's newest model."""

import numpy as np

from keras_creative import runs
from keras_creative.modalities import parts
from keras_creative.reports.images import data_uri, picture, player, tile
from keras_creative.reports.pieces import Section, missing
from keras_creative.reports.scatters import draw_scatter

_PLACES = 5
_SIDE = 240


def walks_section(records):
    """A closed interpolation between latent vectors for each run.

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
    modality = record.modality
    if modality is None:
        return missing(record.lacks["modality"])
    labels = None
    if hasattr(model, "attributes"):
        labels = [k % model.num_classes for k in range(_PLACES)]
    samples = runs.interpolate(
        model,
        range(1, _PLACES + 1),
        modality.walk_steps,
        closed=True,
        labels=labels,
    )
    part = modality.walk(samples, record.data, record.seed)
    if isinstance(part, parts.Lacking):
        return missing(part.reason)
    if isinstance(part, parts.Scatter):
        return draw_scatter(part)
    return _film(part.images)


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
