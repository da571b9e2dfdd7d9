"""Points from the settings of a recipe."""

import numpy as np

from keras_creative import datasets


def load_data(recipe):
    """The points, a `GaussianMixture` without the hidden classes.

    Args:
        recipe: `PointRecipe`.
    """
    data = datasets.load_toy(recipe.data, holdout=recipe.holdout)
    for label, shots in recipe.few_shot.items():
        data, _ = datasets.few_shot(data, label, shots)
    return data


def attributes_table(recipe, data):
    """Attributes of each class for a conditional model.

    Args:
        recipe: `PointRecipe`.
        data: Data returned by `load_data()`.

    Returns:
        Array `(num_classes, length)`: one-hot codes, or the positions of the
        centers, of which the farthest has the length 1.
    """
    if recipe.attributes == "one-hot":
        return np.eye(data.num_classes)
    return data.centers / np.linalg.norm(data.centers, axis=1).max()
