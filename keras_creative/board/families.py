"""Families of entries: how a method is built and trained.

A family is a function of what is shown, the seeds and the number of steps that
returns one trained model for each seed. It is called in a process that never
opens what is hidden.
"""

import dataclasses
import types

import keras
import tensorflow as tf

from keras_creative import datasets, models, networks, proposals, recipes

_STEPS_PER_EXECUTION = 50
# Examples of points that a proposer takes.
_EXAMPLES = 2000


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
        steps_per_execution=_per_execution(steps),
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


def _with_examples(trained, data, seeds):
    """Each model with its examples and its seed."""
    for model, seed in zip(trained, seeds, strict=True):
        yield model, data.sample(_EXAMPLES, seed)[0], seed


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


class _CellSampler:
    """Samples of a model for cells."""

    def __init__(self, model, codes):
        self.model, self.codes = model, codes

    def sample(self, n, seed, labels):
        """Samples, see `keras_creative.models`."""
        return self.model.sample(n, seed, labels=self.codes(labels).numpy())


def train_point_vae(
    data,
    seeds,
    steps,
    conditional=False,
    latent_dim=2,
    units=128,
    batch_size=400,
    learning_rate=3e-3,
    **independence,
):
    """VAEs of dense networks with a learned variance.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        conditional: Whether both networks take the label. Defaults to `False`.
        latent_dim: Length of the code. Defaults to `2`.
        units: Units of the hidden layers. Defaults to `128`.
        batch_size: Points of a step. Defaults to `400`.
        learning_rate: First learning rate, with a cosine decay to 0. Defaults
            to `3e-3`.
        **independence: `beta` and `gamma` of a `TCVAE`, which is used then.

    Returns:
        List of trained models in the order of the seeds.
    """
    cls = models.ConditionalVAE if conditional else models.VAE
    cls = models.TCVAE if independence else cls
    length = data.num_classes if conditional else None
    shared = {"units": units, "attributes_length": length}
    trained = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = cls(
            networks.mlp_vae_encoder(data.sample_shape, latent_dim, **shared),
            networks.mlp_vae_decoder(latent_dim, data.sample_shape, **shared),
            likelihood="gaussian",
            seed=seed,
            **independence,
        )
        falling = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
        model.compile(
            keras.optimizers.Adam(falling),
            jit_compile=True,
            steps_per_execution=_per_execution(steps),
        )
        batches = data.batches(batch_size, seed)
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        trained.append(model)
    return trained


def _train(model, batches, recipe, steps):
    """Train the model of a recipe on the batches that a function returns."""
    if model.steps_per_execution > 1:
        model.steps_per_execution = _per_execution(steps)
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


def _per_execution(steps):
    """Largest number of steps per execution that divides all steps."""
    most = min(steps, _STEPS_PER_EXECUTION)
    return next(n for n in range(most, 0, -1) if steps % n == 0)


FAMILIES = {
    "cells": train_cells,
    "gap": train_gap,
    "local": train_local,
    "oriented": train_oriented,
    "point-vae": train_point_vae,
    "recipe": train_recipe,
    "recombined": train_recombined,
    "stacked": train_stacked,
    "symmetric": train_symmetric,
}


def single_threaded():
    """Use one thread, so that results do not depend on the machine's cores."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
