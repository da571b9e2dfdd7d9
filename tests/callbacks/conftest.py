import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks


@pytest.fixture(scope="module")
def model():
    model = models.DesignGAN(
        networks.mlp_generator(3, (8, 8, 1), num_layers=2, units=4),
        networks.mlp_discriminator((8, 8, 1), num_layers=2, units=4),
    )
    model.compile()
    return model


class QuickGAN(models.GAN):
    """A GAN whose steps cost nothing: the generator's weights grow."""

    def train_step(self, data):
        for weight in self.generator.trainable_variables:
            weight.assign(1.1 * weight.value + 0.01)
        self.g_optimizer.iterations.assign_add(1)
        self.average_generator()
        return self.track(dict.fromkeys(self.tracked, 1.0))


@pytest.fixture
def make_gan():
    """A GAN of points, or of pictures, made anew with the same weights."""

    def make(shape=(2,), steps_per_execution=1, rate=0.1, **arguments):
        keras.utils.set_random_seed(0)
        model = QuickGAN(
            networks.mlp_generator(2, shape, units=4, num_layers=2),
            networks.mlp_discriminator(shape, units=4, num_layers=2),
            **arguments,
        )
        model.compile(
            keras.optimizers.SGD(rate),
            keras.optimizers.SGD(rate),
            steps_per_execution=steps_per_execution,
            run_eagerly=True,
        )
        return model

    return make


class PlainGAN(keras.Model):
    """Somebody's model: two networks, two optimizers, noise of Keras."""

    def __init__(self, generator, discriminator):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.seed_generator = keras.random.SeedGenerator(1)

    def compile(self, g_optimizer, d_optimizer):
        super().compile(optimizer=None, run_eagerly=True)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer

    def call(self, latent):
        return self.generator(latent)

    def train_step(self, real):
        shape = keras.ops.shape(real)[0], 2
        latent = keras.random.normal(shape, seed=self.seed_generator)
        logs = {}
        for name, sign in (("discriminator", 1.0), ("generator", -1.0)):
            network = getattr(self, name)
            with tf.GradientTape() as tape:
                fake = self.generator(latent, training=True)
                scores = self.discriminator(fake, training=True)
                loss = sign * keras.ops.mean(scores)
                if name == "discriminator":
                    real_scores = self.discriminator(real, training=True)
                    loss += keras.ops.mean(keras.ops.softplus(-real_scores))
            gradients = tape.gradient(loss, network.trainable_variables)
            optimizer = getattr(self, f"{name[0]}_optimizer")
            optimizer.apply(gradients, network.trainable_variables)
            logs[f"{name[0]}_loss"] = loss
        return logs


@pytest.fixture
def make_plain_gan():
    """Somebody else's GAN of points, with batch normalization and dropout."""

    def make():
        keras.utils.set_random_seed(0)
        layers = keras.layers
        model = PlainGAN(
            keras.Sequential(
                [
                    keras.Input((2,)),
                    layers.Dense(4, use_bias=False),
                    layers.BatchNormalization(),
                    layers.Dense(2),
                ]
            ),
            keras.Sequential(
                [
                    keras.Input((2,)),
                    layers.Dense(4, "relu"),
                    layers.Dropout(0.5),
                    layers.Dense(1),
                ]
            ),
        )
        model.compile(
            keras.optimizers.SGD(1e-3, momentum=0.9),
            keras.optimizers.SGD(1e-3, momentum=0.9),
        )
        model.build((None, 2))
        return model

    return make


@pytest.fixture
def points():
    """Twelve points of a plane."""
    return np.random.default_rng(0).normal(size=(12, 2)).astype("float32")


@pytest.fixture
def pictures():
    """Twelve pictures of 8x8."""
    rng = np.random.default_rng(0)
    return rng.uniform(-1, 1, (12, 8, 8, 1)).astype("float32")


@pytest.fixture
def fit(points, pictures):
    """Three steps an epoch on them, the same at every call."""

    def fit(model, callbacks=(), epochs=2, **arguments):
        is_of_points = model.discriminator.input_shape == (None, 2)
        return model.fit(
            points if is_of_points else pictures,
            batch_size=4,
            epochs=epochs,
            shuffle=False,
            verbose=0,
            callbacks=list(callbacks),
            **arguments,
        ).history

    return fit
