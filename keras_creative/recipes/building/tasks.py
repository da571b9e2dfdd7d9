"""The data, the models and the measures of few-shot recipes."""

import keras
import numpy as np

from keras_creative import datasets, losses, metrics, models, networks
from keras_creative.optimizers import Adam
from keras_creative.precision import dtype_policy

_VALIDATION, _TEST = 0.1, 0.2
_PENALTY = 10.0
_MEASURED, _SAMPLES = 20, 16


def load_split(recipe):
    """Tasks of training, validation and test.

    Args:
        recipe: `TaskRecipe`, whose settings are checked.
    """
    tasks = datasets.load_tasks(recipe.data, recipe.size)
    # At least one group each, which a fraction of few groups may not be.
    least = 0.51 / len(set(tasks.groups))
    test = recipe.test or tasks.evaluation or max(_TEST, least)
    split = tasks.split(max(_VALIDATION, least), test, recipe.seed)
    split.train.check_count(recipe.shots, recipe.queries)
    for part in (split.validation, split.test):
        part.check_count(recipe.shots, queries=1)
    if recipe.rotations:
        split = split._replace(train=split.train.rotated())
    return split


def make_flow(recipe, data):
    """A compiled `FewShotFlow`.

    Args:
        recipe: `TaskFlow`, whose settings are checked.
        data: `TaskSet`.
    """
    keras.utils.set_random_seed(recipe.seed)
    shape, code = data.sample_shape, recipe.code
    with dtype_policy(recipe.precision):
        model = models.FewShotFlow(
            networks.shot_encoder(shape, code, width=2 * recipe.width),
            networks.unet_velocity(
                shape,
                width=recipe.width,
                attributes_length=code,
                takes_shot=True,
            ),
            code_dropout=recipe.code_dropout,
            guidance=recipe.guidance,
            ema=recipe.ema,
            solver=recipe.solver,
            sampling_steps=recipe.sampling_steps,
            seed=recipe.seed,
        )
        model.compile(Adam(recipe.lr))
    return model


def make_vae(recipe, data):
    """A compiled `DeformationVAE`.

    Args:
        recipe: `TaskVAE`, whose settings are checked.
        data: `TaskSet`.
    """
    keras.utils.set_random_seed(recipe.seed)
    shape, latent_dim = data.sample_shape, recipe.latent_dim
    with dtype_policy(recipe.precision):
        model = models.DeformationVAE(
            networks.deformation_encoder(shape, latent_dim, recipe.width),
            networks.deformation_decoder(latent_dim, shape, recipe.width),
            deviation=recipe.deviation,
            beta=recipe.beta,
            temperature=recipe.temperature,
            seed=recipe.seed,
        )
    steps = recipe.epochs * recipe.steps
    rate = keras.optimizers.schedules.CosineDecay(recipe.lr, steps)
    model.compile(Adam(rate), jit_compile=recipe.jit)
    return model


def make_figr(recipe, data):
    """A compiled `FIGR`.

    Args:
        recipe: `TaskFIGR`, whose settings are checked.
        data: `TaskSet`.
    """
    keras.utils.set_random_seed(recipe.seed)
    family = networks.FIGR_NETWORKS[recipe.networks]
    shape, width = data.sample_shape, recipe.width
    penalty = losses.GradientPenalty
    if recipe.channel_norms:
        penalty = losses.ChannelGradientPenalty
    model = models.FIGR(
        family.generator(shape, recipe.latent_dim, width),
        family.discriminator(shape, width),
        inner_steps=recipe.inner_steps,
        inner_rate=recipe.inner_lr,
        criterion=losses.get_criterion(recipe.loss),
        penalty=penalty(_PENALTY if recipe.loss == "wasserstein" else 0.0),
        seed=recipe.seed,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(recipe.outer_lr),
        d_optimizer=keras.optimizers.Adam(recipe.outer_lr),
    )
    return model


def measure(model, tasks, shots, seed):
    """Measures of samples for the shots of some tasks.

    Args:
        model: Model with `sample_like()`.
        tasks: `TaskSet`.
        shots: Number of shots.
        seed: Integer that determines tasks, shots and samples.

    Returns:
        Dict of measures, and a string that says what was measured.
    """
    drawn = np.random.default_rng(seed).permutation(len(tasks))[:_MEASURED]
    distances = []
    for concept in drawn:
        given, others = tasks.shots_of(int(concept), shots, seed)
        samples = model.sample_like(given, _SAMPLES, seed=seed)
        distances.append(metrics.shot_distance_ratio(samples, given, others))
    values = {"shot_distance_ratio": float(np.nanmedian(distances))}
    return values, (
        f"{_SAMPLES} samples for {shots} shots of each of {len(drawn)} "
        f"validation concepts, seed {seed}; the median of the concepts"
    )
