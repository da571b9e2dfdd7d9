"""Families of entries that train models of recipes."""

import dataclasses
import types

from keras_creative import datasets, models, recipes

_STEPS_PER_EXECUTION = 50


def train_recipe(data, seeds, steps, recipe, **options):
    """Models of a recipe, one seed after the other.

    Args:
        data: Data set of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: Name of a class of `keras_creative.recipes`.
        **options: Settings of that class.

    Returns:
        List of trained models in the order of the seeds.
    """
    return [
        _train(made.make_model(data), data.batches, made, steps)
        for made in _recipes(recipe, data, seeds, steps, options)
    ]


def train_stacked(data, seeds, steps, recipe, **options):
    """Models of a recipe of small networks, all seeds in one stacked model.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: See `train_recipe()`.
        **options: Settings of that class.

    Returns:
        List of trained models in the order of the seeds.
    """
    if len(seeds) == 1:
        return train_recipe(data, seeds, steps, recipe, **options)
    made = _recipes(recipe, data, seeds, steps, options)
    members = [recipe.make_model(data) for recipe in made]
    game = models.stack(members)
    game.compile(
        *(
            type(optimizer).from_config(optimizer.get_config())
            for optimizer in (members[0].g_optimizer, members[0].d_optimizer)
        ),
        steps_per_execution=per_execution(steps),
    )
    batches = datasets.side_by_side(
        [data.batches(recipe.batch_size, recipe.seed) for recipe in made]
    )
    game.fit(batches, steps_per_epoch=steps, verbose=0)
    return models.unstack(game)


def train_cells(data, seeds, steps, recipe, **options):
    """Models of a recipe that are told the row and the column of a cell.

    Args:
        data: `CellSet` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        recipe: Name of a class of recipes that has conditional models.
        **options: Settings of that class.

    Returns:
        List of objects with `sample(n, seed, labels)` for cells.
    """
    # To the recipe, the code of a cell is that of a class.
    view = types.SimpleNamespace(
        sample_shape=data.sample_shape,
        num_classes=data.code_length,
        holdout=(),
        steps_per_epoch=lambda batch_size: steps,
    )
    return [
        _CellSampler(
            _train(made.make_model(view), data.cell_batches, made, steps),
            data.codes,
        )
        for made in _recipes(recipe, data, seeds, steps, options)
    ]


class _CellSampler:
    """Samples of a model for cells."""

    def __init__(self, model, codes):
        self.model, self.codes = model, codes

    def sample(self, n, seed, labels):
        """Samples, see `keras_creative.models`."""
        return self.model.sample(n, seed, labels=self.codes(labels).numpy())


def _train(model, batches, recipe, steps):
    """Train the model of a recipe on the batches that a function returns."""
    if model.steps_per_execution > 1:
        model.steps_per_execution = per_execution(steps)
    batches = batches(recipe.batch_size, recipe.seed)
    model.fit(batches, steps_per_epoch=steps, verbose=0)
    return model


def _recipes(name, data, seeds, steps, options):
    """A recipe for each seed; learning rates fall over all steps."""
    cls = getattr(recipes, name)
    names = {field.name for field in dataclasses.fields(cls)}
    if "iterations" in names:
        options = {**options, "iterations": steps, "dataset": data.name}
    else:
        epochs = -(-steps // data.steps_per_epoch(1))
        options = {**options, "epochs": epochs, "data": data.name}
    return [cls(seed=seed, **options) for seed in seeds]


def per_execution(steps):
    """Largest number of steps per execution that divides all steps.

    Args:
        steps: Number of training steps.
    """
    most = min(steps, _STEPS_PER_EXECUTION)
    return next(n for n in range(most, 0, -1) if steps % n == 0)
