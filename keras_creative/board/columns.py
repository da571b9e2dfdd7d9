"""The columns of a board, and how runs are summarized in a row."""

import statistics
from collections.abc import Iterable
from typing import Any, NamedTuple

from keras_creative.metrics import binomial_interval


class Column(NamedTuple):
    """A column of a board.

    Attributes:
        name: Key in `board.json`, and head in `board.csv`.
        title: Head on the page and in the table.
        meaning: Explanation in one sentence.
        form: Format of its numbers, as for `format()`.
    """

    name: str
    title: str
    meaning: str
    form: str = ".3f"


COLUMNS = (
    Column(
        "quality",
        "quality",
        "Share of samples like real data of any class, shown or hidden: points "
        "within 3 standard deviations of a mode; images by precision (k = 3) "
        "in the features of the referee.",
    ),
    Column(
        "coverage",
        "coverage",
        "Share of what was shown that is generated: modes of points; for "
        "images coverage (k = 5) in the features of the referee.",
    ),
    Column(
        "novelty",
        "novelty",
        "Median distance to the nearest shown example over that between shown "
        "examples: 0 for copies, about 1 for typical new samples, far above 1 "
        "for samples unlike the data.",
        ".2f",
    ),
    Column(
        "recovery",
        "recovery",
        "Share of samples that belong to what was hidden: points within 3 "
        "standard deviations of a hidden mode; images to which the referee "
        "gives more than 0.9 for the hidden classes, or whose nearest real "
        "image is a hidden cell, closer than shown images lie to one another "
        "in the median. Of the samples requested, where the method is "
        "asked for what is hidden, and of its proposals, where it proposes.",
        ".4f",
    ),
    Column(
        "recovery_low",
        "from",
        "Lower limit of the exact 95% binomial interval of recovery over all "
        "samples of all runs.",
        ".4f",
    ),
    Column("recovery_high", "to", "Upper limit of that interval.", ".4f"),
    Column(
        "best_run",
        "best run",
        "Largest recovery of a single run.",
        ".4f",
    ),
    Column(
        "chance",
        "chance",
        "Rate of recovery without knowledge of what was hidden: of points "
        "spread evenly over the circle or the square; of real images of the "
        "classes shown; where cells are hidden, of shown images, each compared "
        "with the others.",
        ".4f",
    ),
    Column(
        "uniqueness",
        "unique",
        "Share of the samples that recovery is counted in that are not near "
        "copies of one another: a recovery of equal samples is one sample.",
    ),
)
# Further measures of some suites, in the order of the table.
EXTRA = (
    Column(
        "out_of_class_count",
        "count",
        "Share of the samples that recovery is counted in whose probability "
        "of hidden classes, summed, is above 0.9 by the referee.",
    ),
    Column(
        "out_of_class_max",
        "max",
        "Share of these samples with a probability above 0.9 of a single "
        "hidden class.",
    ),
    Column(
        "objectness",
        "objectness",
        "Exponential of the mutual information of these samples and classes, "
        "by the referee of all classes.",
        ".2f",
    ),
    Column(
        "cell_rate",
        "asked cell",
        "Share of requested samples whose nearest glyph of that character is "
        "that of the requested font; 1 of 725 at chance.",
        ".4f",
    ),
    Column(
        "recognized",
        "character",
        "Share of requested samples that the referee of characters classifies "
        "as the requested one, over the share of real glyphs of the same "
        "cells.",
    ),
    Column(
        "style_rate",
        "font of 100",
        "Share of requested samples that are nearest to the glyph of the "
        "requested font among those of 100 fonts, all of that character, in "
        "the features of a classifier of fonts; 0.01 at chance.",
    ),
)
# Not reproducible, unlike the others.
TIMES = (
    Column(
        "seconds",
        "seconds",
        "Training time of one model in seconds, on one core; it differs from "
        "run to run.",
        ".0f",
    ),
)


def summarize(runs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One row: means over runs, and recovery pooled over all samples.

    Args:
        runs: Dicts of a run's measures, see `Case.scorer`.

    Returns:
        Dict from the names of columns to numbers, with `runs`, their number,
        and `samples`, the number that recovery was counted in.
    """
    runs = list(runs)
    hits = sum(run["hits"] for run in runs)
    asked = sum(run["asked"] for run in runs)
    low, high = binomial_interval(hits, asked)
    names = (c.name for c in (*COLUMNS, *EXTRA, *TIMES))
    means = {
        name: statistics.fmean(run[name] for run in runs)
        for name in names
        if all(run.get(name) is not None for run in runs)
    }
    return {
        **means,
        "recovery": hits / asked,
        "recovery_low": low,
        "recovery_high": high,
        "best_run": max(run["hits"] / run["asked"] for run in runs),
        "runs": len(runs),
        "samples": asked,
    }
