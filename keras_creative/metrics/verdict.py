"""One sentence about a model, from its measures and fixed thresholds."""

import math
import numbers
import typing
from collections.abc import Mapping
from typing import Any

# Below this share of the data's clusters or modes the samples have collapsed.
PARTIAL_COLLAPSE = 0.5
# Below this share of the data's spread all samples lie in one spot.
COMPLETE_COLLAPSE = 0.1
FEWEST_UNIQUE = 0.5
DISCRIMINATOR_WINS = 0.99
COPYING = 0.3
OFF_THE_DATA = 1.5
HIGH_QUALITY = 0.9
# Below this share of the certainty of real examples samples show no class.
CLASS_CERTAINTY = 0.7
# Before so many steps a model is as it begins.
FEWEST_STEPS = 500
# Below this quality no mode is learned that could be missing.
SOME_QUALITY = 0.5


class Verdict(typing.NamedTuple):
    """What a model's measures say of it.

    `str(verdict)` is one line with all three.

    Attributes:
        state: `"broken"`, `"collapsed"`, `"one side has won"`, `"copying"`,
            `"still learning"`, `"healthy"` or `"not measured"`.
        reason: The numbers that decide, each beside its threshold.
        advice: What to try, or an empty string.
    """

    state: str
    reason: str
    advice: str = ""

    def __str__(self):
        advice = f"; try {self.advice}" if self.advice else ""
        return f"{self.state}: {self.reason}{advice}"


def verdict(measures: Mapping[str, Any]) -> Verdict:
    """Judge a model by its measures, of points or of pictures.

    The first state whose rule is met is the verdict, in this order:

    - broken: a measure of the spread is not a number.
    - still learning: fewer than 500 steps are made.
    - collapsed: the samples' spread is below 0.1 of the data's; they are in
      less than half of its clusters, or of its modes where at least half of
      the points are of high quality; less than half of them are no near
      copies of one another; or a mode is missing while 0.9 of the points are
      of high quality.
    - one side has won: the discriminator's mean accuracy is 0.99 or more.
    - copying: `training_distance_ratio` is below 0.3.
    - still learning: less than 0.9 of the points are of high quality; the
      `training_distance_ratio` is above 1.5; a referee is less than 0.7 times
      as certain of the class as of real examples, which a creative model is
      meant to be: leave out `class_certainty` for one; or epochs are left.
    - healthy: none of these.

    A rule whose measures are missing is skipped.

    Args:
        measures: Dict that may have `spread_ratio`, `modes_captured`,
            `modes_shown` and `high_quality_3std`, also as a dict `modes`, see
            `mode_measures()`; `pairwise_distance_ratio` and
            `clusters_ratio`, see `Variety.measure()`; `uniqueness`;
            `training_distance_ratio`; `d_accuracy`; `class_certainty` and
            `class_certainty_real`; `steps_made`, `epochs_made` and `epochs`.
            Others are ignored.

    Returns:
        `Verdict`.

    Example:

    >>> found = keras_creative.metrics.verdict(
    ...     {"modes_captured": 2, "modes_shown": 7, "high_quality_3std": 0.98}
    ... )
    >>> found.state
    'collapsed'
    >>> found.reason
    '2 of 7 modes, high-quality share 0.980 (collapsed below 0.5 of the modes)'
    """
    known = _known(measures)
    for state, rule, advice in _RULES:
        reason = rule(known)
        if reason:
            return Verdict(state, reason, advice)
    if not set(known) - {"steps_made", "epochs_made", "epochs"}:
        return Verdict("not measured", "there is no measure to judge by yet")
    return Verdict("healthy", _numbers(known))


_OF_MODES = ("modes_captured", "modes_shown", "high_quality_3std")
_USED = (
    *_OF_MODES,
    "spread_ratio",
    "pairwise_distance_ratio",
    "clusters_ratio",
    "uniqueness",
    "d_accuracy",
    "training_distance_ratio",
    "class_certainty",
    "class_certainty_real",
    "steps_made",
    "epochs_made",
    "epochs",
)


def _known(measures):
    """The measures that rules use, as numbers."""
    modes = measures.get("modes")
    flat = {**(modes if isinstance(modes, dict) else {}), **measures}
    known = {
        name: math.nan if value is None else value
        for name, value in flat.items()
        if name in _USED and isinstance(value, numbers.Real | None)
    }
    if not set(_OF_MODES) <= set(known):
        known = {k: v for k, v in known.items() if k not in _OF_MODES}
    return known


def _broken(known):
    for name in ("spread_ratio", "pairwise_distance_ratio"):
        if math.isnan(known.get(name, 0)):
            return "the samples are not finite numbers"
    return ""


def _young(known):
    made = known.get("steps_made", FEWEST_STEPS)
    if not made < FEWEST_STEPS:
        return ""
    return f"{made} steps are made (judged from {FEWEST_STEPS} on)"


def _collapsed(known):
    spread = known.get("spread_ratio", known.get("pairwise_distance_ratio", 1))
    if spread < COMPLETE_COLLAPSE:
        modes = f"{_modes(known)}, " if "modes_shown" in known else ""
        return (
            f"{modes}all samples lie in one spot, their spread is "
            f"{spread:.3f} of the data's (collapsed below {COMPLETE_COLLAPSE})"
        )
    if "modes_shown" in known:
        share = known["modes_captured"] / known["modes_shown"]
        quality = known["high_quality_3std"]
        if share < PARTIAL_COLLAPSE and quality >= SOME_QUALITY:
            return (
                f"{_modes(known)} (collapsed below {PARTIAL_COLLAPSE} of the "
                "modes)"
            )
        if share < 1 and quality >= HIGH_QUALITY:
            return f"{_modes(known)} (a mode is missing)"
    if known.get("clusters_ratio", 1) < PARTIAL_COLLAPSE:
        return (
            f"the samples reach {known['clusters_ratio']:.2f} of the data's "
            f"clusters (collapsed below {PARTIAL_COLLAPSE})"
        )
    if known.get("uniqueness", 1) < FEWEST_UNIQUE:
        return (
            f"{known['uniqueness']:.2f} of the samples are no near copies of "
            f"one another (collapsed below {FEWEST_UNIQUE})"
        )
    return ""


def _won(known):
    accuracy = known.get("d_accuracy", 0)
    if not accuracy >= DISCRIMINATOR_WINS:
        return ""
    return (
        f"the discriminator tells {accuracy:.3f} of all samples right (from "
        f"{DISCRIMINATOR_WINS} on the generator hardly learns)"
    )


def _copying(known):
    ratio = known.get("training_distance_ratio", 1)
    if not ratio < COPYING:
        return ""
    return (
        f"the distance to the nearest training example is {ratio:.2f} of what "
        f"is usual between those (copying below {COPYING})"
    )


def _still_learning(known):
    if known.get("high_quality_3std", 1) < HIGH_QUALITY:
        return f"{_modes(known)} (healthy from {HIGH_QUALITY} on)"
    if known.get("training_distance_ratio", 1) > OFF_THE_DATA:
        return (
            "the distance to the nearest training example is "
            f"{known['training_distance_ratio']:.2f} times what is usual "
            f"between those (off the data above {OFF_THE_DATA})"
        )
    real = known.get("class_certainty_real", 0)
    certainty = known.get("class_certainty", real)
    if certainty < CLASS_CERTAINTY * real:
        return (
            f"a referee finds the class with a certainty of {certainty:.2f}, "
            f"and {real:.2f} for real examples (learned from "
            f"{CLASS_CERTAINTY} of that on)"
        )
    told = {"epochs_made", "epochs"} <= set(known)
    if told and known["epochs_made"] < known["epochs"]:
        return (
            f"{known['epochs_made']} of {known['epochs']} epochs are made; so "
            f"far {_numbers(known)}"
        )
    return ""


def _modes(known):
    """Modes, never without the quality of their samples."""
    return (
        f"{known['modes_captured']} of {known['modes_shown']} modes, "
        f"high-quality share {known['high_quality_3std']:.3f}"
    )


def _numbers(known):
    """The measures that a healthy model has, beside their thresholds."""
    parts = []
    if "modes_shown" in known:
        parts.append(f"{_modes(known)} (healthy from {HIGH_QUALITY} on)")
    if "clusters_ratio" in known:
        parts.append(
            f"{known['clusters_ratio']:.2f} of the data's clusters (collapsed "
            f"below {PARTIAL_COLLAPSE})"
        )
    if "d_accuracy" in known:
        parts.append(
            f"discriminator's accuracy {known['d_accuracy']:.3f} (won from "
            f"{DISCRIMINATOR_WINS} on)"
        )
    if "training_distance_ratio" in known:
        parts.append(
            "distance to training examples "
            f"{known['training_distance_ratio']:.2f} of the usual (copying "
            f"below {COPYING}, off the data above {OFF_THE_DATA})"
        )
    return ", ".join(parts) or "nothing measured"


_RULES = (
    ("broken", _broken, "a lower learning rate"),
    ("still learning", _young, "more epochs"),
    (
        "collapsed",
        _collapsed,
        "a smaller lambda_g if there is a creativity loss, otherwise a lower "
        "lr_d or the remedies of docs/mode-collapse.md",
    ),
    (
        "one side has won",
        _won,
        "a lower lr_d or a penalty such as r1; for few pictures augment",
    ),
    ("copying", _copying, "more training examples, augment, fewer epochs"),
    (
        "still learning",
        _still_learning,
        "more epochs, and a smaller lambda_g if there is a creativity loss",
    ),
)
