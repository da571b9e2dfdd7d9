"""One model, or one for each class of the data."""

from keras_creative import models


def assemble(recipe, make_member, data):
    """The model: a single GAN, or an ensemble with one for each class.

    Args:
        recipe: `AdversarialRecipe`.
        make_member: Function from a seed to a single GAN.
        data: The data, with `num_classes` and `holdout`.

    Returns:
        Model, not compiled.

    Raises:
        ValueError: If a class of an ensemble has no samples.
    """
    if not recipe.class_ensemble:
        return make_member(recipe.seed)
    if not data.num_classes or data.holdout:
        raise ValueError(
            "`class_ensemble` needs samples of every class. Received: "
            f"num_classes={data.num_classes}, holdout={data.holdout}"
        )
    seeds = range(recipe.seed, recipe.seed + data.num_classes)
    return models.ClassEnsemble([make_member(seed) for seed in seeds])
