import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import losses, models, networks

STEPS = 3


def fading(start):
    return keras.optimizers.schedules.PolynomialDecay(start, 10, 0.0)


def make_model(d_optimizer=None, smooth=False, **kwargs):
    """A small game; a smooth one has no kinks for differences to meet."""
    keras.utils.set_random_seed(1)
    sizes = {"num_layers": 2, "units": 8}
    players = (
        smooth_networks()
        if smooth
        else (
            networks.mlp_generator(**sizes),
            networks.mlp_discriminator(**sizes),
        )
    )
    model = models.GAN(*players, **kwargs)
    model.compile(
        keras.optimizers.SGD(0.1),
        d_optimizer or keras.optimizers.Adam(0.05, beta_1=0.5),
    )
    return model


def smooth_networks():
    latent, samples = keras.Input((2,)), keras.Input((2,))
    dense = keras.layers.Dense
    made = dense(2)(dense(8, activation="tanh")(latent))
    score = dense(1)(dense(8, activation="tanh")(samples))
    return keras.Model(latent, made), keras.Model(samples, {"score": score})


def draw(seed, n=16):
    return np.random.default_rng(seed).normal(size=(n, 2)).astype("float32")


def discriminator_loss(model, real, fake):
    return model.discriminator_loss(
        real, None, None, fake, model.criterion, model.penalty
    )


def generator_loss(model, real, latent):
    return model.generator_loss(real, None, latent, model.criterion)[0]


@pytest.mark.parametrize(
    "optimizer",
    [
        lambda: keras.optimizers.Adam(0.05, beta_1=0.5),
        lambda: keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(0.05, 10)
        ),
        lambda: keras.optimizers.SGD(0.5),
    ],
    ids=["adam", "adam-scheduled", "sgd"],
)
@pytest.mark.parametrize(
    "kwargs",
    [{}, {"clip": 0.3}, {"penalty": losses.R1Penalty(fading(1.0))}],
    ids=["plain", "clip", "schedule"],
)
def test_unrolled_weights_are_those_of_the_optimizers_steps(optimizer, kwargs):
    """With a penalty whose weight falls from step to step, too."""
    model = make_model(optimizer(), **kwargs, unrolled_steps=STEPS)
    real, fake = draw(0), draw(1)

    def descend():
        model.descend(
            "discriminator", lambda: discriminator_loss(model, real, fake)
        )

    descend()
    anticipated = models.gan.unrolling.unrolled_weights(
        model.discriminator,
        model.d_optimizer,
        lambda: discriminator_loss(model, real, fake)[0],
        STEPS,
    )
    for _ in range(STEPS):
        descend()
    for variable, tensor in anticipated:
        np.testing.assert_allclose(tensor, variable.value, atol=2e-6)


@pytest.mark.parametrize(
    "optimizer", [None, keras.optimizers.SGD(0.5)], ids=["adam", "sgd"]
)
def test_gradient_equals_finite_differences(optimizer):
    model = make_model(optimizer, smooth=True, unrolled_steps=2)
    model.discriminator_step(tf.constant(draw(0)), None, model.criterion)
    real, latent = tf.constant(draw(2)), tf.constant(draw(3))
    kernel = model.generator.trainable_variables[0]

    @tf.function
    def objective():
        return generator_loss(model, real, latent)

    @tf.function
    def slopes():
        with tf.GradientTape() as tape:
            loss = generator_loss(model, real, latent)
        return tape.gradient(loss, kernel.value)

    gradient = slopes().numpy()
    before, h = kernel.numpy(), 2e-3
    for index in np.ndindex(before.shape):
        ends = []
        for sign in (1, -1):
            moved = before.copy()
            moved[index] += sign * h
            kernel.assign(moved)
            ends.append(float(objective()))
        slope = (ends[0] - ends[1]) / (2 * h)
        assert gradient[index] == pytest.approx(slope, abs=1e-3), index
    kernel.assign(before)
    model.options = dataclasses.replace(model.options, unrolled_steps=0)
    with tf.GradientTape() as tape:
        loss = generator_loss(model, real, latent)
    plain = tape.gradient(loss, kernel.value)
    assert not np.allclose(plain, gradient, atol=1e-3)


def test_discriminator_is_left_bit_for_bit():
    model = make_model(unrolled_steps=STEPS, instance_noise=0.1, penalty="r1")
    before = [v.numpy() for v in model.discriminator.weights]
    state = [v.numpy() for v in model.d_optimizer.variables]
    model.generator_step(tf.constant(draw(0)), None, model.criterion)
    for old, new in zip(before, model.discriminator.weights, strict=True):
        np.testing.assert_array_equal(old, new)
    for old, new in zip(state, model.d_optimizer.variables, strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(
    "optimizer",
    [
        keras.optimizers.RMSprop(),
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.optimizers.Adam(clipnorm=1.0),
        keras.optimizers.Adam(weight_decay=0.1),
        keras.optimizers.Adam(amsgrad=True),
        keras.optimizers.Adam(gradient_accumulation_steps=2),
        keras.optimizers.Adam(use_ema=True, ema_overwrite_frequency=2),
        keras.optimizers.Adam(lambda: 0.1),
    ],
    ids=lambda optimizer: optimizer.name,
)
def test_other_optimizers_are_refused(optimizer):
    with pytest.raises(ValueError, match="plain Adam.*Received"):
        make_model(optimizer, unrolled_steps=1)


def test_a_negative_number_of_steps_is_refused():
    with pytest.raises(ValueError, match="`unrolled_steps`.*Received.*-1"):
        make_model(unrolled_steps=-1)
    with pytest.raises(
        ValueError, match="integer of at least 0.*unrolled_steps=1.5"
    ):
        make_model(unrolled_steps=1.5)


def test_heads_outside_of_the_loss_stay_as_they_are():
    sizes = {"num_layers": 2, "units": 4}
    model = models.GAN(
        networks.mlp_generator(**sizes),
        networks.mlp_discriminator(num_classes=3, **sizes),
        unrolled_steps=1,
    )
    model.compile("adam", keras.optimizers.SGD(0.1))
    logs = model.generator_step(tf.constant(draw(0)), None, model.criterion)
    assert np.isfinite(logs["g_loss"])
