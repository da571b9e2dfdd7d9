"""Diagnosis of a model in one sentence, by fixed thresholds of measures."""

import math
import numbers
import typing
from collections.abc import Mapping
from typing import Any

# Fraction of the data's clusters or modes below which samples have collapsed.
PARTIAL_COLLAPSE = 0.5
# Fraction of the data's spread below which all samples are almost equal.
COMPLETE_COLLAPSE = 0.1
FEWEST_UNIQUE = 0.5
DISCRIMINATOR_WINS = 0.99
COPYING = 0.3
OFF_THE_DATA = 1.5
HIGH_QUALITY = 0.9
# Fraction of the certainty of real examples below which no class is visible.
CLASS_CERTAINTY = 0.7
# Number of steps before which a model is hardly trained.
FEWEST_STEPS = 500
# High-quality fraction below which no mode is learned that could be missing.
SOME_QUALITY = 0.5


class Verdict(typing.NamedTuple):
    """Diagnosis of a model by its measures.

    `str(verdict)` is one line with all three attributes.

    Attributes:
        state: `"broken"`, `"collapsed"`, `"one side has won"`, `"copying"`,
            `"still learning"`, `"healthy"` or `"not measured"`.
        reason: The decisive numbers, each with its threshold.
        advice: What to try, or an empty string.
    """

    state: str
    reason: str
    advice: str = ""

    def __str__(self):
        advice = f"; try {self.advice}" if self.advice else ""
        return f"{self.state}: {self.reason}{advice}"


def verdict(measures: Mapping[str, Any]) -> Verdict:
    """Diagnose a model of points or images by its measures.

    The verdict is the first of these states whose condition holds:

    - broken: a measure of the spread is NaN.
    - still learning: after fewer than 500 steps.
    - collapsed: the samples' spread is below 0.1 of the data's; they reach
      less than half of its clusters, or of its modes if at least half of the
      points are of high quality; their uniqueness is below 0.5; or a mode is
      missing although 0.9 of the points are of high quality.
    - one side has won: the discriminator separates real and generated samples
      almost perfectly, with a mean accuracy of at least 0.99.
    - copying: `training_distance_ratio`, or for few-shot samples
      `shot_distance_ratio`, is below 0.3.
    - still learning: less than 0.9 of the points are of high quality; one of
      these ratios is above 1.5; `class_certainty` is below 0.7
      times that of real examples (exclude it for a creative model, which is
      meant to be ambiguous); or training is not complete.
    - healthy: none of these.

    A condition whose measures are missing is skipped.

    Args:
        measures: Dict that may have `spread_ratio`, `modes_captured`,
            `modes_shown` and `high_quality_3std`, also as a dict `modes`, see
            `mode_measures()`; `pairwise_distance_ratio` and
            `clusters_ratio`, see `Variety.measure()`; `uniqueness`;
            `training_distance_ratio`; `shot_distance_ratio`; `d_accuracy`;
            `class_certainty` and `class_certainty_real`; `steps_made`,
            `epochs_made` and `epochs`. Others are ignored.

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
        return Verdict("not measured", "there are no measures yet")
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
    "shot_distance_ratio",
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
    return f"only {made} training steps so far (judged from {FEWEST_STEPS} on)"


def _collapsed(known):
    spread = known.get("spread_ratio", known.get("pairwise_distance_ratio", 1))
    if spread < COMPLETE_COLLAPSE:
        modes = f"{_modes(known)}, " if "modes_shown" in known else ""
        return (
            f"{modes}all samples are almost equal, their spread is "
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
            f"only {known['uniqueness']:.2f} of the samples are not near "
            f"copies of one another (collapsed below {FEWEST_UNIQUE})"
        )
    return ""


def _won(known):
    accuracy = known.get("d_accuracy", 0)
    if not accuracy >= DISCRIMINATOR_WINS:
        return ""
    return (
        f"the discriminator's accuracy is {accuracy:.3f} (from "
        f"{DISCRIMINATOR_WINS} on the generator hardly learns)"
    )


# What the distance ratios compare.
_RATIOS = {
    "training_distance_ratio": (
        "the distance to the nearest training example is {:.2f} times that "
        "between training examples"
    ),
    "shot_distance_ratio": (
        "the distance to the nearest shot is {:.2f} times that of real examples"
    ),
}


def _copying(known):
    for name, sentence in _RATIOS.items():
        if known.get(name, 1) < COPYING:
            return f"{sentence.format(known[name])} (copying below {COPYING})"
    return ""


def _still_learning(known):
    if known.get("high_quality_3std", 1) < HIGH_QUALITY:
        return f"{_modes(known)} (healthy from {HIGH_QUALITY} on)"
    for name, sentence in _RATIOS.items():
        if known.get(name, 1) > OFF_THE_DATA:
            end = f"(far from the data above {OFF_THE_DATA})"
            return f"{sentence.format(known[name])} {end}"
    real = known.get("class_certainty_real", 0)
    certainty = known.get("class_certainty", real)
    if certainty < CLASS_CERTAINTY * real:
        return (
            f"the referee's certainty of the class is {certainty:.2f}, and "
            f"{real:.2f} for real examples (learned from {CLASS_CERTAINTY} "
            "of that on)"
        )
    has_epochs = {"epochs_made", "epochs"} <= set(known)
    if has_epochs and known["epochs_made"] < known["epochs"]:
        return (
            f"epoch {known['epochs_made']} of {known['epochs']}; so far "
            f"{_numbers(known)}"
        )
    return ""


def _modes(known):
    """Modes captured, always with the quality of the samples."""
    return (
        f"{known['modes_captured']} of {known['modes_shown']} modes, "
        f"high-quality share {known['high_quality_3std']:.3f}"
    )


def _numbers(known):
    """The measures of a healthy model, with their thresholds."""
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
            f"discriminator accuracy {known['d_accuracy']:.3f} (won from "
            f"{DISCRIMINATOR_WINS} on)"
        )
    for name, of in (("training", "training examples"), ("shot", "shots")):
        if f"{name}_distance_ratio" in known:
            parts.append(
                f"relative distance to {of} "
                f"{known[f'{name}_distance_ratio']:.2f} (copying below "
                f"{COPYING}, far from the data above {OFF_THE_DATA})"
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
