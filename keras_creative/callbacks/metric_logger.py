"""Logs any measure of the samples."""

import json
import numbers
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_creative.callbacks.sample_source import (
    find_modality_of_model,
    sample_source,
)
from keras_creative.checks import check_integers
from keras_creative.files import as_json, atomic_path
from keras_creative.metrics import MEASURES, check_measures, compute_measures
from keras_creative.modalities import NetworkFeatures
from keras_creative.typing import ArrayLike, Logs, PathLike

# Needs that are met for samples of the right modality.
_OF_SAMPLES = ("samples", "images", "points", "features")


class MetricLogger(keras.callbacks.Callback):
    """Logs measures of samples that are drawn from the same latent vectors.

    A number is logged under its metric's name, the numbers of a dict under
    `name_key`. They are in the epoch's logs, and so in the history; the
    callback must be listed before those that read them, such as `HistoryCSV`,
    `Checkpoints` with a `monitor`, or `keras.callbacks.TensorBoard`. The latent
    vectors are drawn from a separate seed, so that training is the same with
    and without the callback.

    The first epoch is measured, every `every`-th, and the last of `fit()`; the
    others have no such log, and `Checkpoints` ignores them.

    Args:
        metrics: Dict from names to functions of an array of samples that
            return a number or a dict of numbers, such as those of
            `keras_creative.metrics`; other values of a dict, such as lists,
            are written to the file only. Or a list of names of registered
            measures,
            see `keras_creative.metrics.MEASURES`, whose needs `samples`,
            `images`, `points`, `model`, `seed`, `features`, and with `real`
            also `real` and `real_features` can be met.
        n: Number of samples, at least 1. Defaults to `1000`.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        every: Number of epochs between measurements, at least 1. Defaults to
            `1`.
        path: A JSON Lines file, to which every measurement is added with its
            protocol: `epoch`, `name`, `function`, `n`, `seed` and `value`;
            lines of epochs that are repeated are replaced. Defaults to `None`:
            no file is written.
        real: Real examples `(m, ...)` for the registered measures that need
            them. Defaults to `None`.
        features: Keras model, or function from samples to an array
            `(n, features)`, for the registered measures that need features.
            Defaults to `None`: the numbers of the samples, such as pixels.

    Raises:
        ValueError: If an argument is invalid; before the first step, if the
            model has no samples; if a metric returns something else, or has
            the name of another log.

    Example:

    ```python
    import functools

    ratio = keras_creative.metrics.palette_ratio
    measures = keras_creative.callbacks.MetricLogger(
        {
            "distance": keras_creative.metrics.mean_pairwise_distance,
            "palette": functools.partial(ratio, reference=pictures),
        },
        n=64,
        path="runs/mine/palette.jsonl",
    )
    history = model.fit(x, epochs=2, callbacks=[measures])
    print(history.history["distance"])

    measures = keras_creative.callbacks.MetricLogger(
        ["uniqueness", "coverage", "kernel_distance"], n=64, real=pictures
    )
    model.fit(x, epochs=2, callbacks=[measures])
    ```
    """

    def __init__(
        self,
        metrics: Mapping[str, Callable[[np.ndarray], Any]] | Collection[str],
        n: int = 1000,
        seed: int = 0,
        every: int = 1,
        path: PathLike | None = None,
        real: ArrayLike | None = None,
        features: Callable[[np.ndarray], ArrayLike] | None = None,
    ) -> None:
        super().__init__()
        self._given = {"seed": seed}
        if real is not None:
            self._given["real"] = np.asarray(real)
        if isinstance(features, keras.Model):
            features = NetworkFeatures(features)
        self._extract, self._real_features = features, None
        if isinstance(metrics, list | tuple):
            of_real = {"real_features"} if real is not None else set()
            met = {*self._given, *_OF_SAMPLES, *of_real, "model"}
            _check_registered(metrics, met)
        elif (
            not isinstance(metrics, dict)
            or not metrics
            or not all(map(callable, metrics.values()))
        ):
            raise ValueError(
                "`metrics` must be a dict from names to functions of samples, "
                "or a list of names of registered measures. "
                f"Received: metrics={metrics!r}"
            )
        check_integers(n=(n, 1), every=(every, 1))
        self.metrics = metrics
        self.n = n
        self.seed = seed
        self.every = every
        self.path = None if path is None else Path(path)

    def on_train_begin(self, logs: Logs = None) -> None:
        """Raise an error if the model has no samples."""
        sample_source(self.model)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Measure, if a measurement is due, and add it to the logs."""
        made = epoch + 1
        turn = made == 1 or made % self.every == 0
        if not turn and made != self.params.get("epochs"):
            return
        samples = sample_source(self.model).sample(self.n, seed=self.seed)
        values = self._measure(samples)
        for name, value in values.items():
            _add(logs, name, value)
        if self.path is not None:
            self._write(made, values)

    def _measure(self, samples):
        if isinstance(self.metrics, dict):
            return {name: f(samples) for name, f in self.metrics.items()}
        available = {**self._given, "model": self.model, "samples": samples}
        modality = find_modality_of_model(self.model, self.seed)
        if modality is not None:
            modality.require("features", by="MetricLogger")
            available |= modality.named(samples)
            if "real" in available:
                available["real"] = modality.features(available["real"])
        available |= self._features(samples, available)
        skip = set(MEASURES) - set(self.metrics)
        values = compute_measures(available, skip)
        absent = sorted(set(self.metrics) - set(values))
        if absent:
            raise ValueError(
                "`metrics` must name measures that apply to the samples. "
                f"Received: {absent}"
            )
        return values

    def _features(self, samples, available):
        """Features of samples and of real examples, if a measure needs them."""
        if not any("features" in MEASURES[m].needs for m in self.metrics):
            return {}
        if self._extract is None:
            features = {"features": available["samples"]}
            if "real" in available:
                features["real_features"] = available["real"]
            return {k: v.reshape(len(v), -1) for k, v in features.items()}
        if self._real_features is None and "real" in self._given:
            self._real_features = self._extract(self._given["real"])
        return {
            "features": self._extract(samples),
            "real_features": self._real_features,
        }

    def _write(self, made, values):
        """Append this epoch's lines to those of earlier epochs."""
        lines = [
            line
            for line in _read(self.path)
            if json.loads(line)["epoch"] < made
        ]
        for name, value in values.items():
            record = {
                "epoch": made,
                "name": name,
                "function": _name_of(
                    self.metrics[name]
                    if isinstance(self.metrics, dict)
                    else MEASURES[name].function
                ),
                "n": self.n,
                "seed": self.seed,
                "value": as_json(value),
            }
            lines.append(json.dumps(record))
        with atomic_path(self.path) as temporary:
            temporary.write_text("".join(line + "\n" for line in lines))


def _check_registered(names, available):
    """Raise unless all names are of measures whose needs are met."""
    check_measures(names)
    for name in names:
        missing = MEASURES[name].missing(available)
        if missing or MEASURES[name].function is None:
            raise ValueError(
                "`metrics` must name measures whose needs are met, `real` by "
                f"the argument of that name. Received: {name!r}, which needs "
                f"{missing}"
            )


def _add(logs, name, value):
    """Add a metric's numbers to the logs."""
    if isinstance(value, dict):
        numbers_ = {
            f"{name}_{key}": item
            for key, item in value.items()
            if _is_number(item)
        }
    else:
        numbers_ = {name: value} if _is_number(value) else {}
    if not numbers_:
        raise ValueError(
            "A metric must return a number or a dict with numbers. "
            f"Received: {value!r} from {name!r}"
        )
    taken = sorted(set(numbers_) & set(logs))
    if taken:
        raise ValueError(
            "`metrics` must not have the names of other logs. "
            f"Received: {taken}"
        )
    logs.update((log, float(number)) for log, number in numbers_.items())


def _is_number(value):
    is_scalar = isinstance(value, numbers.Real) or np.ndim(value) == 0
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return is_scalar and not isinstance(value, str)


def _read(path):
    return path.read_text().splitlines() if path.exists() else []


def _name_of(function):
    """Qualified name of a function, also of one in a `functools.partial`."""
    function = getattr(function, "func", function)
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{function.__module__}.{name}"
