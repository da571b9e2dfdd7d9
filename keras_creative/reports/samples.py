"""Development of the samples of fixed latent vectors."""

import contextlib

import numpy as np

from keras_creative.reports.images import data_uri, player, read_grid
from keras_creative.reports.pieces import Section, missing

_MOST_FRAMES = 24
_FEWEST_FRAMES = 4
# Maximum number of characters of all frames of a page.
_BUDGET = 2_000_000
_NAMES = {"samples": "Samples", "codes": "Samples by their codes"}


def samples_section(records):
    """The grids of each run, with a slider over its epochs.

    Args:
        records: List of `RunRecord`.
    """
    kinds = sum(len(record.grids) for record in records)
    budget = _BUDGET // max(1, kinds)
    return Section(
        "samples",
        "Samples over the epochs",
        " ".join(dict.fromkeys(record.grid_caption for record in records)),
        link="Samples",
        parts=[_players(record, budget) for record in records],
    )


def _players(record, budget):
    pieces = [
        piece
        for kind, files in record.grids.items()
        for piece in _player(_NAMES.get(kind, kind), files, budget)
    ]
    return pieces or [missing(record.lacks["samples"])]


def _player(name, files, budget):
    """Evenly spaced grids, as many as the budget allows."""
    shown = evenly(files, _MOST_FRAMES)
    grids = _readable(shown)
    if not grids:
        return [missing(f"{name}: no grid can be read.")]
    length = len(data_uri(grids[-1][1]))
    frames = [
        (image, data_uri(image), f"epoch {epoch}")
        for epoch, image, _ in evenly(
            grids, max(_FEWEST_FRAMES, budget // length)
        )
    ]
    damaged = len(shown) - len(grids)
    note = missing(f"{name}: {damaged} of {len(shown)} grids cannot be read.")
    width = max(width for _, _, width in grids)
    pieces = [player(frames, name, width)]
    return [*pieces, note] if damaged else pieces


def evenly(items, most):
    """The first, the last and evenly spaced items between.

    Args:
        items: List.
        most: Maximum number of items.

    Returns:
        List of at most `most` items.
    """
    places = np.linspace(0, len(items) - 1, min(len(items), most))
    return [items[i] for i in np.unique(places.round().astype(int))]


def _readable(files):
    """Epoch, image and width of all grids that can be read."""
    grids = []
    for epoch, path in files:
        with contextlib.suppress(ValueError):
            grids.append((epoch, *read_grid(path)))
    return grids
