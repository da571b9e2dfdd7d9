"""The package's side of the step benchmarks of GANs, see `contestants.py`."""

import dataclasses

import exchange
import keras
import numpy as np
import tensorflow as tf

from keras_creative import datasets, models, networks, optimizers
from keras_creative.models.core.step_context import use_noise
from keras_creative.precision import dtype_policy
from keras_creative.recipes import RECIPES

SIDE, NUM_PICTURES = 32, 4096
STEPS_PER_EXECUTION = 10
POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


@dataclasses.dataclass(frozen=True)
class SavedNoise:
    """Random numbers of a penalty that PyTorch can use as well.

    Args:
        numbers: Tensor of uniform numbers.
    """

    numbers: tf.Tensor

    def uniform(self, shape):
        """The numbers, of which as many are wanted as there are."""
        return tf.reshape(self.numbers, shape)


def compete(game, precision, seed, path):
    """A game of `picture_rows.GAMES`.

    Args:
        game: Dict of its settings.
        precision: `"float32"` or `"bfloat16"`.
        seed: Random seed.
        path: File to write for PyTorch.

    Returns:
        Facts, and function that trains for some steps.
    """
    with dtype_policy(POLICIES[precision]):
        model = make_model(game, seed)
    pictures, labels = random_pictures(game)
    part = game["batch_size"] // model.n_critic
    real = datasets.to_network_range(pictures[:part]).numpy()
    write_exchange(path, model, real, labels[:part])
    batches = datasets.image_batches(
        pictures, labels, game["batch_size"], size=None, seed=seed
    )
    return {}, trainer(
        model, batches, game["batch_size"], 2 * STEPS_PER_EXECUTION
    )


def compete_as_recipe(game, recipe, changes):
    """The model of a recipe, as its settings are.

    Args:
        game: Dict of the settings of a game, for the shape of the pictures.
        recipe: Name of the recipe.
        changes: Dict of settings that differ.

    Returns:
        See `compete()`.
    """
    recipe = dataclasses.replace(RECIPES[recipe], **changes)
    data = datasets.PictureSet(*random_pictures(game), size=SIDE)
    model = recipe.make_model(data)
    size = recipe.samples_per_step(model)
    batches = data.batches(size, seed=recipe.seed)
    return {}, trainer(model, batches, size, STEPS_PER_EXECUTION)


def make_model(game, seed, steps_per_execution=STEPS_PER_EXECUTION, **kwargs):
    """The compiled model of a game, see `compete()`.

    Args:
        game: Dict of its settings.
        seed: Random seed.
        steps_per_execution: Argument of `compile()`.
        **kwargs: Further arguments of `compile()`.
    """
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, game["channels"])
    model = getattr(models, game["model"])(
        networks.dcgan_generator(shape, game["latent_dim"], game["width"]),
        networks.dcgan_discriminator(
            shape,
            game["num_classes"],
            game["width"],
            first_width=game["first_width"],
        ),
        seed=seed,
        **game["arguments"],
    )
    model.compile(
        g_optimizer=optimizers.Adam(game["rate"], *game["betas"]),
        d_optimizer=optimizers.Adam(game["rate"], *game["betas"]),
        steps_per_execution=steps_per_execution,
        **kwargs,
    )
    return model


def random_pictures(game):
    """uint8 pictures `(n, side, side, channels)` and their labels `(n,)`."""
    generator = np.random.default_rng(0)
    shape = (NUM_PICTURES, SIDE, SIDE, game["channels"])
    pictures = generator.integers(0, 256, shape, dtype="uint8")
    classes = game["num_classes"] or 1
    return pictures, generator.integers(0, classes, NUM_PICTURES)


def trainer(model, batches, work, warm_up):
    """Function that trains for some steps, after a warm-up.

    Args:
        model: Compiled model.
        batches: Infinite `tf.data.Dataset`.
        work: Work of a step.
        warm_up: Number of steps before.
    """

    def train(steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps * work

    train(warm_up)
    return train


def write_exchange(path, model, real, labels, data=None):
    """Write what PyTorch needs to do, and to check, the same work.

    Args:
        path: The .npz file: the weights, a batch, and the values of the losses,
            of the penalty and of the norms of their gradients.
        model: `GAN` in training mode.
        real: Array of real samples, channels last.
        labels: Array of their labels.
        data: See `exchange.write()`. Defaults to `None`.
    """
    generator = np.random.default_rng(0)
    n = len(real)
    latent = generator.normal(size=(n, *model.latent_shape)).astype("float32")
    batch = {
        "real": real,
        "labels": np.asarray(labels, "int64"),
        "latent": latent,
        "share": generator.uniform(size=n).astype("float32"),
    }
    networks = {
        name: getattr(model, name) for name in ("generator", "discriminator")
    }
    exchange.write(path, networks, batch, values_of(model, **batch), data)


@tf.function
def values_of(model, real, labels, latent, share):
    """Values of a batch that both sides must agree on.

    Args:
        model: `GAN`.
        real: Real samples.
        labels: Their labels.
        latent: Latent vectors.
        share: Shares of the real samples in the points of WGAN-GP's penalty.

    Returns:
        Dict from a name to a scalar.
    """
    d_terms = getattr(model, "classification_terms", ())
    g_terms = getattr(model, "creativity_terms", ())
    fake = model.generate(latent)
    with use_noise(SavedNoise(share)), tf.GradientTape(persistent=True) as tape:
        d_loss, d_logs = model.discriminator_loss(
            real, labels, latent, fake, model.criterion, model.penalty, *d_terms
        )
        g_loss, _ = model.generator_loss(
            real, labels, latent, model.criterion, *g_terms
        )
    values = {"d_loss": d_loss, "g_loss": g_loss}
    if "penalty" in d_logs:
        values["penalty"] = d_logs["penalty"]
    for name, network in (
        ("d", model.discriminator),
        ("g", model.generator),
    ):
        gradient = tape.gradient(
            values[f"{name}_loss"],
            [weight.value for weight in network.trainable_variables],
        )
        values[f"{name}_gradient_norm"] = tf.linalg.global_norm(gradient)
    return values
