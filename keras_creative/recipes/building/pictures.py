"""Pictures from the settings of a recipe."""

import argparse

from keras_creative import commands, datasets
from keras_creative.datasets.label_checks import check_known
from keras_creative.files.picture_files import parse_color

# A folder of few pictures is repeated until an epoch has this number of steps.
_FEWEST_STEPS = 30


def check_data(recipe):
    """Raise if settings of the data are wrong, without loading the data.

    Args:
        recipe: `PictureRecipe`.

    Raises:
        ValueError: If there are no data, a known set does not have a label,
            there is no such background, or the size is wrong.
    """
    if not recipe.data:
        raise ValueError(
            "`data` must name the pictures to train on: a folder, an .npz "
            f"or IDX file or a known set. Received: data={recipe.data!r}"
        )
    sides_of(recipe.size)
    parse_color(recipe.background)
    check_known(recipe.data, recipe.holdout, recipe.few_shot, recipe.repeat)


def sides_of(size):
    """The size of pictures from the setting `size`.

    Args:
        size: Integer, or a string of height x width, such as `"96x64"`.

    Returns:
        Integer, or a tuple of height and width.

    Raises:
        ValueError: If it is neither.
    """
    try:
        size = commands.picture_size(str(size))
    except argparse.ArgumentTypeError as error:
        raise ValueError(
            f"`size` {str(error).partition(', not ')[0]}. "
            f"Received: size={size!r}"
        ) from None
    return size if isinstance(size, int) else tuple(map(int, size.split("x")))


def load_data(recipe):
    """The pictures, a `PictureSet` or a `PictureFolder`.

    Args:
        recipe: `PictureRecipe`.
    """
    data = datasets.open_pictures(
        recipe.data,
        size=sides_of(recipe.size),
        color=recipe.color,
        fit=recipe.fit,
        holdout=recipe.holdout,
        background=recipe.background,
    )
    for label, shots in recipe.few_shot.items():
        data, _ = datasets.few_shot(data, label, shots, recipe.repeat)
    return data


def rounds_per_epoch(data, samples_per_step):
    """Passes over the pictures in an epoch.

    Args:
        data: Data returned by `load_data()`.
        samples_per_step: Pictures per step.

    Returns:
        1, or as many as 30 steps need for a folder.
    """
    if not isinstance(data, datasets.PictureFolder):
        return 1
    steps = data.steps_per_epoch(samples_per_step)
    return -(-_FEWEST_STEPS // steps)


def one_hot_length(recipe, data):
    """Length of one-hot codes of the classes, for conditional networks.

    Args:
        recipe: `PictureRecipe` with the setting `conditional`.
        data: Data returned by `load_data()`.

    Returns:
        Integer, or `None` for networks that take no labels.

    Raises:
        ValueError: If the data have no labels to condition on.
    """
    if recipe.conditional and data.num_classes is None:
        raise ValueError(
            "`conditional` must be False for pictures without labels. "
            f"Received: conditional=True, data={recipe.data!r}"
        )
    return data.num_classes if recipe.conditional else None
