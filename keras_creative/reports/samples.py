"""How the fixed samples of a run grew."""

import numpy as np

from keras_creative.reports.images import data_uri, player, read_grid
from keras_creative.reports.markup import columns, missing, section

_MOST_FRAMES = 24
_FEWEST_FRAMES = 4
# Characters of all frames of a page together.
_BUDGET = 2_000_000
_NAMES = {"samples": "Samples", "codes": "Samples by their codes"}


def samples_section(records):
    """The grids of each run, under a slider over its epochs.

    Args:
        records: List of `RunRecord`.
    """
    kinds = sum(len(record.grids) for record in records)
    budget = _BUDGET // max(1, kinds)
    return section(
        "samples",
        "How the samples grew",
        columns(records, lambda record: _players(record, budget)),
        "The same latent vectors after every epoch; where there are two "
        "halves, real examples are on the left.",
    )


def _players(record, budget):
    players = [
        player(frames, _NAMES.get(kind, kind))
        for kind, files in record.grids.items()
        if (frames := _frames(files, budget))
    ]
    if record.grids and not players:
        record.lacks["samples"] = "The grids of samples are damaged."
    return "".join(players) or missing(record.lacks["samples"])


def _frames(files, budget):
    """Images, addresses and labels, evenly over the epochs."""
    files = [(epoch, image) for epoch, image in map(_read, files) if image]
    if not files:
        return []
    length = len(data_uri(files[-1][1]))
    most = min(_MOST_FRAMES, max(_FEWEST_FRAMES, budget // length))
    return [
        (image, data_uri(image), f"epoch {epoch}")
        for epoch, image in evenly(files, most)
    ]


def evenly(items, most):
    """The first, the last and others evenly between.

    Args:
        items: List.
        most: How many to keep.

    Returns:
        List of at most `most` of them.
    """
    places = np.linspace(0, len(items) - 1, min(len(items), most))
    return [items[i] for i in np.unique(places.round().astype(int))]


def _read(grid):
    epoch, path = grid
    try:
        return epoch, read_grid(path)
    except OSError:
        return epoch, None
