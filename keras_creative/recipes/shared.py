"""Settings that several families of recipes have."""

import argparse
import functools

from keras_creative import catalog, commands
from keras_creative.recipes.settings import setting

DATA = "data"
LOSSES = "losses and learning rates"
COLLAPSE = "against mode collapse"
RUN = "run"


def label_and_shots(text):
    """Argparse type: a label and a number of examples, such as 1:4."""
    label, separator, shots = text.partition(":")
    if not separator or not label.isdigit() or not shots.isdigit():
        raise argparse.ArgumentTypeError(
            f"must be a label and a number, such as 1:4, not {text!r}"
        )
    return int(label), int(shots)


def label(text):
    """Argparse type: the number of a class."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"must be the number of a class, not {text!r}; --dry_run lists "
            "the classes with their numbers"
        ) from None


batch_size = functools.partial(
    setting, help="samples per step", type=commands.positive_int
)
creativity = functools.partial(
    setting,
    "uniform",
    group=LOSSES,
    choices=catalog.names("losses/registry.py", "CREATIVITY_LOSSES"),
)
ema = functools.partial(
    setting,
    help="decay of the averaged generator; 0 for none",
    group=LOSSES,
    type=commands.decay,
)
epochs = functools.partial(
    setting,
    help="epochs of the complete run",
    group=RUN,
    type=commands.positive_int,
)
few_shot = functools.partial(
    setting,
    {},
    help="labels of which only a few examples are in the training data",
    group=DATA,
    type=label_and_shots,
    metavar="LABEL:K",
)
holdout = functools.partial(
    setting,
    (),
    help="labels that are excluded from the training data",
    group=DATA,
    type=label,
    metavar="LABEL",
)
jit = functools.partial(
    setting, help="compile the steps by XLA; pays for small networks"
)
lambda_d = functools.partial(
    setting,
    0.5,
    help="weight of the classification loss in the discriminator's loss",
    group=LOSSES,
    type=commands.weight,
)
learning_rate = functools.partial(
    setting, group=LOSSES, type=commands.positive_float
)
lr_d = functools.partial(
    learning_rate, help="learning rate of the discriminator"
)
lr_g = functools.partial(learning_rate, help="learning rate of the generator")
num_layers = functools.partial(
    setting, 4, help="dense layers of each network", type=commands.positive_int
)
precision = functools.partial(
    setting,
    "float32",
    help="dtype policy of the networks; mixed_bfloat16 is faster where the "
    "CPU has it",
    choices=("float32", "mixed_bfloat16"),
)
size = functools.partial(
    setting,
    help="side of the pictures in pixels, or height x width, such as 96x64",
    group=DATA,
    type=commands.picture_size,
    metavar="SIZE",
)
seed = functools.partial(
    setting, 0, help="integer that fixes the run", group=RUN
)
units = functools.partial(
    setting, help="units of each hidden layer", type=commands.positive_int
)
