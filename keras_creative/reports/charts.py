"""Charts of all logs."""

import math

import numpy as np

from keras_creative.callbacks.history_csv import log_names
from keras_creative.reports.numbers import number
from keras_creative.reports.pieces import Section, missing
from keras_creative.reports.samples import evenly

_WIDTH, _HEIGHT = 320, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 8, 22
_MOST_POINTS = 400
_STEPS = (1, 2, 2.5, 5, 10)


def charts_section(records):
    """One chart per log, with one curve per run.

    Args:
        records: List of `RunRecord`.
    """
    rows = [row for record in records for row in record.rows]
    charts = [_chart(records, log) for log in log_names(rows)]
    lacking = [
        missing(f"{record.name}: {record.lacks['history']}")
        for record in records
        if "history" in record.lacks
    ]
    return Section(
        "curves",
        "Curves",
        "Every log over the epochs; the number is that of the last epoch."
        if charts
        else "",
        link="Curves",
        pieces=[*lacking, {"kind": "charts", "charts": charts}],
    )


def ticks(low, high, count=4, whole=False):
    """Round numbers within a range, for the ticks of an axis.

    Args:
        low: Lower end.
        high: Upper end, above it.
        count: Approximate number of ticks. Defaults to `4`.
        whole: Whether all ticks are integers. Defaults to `False`.

    Returns:
        List of floats.

    Example:

    >>> from keras_creative.reports.charts import ticks
    >>> ticks(0.1, 1.9)
    [0.5, 1.0, 1.5]
    >>> ticks(1, 100, whole=True)
    [25.0, 50.0, 75.0, 100.0]
    """
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * 0.999)
    if whole:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.ceil(low / step), math.floor(high / step + 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def _chart(records, log):
    curves = [_curve(record, log) for record in records]
    drawn = [(i, curve) for i, curve in enumerate(curves) if curve]
    finite = [y for _, curve in drawn for _, y in curve if math.isfinite(y)]
    frame = _Frame([x for _, curve in drawn for x, _ in curve], finite)
    return {
        "name": log,
        "alt": f"{log} over the epochs; {_in_words(records, curves)}",
        "width": _WIDTH,
        "height": _HEIGHT,
        "range": frame.range,
        "grid": frame.grid(),
        "labels": frame.labels(),
        "curves": [(i, frame.path(curve)) for i, curve in drawn],
        "last": [(i, curve[-1][1]) for i, curve in drawn],
        "points": [
            {"name": record.name, "points": [(x, number(y)) for x, y in curve]}
            for record, curve in zip(records, curves, strict=True)
        ],
    }


def _curve(record, log):
    """Epochs and values of a log, at most a few hundred of them."""
    points = [(row["epoch"], row[log]) for row in record.rows if log in row]
    return evenly(points, _MOST_POINTS) if points else []


def _in_words(records, curves):
    sentences = []
    for record, curve in zip(records, curves, strict=True):
        values = np.array([y for _, y in curve if math.isfinite(y)])
        if len(values):
            sentences.append(
                f"{record.name}: first {number(float(values[0]))}, "
                f"last {number(float(values[-1]))}, "
                f"from {number(float(values.min()))} "
                f"to {number(float(values.max()))}"
            )
    return "; ".join(sentences) or "no finite value"


class _Frame:
    """Axes of a chart, and the transformation from values to pixels."""

    def __init__(self, xs, ys):
        self._x = _widen(min(xs), max(xs), 0)
        self._y = _widen(min(ys, default=0), max(ys, default=1), 0.05)

    @property
    def range(self):
        """First and last epoch and their pixels, for the cursor."""
        ends = (_LEFT, _WIDTH - _RIGHT, _TOP, _HEIGHT - _BOTTOM)
        return ",".join(f"{value:g}" for value in (*self._x, *ends))

    def grid(self):
        """Paths of the horizontal grid lines."""
        return [
            f"M{_LEFT} {self._up(y):.1f}H{_WIDTH - _RIGHT}"
            for y in ticks(*self._y)
        ]

    def labels(self):
        """Position, anchor and value of the tick labels."""
        upward = [
            (_LEFT - 6, f"{self._up(y) + 3.5:.1f}", "end", float(y))
            for y in ticks(*self._y)
        ]
        return upward + [
            (f"{self._across(x):.1f}", _HEIGHT - 6, "middle", float(x))
            for x in ticks(*self._x, count=5, whole=True)
        ]

    def path(self, curve):
        """Lines between finite values; an isolated value is a dot."""
        pieces, pen = [], "M"
        for x, y in curve:
            if not math.isfinite(y):
                pen = "M"
                continue
            place = f"{self._across(x):.1f} {self._up(y):.1f}"
            pieces.append(f"{pen}{place}" + ("h0" if pen == "M" else ""))
            pen = "L"
        return "".join(pieces)

    def _across(self, x):
        low, high = self._x
        return _LEFT + (x - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def _up(self, y):
        low, high = self._y
        room = _HEIGHT - _TOP - _BOTTOM
        return _TOP + (high - y) / (high - low) * room


def _widen(low, high, share):
    """A range of positive length, extended by a fraction on both sides."""
    if low == high:
        return low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
    margin = share * (high - low)
    return low - margin, high + margin
