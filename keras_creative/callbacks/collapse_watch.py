"""Detection of mode collapse."""

import warnings
from collections.abc import Mapping

import keras
import numpy as np

from keras_creative import metrics
from keras_creative.callbacks import collapse_actions as actions
from keras_creative.callbacks.optimizers import steps_made
from keras_creative.callbacks.sample_source import sample_source
from keras_creative.checks import check_choice, check_fractions, check_integers
from keras_creative.metrics.verdict import COMPLETE_COLLAPSE, PARTIAL_COLLAPSE
from keras_creative.modalities import Modality
from keras_creative.modalities.registry import find_modality
from keras_creative.typing import ArrayLike, Logs

_VERDICTS = ("none", "partial", "complete")
COLLAPSE_LOGS = (
    "clusters_hit",
    "clusters_ratio",
    "pairwise_distance_ratio",
    "modes_captured",
    "high_quality_3std",
    "palette_ratio",
    "d_accuracy",
    "collapse",
)
_MEANINGS = {
    "partial": "only some of the classes are generated",
    "complete": "all samples are the same",
}
_ACTIONS = {
    None: actions.Action,
    "stop": actions.StopTraining,
    "restore": actions.RestoreBest,
    "lower_d_rate": actions.LowerDiscriminatorRate,
}
_ACCURACIES = ("d_accuracy_real", "d_accuracy_fake")


class CollapseWatch(keras.callbacks.Callback):
    """Compares the variety of samples with the data's, and detects collapse.

    In a complete collapse all samples are the same, in a partial one only some
    of the classes are generated; see `judge()`. Each measurement draws `n`
    samples from the same latent vectors, with a separate seed, so that training
    is the same with and without the callback. The last measurement of an epoch
    is added to its logs, and so to the history:

    - `clusters_hit`: number of clusters of the data, or modes, that are
      generated, see
      `keras_creative.metrics.clusters_hit()`; `clusters_ratio`: over the
      number that real examples hit.
    - `pairwise_distance_ratio`: mean distance of two samples over the data's.
    - `modes_captured` and `high_quality_3std`, of a known mixture; see
      `keras_creative.metrics.mode_measures()`.
    - `palette_ratio`, of pictures that differ in their mean color; see
      `keras_creative.metrics.palette_ratio()`.
    - `d_accuracy`: mean of the discriminator's accuracies on real and on
      generated samples, for models that log them.
    - `collapse`: the verdict: 0 for none, 1 for partial, 2 for complete.

    After `patience` consecutive verdicts other than none a collapse is
    reported: the callback warns, naming the step, and takes the action. The
    collapse is partial if one of these verdicts was partial. An untrained
    generator has little variety, too: the first `grace` verdicts are ignored,
    until one of them is none. The warning is issued once. The callback must be
    listed before those that read its logs, such as `HistoryCSV`. `PaletteWatch`
    writes two logs of the same names; the values of the later callback are
    kept.

    Args:
        reference: Real examples, points `(m, 2)` or pictures
            `(m, height, width, channels)` in [-1, 1]. Half of them are used
            to find the clusters, the others for the comparison; a few hundred
            of each are needed.
        modes: Centers `(k, 2)` and standard deviation of a known mixture,
            whose modes are the clusters. Defaults to `None`: the clusters
            are found.
        n: Number of samples, at least 2. Defaults to `256`.
        seed: Integer that fixes the latent vectors and the clusters. Defaults
            to `0`.
        every: Number of epochs or steps between measurements, at least 1.
            With `steps_per_execution`, a measurement follows the execution.
            Defaults to `1`.
        unit: `"epoch"` or `"step"`. Defaults to `"epoch"`.
        clusters: Number of clusters to find, at least 2. Defaults to `20`.
        partial: Ratio of clusters below which a collapse is partial, in
            (0, 1). Defaults to `0.5`.
        complete: Ratio of distances below which it is complete, in (0, 1).
            Defaults to `0.1`.
        patience: Number of consecutive verdicts that are reported as a
            collapse, at least 1. Defaults to `3`.
        grace: Number of verdicts at the start that are ignored, at least 0.
            Defaults to `3`.
        action: What to do besides the warning: `None`, nothing; `"stop"`, stop
            training; `"restore"`, restore the generator with the greatest
            variety that this callback measured, and stop; `"lower_d_rate"`,
            multiply the discriminator's learning rate by `factor` at every
            collapse. Defaults to `None`.
        factor: Factor of `"lower_d_rate"`, in (0, 1). Defaults to `0.5`.
        modality: `keras_creative.modalities.Modality` of the reference, or its
            name. Defaults to `None`: the one that accepts its shape.

    Attributes:
        verdict: The collapse that was detected, or `"none"`.
        step: Number of steps, earlier sessions included, at which it was first
            detected, or `None`.

    Raises:
        ValueError: If an argument is out of range or the reference is invalid;
            before the first step, if the model's samples have another shape,
            or its discriminator has no learning rate to lower.

    Example:

    ```python
    watch = keras_creative.callbacks.CollapseWatch(pictures, action="stop")
    history = model.fit(x, epochs=10, callbacks=[watch])
    print(history.history["clusters_ratio"], watch.verdict)
    ```
    """

    def __init__(
        self,
        reference: ArrayLike,
        modes: tuple[ArrayLike, float] | None = None,
        n: int = 256,
        seed: int = 0,
        every: int = 1,
        unit: str = "epoch",
        clusters: int = 20,
        partial: float = PARTIAL_COLLAPSE,
        complete: float = COMPLETE_COLLAPSE,
        patience: int = 3,
        grace: int = 3,
        action: str | None = None,
        factor: float = 0.5,
        modality: str | Modality | None = None,
    ) -> None:
        super().__init__()
        check_integers(
            n=(n, 2),
            every=(every, 1),
            clusters=(clusters, 2),
            patience=(patience, 1),
            grace=(grace, 0),
        )
        check_fractions(partial=partial, complete=complete, factor=factor)
        check_choice("unit", unit, ("epoch", "step"))
        check_choice("action", action, _ACTIONS)
        self.n = n
        self.seed = seed
        self.every = every
        self.unit = unit
        self.partial = partial
        self.complete = complete
        self.patience = patience
        self.verdict = "none"
        self.step = None
        reference = np.asarray(reference)
        self._shape = reference.shape[1:]
        self._features = _features(reference, modality)
        self._variety = metrics.Variety(
            self._features(reference), modes, clusters, n, seed
        )
        self._action = _ACTIONS[action](factor)
        self._grace_left = grace
        self._verdicts = []
        self._steps = self._steps_before = self._epoch = 0
        self._logs = {}

    def check(self, model: keras.Model) -> None:
        """Raise an error if the callback does not fit a model.

        Args:
            model: The compiled model.

        Raises:
            ValueError: If its samples have another shape than the reference, or
                the action cannot be applied.
        """
        shape = getattr(model, "sample_shape", None)
        if shape is None:
            samples = sample_source(model).sample(1, seed=self.seed)
            shape = samples.shape[1:]
        shape = tuple(shape)
        if shape != self._shape:
            raise ValueError(
                "`reference` must hold examples of the shape of the model's "
                f"samples, {shape}. Received: examples of the shape "
                f"{self._shape}"
            )
        self._action.check(model)

    def on_train_begin(self, logs: Logs = None) -> None:
        """Check the model, and continue counting from its steps."""
        self.check(self.model)
        for name in ("g_optimizer", "optimizer"):
            if optimizer := getattr(self.model, name, None):
                self._steps = steps_made(optimizer)
                break

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Start counting the steps of the epoch."""
        self._epoch = epoch + 1
        self._steps_before = self._steps

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Measure, if a measurement is due after this step."""
        earlier, self._steps = self._steps, self._steps_before + batch + 1
        if self.unit == "step" and self._steps // self.every > (
            earlier // self.every
        ):
            self._measure(logs or {})

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Measure, if a measurement is due, and add it to the logs."""
        if self.unit == "epoch" and (epoch + 1) % self.every == 0:
            self._measure(logs)
        logs.update(self._logs)
        self._logs = {}

    def _measure(self, logs):
        samples = sample_source(self.model).sample(self.n, seed=self.seed)
        measures = self._variety.measure(self._features(samples))
        if all(name in logs for name in _ACCURACIES):
            accuracies = [float(logs[name]) for name in _ACCURACIES]
            measures["d_accuracy"] = sum(accuracies) / 2
        verdict = judge(measures, self.partial, self.complete)
        self._logs = {**measures, "collapse": _VERDICTS.index(verdict)}
        self._action.measured(self.model, measures)
        self._count(verdict)
        if len(self._verdicts) == self.patience:
            self._call(measures)

    def _count(self, verdict):
        """Store consecutive verdicts other than none, after the grace."""
        if verdict == "none":
            self._grace_left = 0
            self._verdicts = []
        elif self._grace_left:
            self._grace_left -= 1
        else:
            self._verdicts.append(verdict)

    def _call(self, measures):
        verdict = min(self._verdicts, key=_VERDICTS.index)
        self._verdicts = []
        done = self._action.act(self.model)
        if self.step is not None:
            return
        self.verdict, self.step = verdict, self._steps
        values = ", ".join(f"{k}={v:.3g}" for k, v in measures.items())
        warnings.warn(
            f"{verdict.capitalize()} collapse at step {self.step}, in epoch "
            f"{self._epoch}: {_MEANINGS[verdict]} ({values}). {done}".strip(),
            stacklevel=2,
        )


def _features(reference, modality):
    """Function from samples to the features that are compared.

    Arrays of an unknown kind are compared number by number.
    """
    shape = reference.shape[1:]
    known = find_modality(shape if modality is None else modality)
    if known is None:
        return lambda samples: samples
    known.require("features", by="CollapseWatch")
    if len(reference):
        known.check_range("reference", reference)
    return known.features


def judge(
    measures: Mapping[str, float],
    partial: float = PARTIAL_COLLAPSE,
    complete: float = COMPLETE_COLLAPSE,
) -> str:
    """Classify the collapse that one measurement shows.

    In a complete collapse all samples are the same, in a partial one only some
    of the classes are generated. Palette and accuracy are not used: a healthy
    generator can have one palette, and a healthy discriminator can be accurate.

    Args:
        measures: Dict with `clusters_ratio` and `pairwise_distance_ratio`, as
            `keras_creative.metrics.Variety.measure()` returns it.
        partial: Ratio of clusters below which a collapse is partial. Defaults
            to `0.5`.
        complete: Ratio of distances below which it is complete, whatever the
            ratio of clusters. Defaults to `0.1`.

    Returns:
        `"none"`, `"partial"` or `"complete"`.

    Example:

    >>> measures = {"clusters_ratio": 0.2, "pairwise_distance_ratio": 0.6}
    >>> keras_creative.callbacks.judge(measures)
    'partial'
    """
    if measures["pairwise_distance_ratio"] < complete:
        return "complete"
    return "partial" if measures["clusters_ratio"] < partial else "none"
