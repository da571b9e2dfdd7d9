"""Families of entries that propose new samples."""

from keras_creative import models, proposals
from keras_creative.board.recipe_families import train_recipe
from keras_creative.board.vae_families import train_point_vae

# Examples that a proposer takes.
_EXAMPLES = 2000


def train_symmetric(data, seeds, steps, recipe, motion, **options):
    """Models of a recipe that propose by symmetries of what is shown.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: See `train_recipe()`.
        motion: Kind of motion, see
            `keras_creative.proposals.SymmetryProposer`.
        **options: Settings of the recipe.

    Returns:
        List of proposers in the order of the seeds.
    """
    trained = train_recipe(data, seeds, steps, recipe, **options)
    return [
        proposals.SymmetryProposer(model, examples, motion, seed=seed)
        for model, examples, seed in _with_examples(trained, data, seeds)
    ]


def train_gap(data, seeds, steps, recipe, **options):
    """Models of a recipe that propose in the largest gap of what is shown.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: See `train_recipe()`.
        **options: Settings of the recipe.

    Returns:
        List of proposers in the order of the seeds.
    """
    trained = train_recipe(data, seeds, steps, recipe, **options)
    return [
        proposals.GapProposer(model, examples)
        for model, examples, _ in _with_examples(trained, data, seeds)
    ]


def train_oriented(data, seeds, steps, recipe, **options):
    """Models of a recipe that propose in other orientations than the data's.

    Args:
        data: `PictureSet` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: See `train_recipe()`.
        **options: Settings of the recipe.

    Returns:
        List of proposers in the order of the seeds.
    """
    trained = train_recipe(data, seeds, steps, recipe, **options)
    return [
        proposals.OrientationProposer(model, examples, seed)
        for model, examples, seed in _with_examples(trained, data, seeds)
    ]


def train_recombined(data, seeds, steps, **options):
    """VAEs with independent codes that propose new combinations.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        **options: See `train_point_vae()`.

    Returns:
        List of proposers in the order of the seeds.
    """
    trained = train_point_vae(data, seeds, steps, **options)
    return [
        proposals.RecombinationProposer(model, examples)
        for model, examples, _ in _with_examples(trained, data, seeds)
    ]


def train_local(data, seeds, steps, images, patch_sizes):
    """Local score machines, which need no training, and propose the novel.

    Args:
        data: `PictureSet` of what is shown.
        seeds: Tuple of integers.
        steps: Not used.
        images: Number of images whose patches are combined.
        patch_sizes: See `keras_creative.models.LocalScoreMachine`.

    Returns:
        List of proposers in the order of the seeds.
    """
    proposers = []
    for seed in seeds:
        shown, _ = data.sample(images, seed)
        machine = models.LocalScoreMachine(shown, patch_sizes)
        proposers.append(proposals.NoveltyProposer(machine, shown, seed))
    return proposers


def _with_examples(trained, data, seeds):
    """Each model with its examples and its seed."""
    for model, seed in zip(trained, seeds, strict=True):
        yield model, data.sample(_EXAMPLES, seed)[0], seed
