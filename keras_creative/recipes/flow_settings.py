"""Settings that both families of flow matching have."""

import dataclasses
import functools

from keras_creative import catalog, commands
from keras_creative.recipes import shared
from keras_creative.recipes.settings import default_of, setting
from keras_creative.recipes.shared import LOSSES

conditional = functools.partial(
    setting, False, "condition the networks on the label"
)
ema = functools.partial(
    shared.ema, 0.999, help="decay of the averaged network; 0 for none"
)
guidance = functools.partial(
    setting,
    1.0,
    "weight of the label in a conditional flow's samples; 1 for none, more for "
    "samples that are more typical of their class",
    type=commands.weight,
)
label_dropout = functools.partial(
    setting,
    0.1,
    "probability of dropping a conditional flow's label in training",
    LOSSES,
    type=commands.decay,
)
solver = functools.partial(
    setting,
    "heun",
    "method that integrates a flow's velocity",
    choices=catalog.names("models/diffusion/solvers.py", "SOLVERS"),
)
sampling_steps = functools.partial(
    setting, help="steps of the solver", type=commands.positive_int
)
times = functools.partial(
    setting,
    "uniform",
    "distribution of a flow's times in training",
    LOSSES,
    choices=catalog.names("models/diffusion/flow_matching.py", "TIMES"),
)


def check_labels_are_used(recipe):
    """Check that settings of labels are left alone without labels.

    Args:
        recipe: Recipe with the settings of this module.

    Raises:
        ValueError: If the recipe is not conditional, and one is not at its
            default.
    """
    fields = {field.name: field for field in dataclasses.fields(recipe)}
    for name in ("guidance", "label_dropout"):
        value = getattr(recipe, name)
        if not recipe.conditional and value != default_of(fields[name]):
            raise ValueError(
                f"`{name}` must be left at its default unless `conditional` "
                f"is True. Received: {name}={value!r}"
            )
