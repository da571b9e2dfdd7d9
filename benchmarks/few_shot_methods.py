"""Methods of few-shot generation, as `few_shot.py` compares them.

Each takes a `Context` and returns a function of the number of a test concept
and of a number of samples.
"""

import dataclasses
import time
from typing import NamedTuple

import keras
import numpy as np

from keras_creative import models, networks
from keras_creative.datasets import TaskSplit
from keras_creative.experiments import RECIPES
from keras_creative.models.few_shot.task_codes import in_turn
from keras_creative.recipes import TaskFIGR, TaskFlow, TaskVAE

CHUNK = 10
ADAPTATION = 200
GAN_BATCH = 32
GAN_WIDTH = 16
VAE_BATCH = 64
# Deviations of random maps: turn in radians, scale, shear, shift in pixels.
AFFINE = 0.2, 0.15, 0.2, 2.0


class Context(NamedTuple):
    """What a method is given.

    Args:
        data: Name of the tasks.
        split: `TaskSplit`; methods do not look at its test.
        shots: Shots of each test concept, arrays `(shots, *sample_shape)`.
        seconds: Training time of methods without a recipe of their own length.
        seed: Integer.
    """

    data: str
    split: TaskSplit
    shots: tuple
    seconds: float
    seed: int


def copies(context):
    """The shots themselves, whose recognition is that of real pictures."""
    return lambda index, n: in_turn(context.shots[index], n)


def affine_maps(context, size=1.0):
    """Shots under random affine maps, which are not learned.

    Args:
        context: `Context`.
        size: Factor of the sizes of the maps. Defaults to `1`.
    """

    def sample(index, n):
        draw = np.random.default_rng((context.seed, index))
        shots = in_turn(context.shots[index], n)
        height, width = shots.shape[1:3]
        y, x = np.meshgrid(
            np.arange(height) - (height - 1) / 2,
            np.arange(width) - (width - 1) / 2,
            indexing="ij",
        )
        turn, scale, shear, shift = (
            draw.normal(0, size * deviation, (n, 2)) for deviation in AFFINE
        )
        cos, sin = np.cos(turn[:, 0]), np.sin(turn[:, 0])
        linear = np.array([[cos, sin + shear[:, 0]], [-sin, cos]])
        linear *= np.exp(scale.T)[:, None]
        moved = np.einsum("abn,bhw->nhwa", linear, np.stack([y, x]))
        shifts = moved - np.stack([y, x], -1) + shift[:, None, None]
        warped = networks.warp(
            keras.ops.convert_to_tensor(shots), shifts.astype("float32")
        )
        return np.clip(warped, -1.0, 1.0)

    return sample


def smaller_affine_maps(context):
    """The same with maps of 0.6 of the size, the VAE's temperature."""
    return affine_maps(context, 0.6)


def deformation_vae(context):
    """The recipe as it is."""
    recipe = _recipe(TaskVAE, "deformation-vae", context)
    model = recipe.make_model(context.split.train)
    model.fit(
        recipe.make_batches(context.split.train, model),
        steps_per_epoch=recipe.steps,
        epochs=recipe.epochs,
        verbose=0,
    )
    return _sampling_like(model, context)


def few_shot_flow(context):
    """The recipe, for the given time."""
    recipe = _recipe(TaskFlow, "few-shot-flow", context)
    return _sampling_like(_trained(recipe, context), context)


def figr(context):
    """The recipe, for the given time."""
    return _sampling_like(
        _trained(_recipe(TaskFIGR, "figr", context), context), context
    )


def first_order_maml(context):
    """FIGR's networks and steps, and the gradient on queries."""
    recipe = _recipe(TaskFIGR, "figr", context)
    reptile = recipe.make_model(context.split.train)
    model = models.FirstOrderMAML(
        reptile.generator,
        reptile.discriminator,
        inner_steps=recipe.inner_steps,
        inner_rate=recipe.inner_lr,
        seed=context.seed,
    )
    model.compile()
    fit_for(model, _episodes(recipe, context, recipe.shots), context.seconds)
    return _sampling_like(model, context)


def faml(context):
    """FIGR's networks and steps, with an encoder as wide as its code."""
    recipe = _recipe(TaskFIGR, "figr", context)
    reptile = recipe.make_model(context.split.train)
    shape, length = reptile.sample_shape, recipe.latent_dim
    keras.utils.set_random_seed(context.seed)
    model = models.FAML(
        networks.shot_encoder(shape, length, width=recipe.width),
        networks.figr_generator(shape, 2 * length, recipe.width),
        reptile.discriminator,
        inner_steps=recipe.inner_steps,
        inner_rate=recipe.inner_lr,
        seed=context.seed,
    )
    model.compile()
    fit_for(model, _episodes(recipe, context, recipe.queries), context.seconds)
    return _sampling_like(model, context)


def gan_from_scratch(context):
    """A GAN for each concept, trained on its shots alone."""
    return _adapted_gan(context, _make_gan(context))


def gan_fine_tuned(context):
    """A GAN of all training pictures, trained on with the shots."""
    return _adapted_gan(context, _pretrained_gan(context))


def gan_fine_tuned_frozen(context):
    """The same with the discriminator's convolutions frozen but the last.

    Mo et al., 2020, https://arxiv.org/abs/2002.10964
    """
    gan = _pretrained_gan(context)
    layers = gan.discriminator.layers
    convolutions = [
        place
        for place, layer in enumerate(layers)
        if isinstance(layer, keras.layers.Conv2D)
    ]
    for layer in layers[: convolutions[-1]]:
        layer.trainable = False
    _compile_gan(gan)
    return _adapted_gan(context, gan)


def conditional_vae(context):
    """The 2019 finding: a class for each concept, with the shots repeated.

    The shots of a test concept are repeated as often as a training concept has
    pictures.
    """
    train = context.split.train
    pictures = [train.pictures(i) for i in range(len(train))]
    pictures += [
        np.repeat(shots, -(-train.smallest // len(shots)), axis=0)
        for shots in context.shots
    ]
    labels = np.repeat(np.arange(len(pictures)), [len(p) for p in pictures])
    keras.utils.set_random_seed(context.seed)
    sizes = {"width": 32, "units": 256, "attributes_length": len(pictures)}
    model = models.ConditionalVAE(
        networks.conv_vae_encoder(train.sample_shape, 16, **sizes),
        networks.conv_vae_decoder(16, train.sample_shape, **sizes),
        seed=context.seed,
    )
    model.compile(keras.optimizers.Adam(1e-3))
    images = np.concatenate(pictures)
    start = time.perf_counter()
    while time.perf_counter() - start < context.seconds:
        model.fit(images, labels, batch_size=VAE_BATCH, verbose=0)
    return lambda index, n: model.sample(
        n, seed=context.seed, labels=len(train) + index
    )


METHODS = {
    "copies": copies,
    "random affine maps": affine_maps,
    "smaller affine maps": smaller_affine_maps,
    "GAN from scratch": gan_from_scratch,
    "conditional VAE, repeated shots": conditional_vae,
    "GAN, fine-tuned": gan_fine_tuned,
    "GAN, fine-tuned, frozen layers": gan_fine_tuned_frozen,
    "FIGR": figr,
    "first-order MAML": first_order_maml,
    "FAML": faml,
    "few-shot flow": few_shot_flow,
    "deformation VAE": deformation_vae,
}


def fit_for(model, episodes, seconds):
    """Train a model for a time, after a first step.

    Args:
        model: Compiled model.
        episodes: Function of the number of the first batch that returns an
            endless data set.
        seconds: The time.
    """
    model.fit(episodes(0), steps_per_epoch=1, verbose=0)
    start = time.perf_counter()
    first_step = 1
    while time.perf_counter() - start < seconds:
        model.fit(episodes(first_step), steps_per_epoch=CHUNK, verbose=0)
        first_step += CHUNK


def _episodes(recipe, context, queries):
    """Batches of the recipe by the number of the first one."""
    return lambda first_step: context.split.train.episodes(
        recipe.batch_size, recipe.shots, queries, context.seed, first_step
    )


def _recipe(cls, name, context):
    """The recipe of that name for the data, or the class' defaults."""
    recipe = RECIPES.get(f"{name}-{context.data}", cls(context.data))
    return dataclasses.replace(recipe, seed=context.seed)


def _trained(recipe, context):
    model = recipe.make_model(context.split.train)
    episodes = _episodes(recipe, context, recipe.queries)
    fit_for(model, episodes, context.seconds)
    return model


def _sampling_like(model, context):
    return lambda index, n: model.sample_like(
        context.shots[index], n, seed=context.seed
    )


def _make_gan(context):
    keras.utils.set_random_seed(context.seed)
    shape = context.split.train.sample_shape
    gan = models.R3GAN(
        networks.dcgan_generator(shape, width=GAN_WIDTH),
        networks.dcgan_discriminator(shape, width=GAN_WIDTH),
        gamma=10.0,
        seed=context.seed,
    )
    _compile_gan(gan)
    return gan


def _compile_gan(gan):
    gan.compile(
        g_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.0, beta_2=0.99),
        d_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.0, beta_2=0.99),
    )


def _pretrained_gan(context):
    gan, train = _make_gan(context), context.split.train
    pictures = np.concatenate([train.pictures(i) for i in range(len(train))])
    start = time.perf_counter()
    while time.perf_counter() - start < context.seconds:
        gan.fit(pictures, batch_size=GAN_BATCH, verbose=0)
    return gan


def _adapted_gan(context, gan):
    """A function that trains a copy of the GAN on the shots of a concept."""
    variables = [*gan.variables, *gan.g_optimizer.variables]
    variables += gan.d_optimizer.variables
    start = [np.array(variable) for variable in variables]

    def sample(index, n):
        for variable, value in zip(variables, start, strict=True):
            variable.assign(value)
        shots = context.shots[index]
        repeats = -(-ADAPTATION * GAN_BATCH // len(shots))
        pictures = np.tile(shots, (repeats, 1, 1, 1))
        gan.fit(pictures, batch_size=GAN_BATCH, verbose=0)
        return gan.sample(n, seed=context.seed)

    return sample
