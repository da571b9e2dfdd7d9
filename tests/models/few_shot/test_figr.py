"""FIGR: the contract, and its loops beside the same written with variables."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import losses, networks, testing
from keras_creative.models import FIGR, FirstOrderMAML

TASKS = np.random.default_rng(0).uniform(-1, 1, (32, 3, 2)).astype("float32")


def make_kwargs(**kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(**sizes),
        "discriminator": networks.mlp_discriminator(**sizes),
        "inner_steps": 2,
        "inner_rate": 0.1,
        **kwargs,
    }


SUBJECTS = {
    "FIGR": testing.Subject(FIGR, make_kwargs, data=lambda model: {"x": TASKS}),
    "FirstOrderMAML": testing.Subject(
        FirstOrderMAML,
        lambda: make_kwargs(inner_steps=1),
        data=lambda model: {"x": TASKS, "y": TASKS[::-1]},
    ),
}


@testing.parametrize_with_checks(SUBJECTS, slow=True)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


def adapted_by_variables(model, shots, drawn):
    """The inner loop with copies of the networks and Keras' optimizer."""
    generator, discriminator = (
        keras.models.clone_model(network)
        for network in (model.generator, model.discriminator)
    )
    generator.set_weights(model.generator.get_weights())
    discriminator.set_weights(model.discriminator.get_weights())
    for i in range(len(drawn.latents)):
        fake = generator(drawn.latents[i, 0])
        middle = drawn.shares[i] * shots + (1 - drawn.shares[i]) * fake
        with tf.GradientTape() as tape:
            with tf.GradientTape() as inner:
                inner.watch(middle)
                score = discriminator(middle)["score"]
            norm = tf.norm(inner.gradient(score, middle), axis=1)
            loss = tf.reduce_mean(discriminator(fake)["score"])
            loss -= tf.reduce_mean(discriminator(shots)["score"])
            loss += 10 * tf.reduce_mean((norm - 1) ** 2)
        descend(tape, loss, discriminator)
        with tf.GradientTape() as tape:
            made = discriminator(generator(drawn.latents[i, 1]))
            loss = -tf.reduce_mean(made["score"])
        descend(tape, loss, generator)
    return generator, discriminator


def descend(tape, loss, network):
    optimizer = keras.optimizers.SGD(0.1)
    variables = network.trainable_variables
    gradients = tape.gradient(loss, variables)
    kept = [
        (tf.zeros(v.shape) if g is None else g, v)
        for g, v in zip(gradients, variables, strict=True)
    ]
    optimizer.apply_gradients(kept)


def test_inner_loop_is_gradient_descent():
    model = SUBJECTS["FIGR"].make()
    noise = keras.random
    drawn = model.inner.draw(lambda: noise, 1, 3, 4)
    drawn = type(drawn)(*(numbers[0] for numbers in drawn))
    weights, logs = model.inner.adapt(model.inner.start(), TASKS[0], drawn)
    expected = adapted_by_variables(model, TASKS[0], drawn)
    for found, network in zip(weights, expected, strict=True):
        for a, b in zip(found, network.trainable_variables, strict=True):
            np.testing.assert_allclose(a, b, atol=2e-5)
    moved = [
        np.sum((a - b.numpy()) ** 2)
        for found, network in zip(
            weights, (model.generator, model.discriminator), strict=True
        )
        for a, b in zip(found, network.trainable_variables, strict=True)
    ]
    assert float(logs["distance"]) == pytest.approx(np.sqrt(sum(moved)))


def test_outer_step_moves_to_the_mean_of_adapted_weights():
    """With gradient descent of rate 1."""
    model = FIGR(**make_kwargs())
    sgd = keras.optimizers.SGD
    model.compile(g_optimizer=sgd(1.0), d_optimizer=sgd(1.0))
    start = model.inner.start()
    adapted, _ = model.inner_loops(start, TASKS[:4])
    model.draws.assign(0)
    model.fit(TASKS[:4], batch_size=4, shuffle=False, verbose=0)
    for found, expected in zip(model.inner.start(), adapted, strict=True):
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, np.mean(b, axis=0), atol=1e-6)


def test_adaptation_leaves_the_model_as_it_is():
    model = SUBJECTS["FIGR"].make()
    before = [variable.numpy() for variable in model.variables]
    generator = model.adapt(TASKS[0], steps=3, seed=1)
    samples = model.sample_like(TASKS[0], 5, steps=3, seed=1)
    for old, new in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, new)
    latent = model.latents(5, 1)
    np.testing.assert_allclose(generator(latent), samples, atol=1e-6)
    assert np.abs(model.sample(5, seed=1) - samples).max() > 1e-3
    again = model.sample_like(TASKS[0], 5, steps=3, seed=1)
    np.testing.assert_array_equal(samples, again)


def test_another_criterion():
    """With the non-saturating criterion, as the project of 2019 had it."""
    model = FIGR(
        **make_kwargs(
            criterion=losses.NonSaturating(), penalty=losses.R1Penalty(0.0)
        )
    )
    model.compile()
    history = model.fit(TASKS, batch_size=8, verbose=0).history
    assert np.isfinite(history["d_loss"]).all()
    assert 0 < history["d_loss"][0] < 3


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: FIGR(**make_kwargs(inner_steps=0)), "`inner_steps`.*=0"),
        (lambda: FIGR(**make_kwargs(inner_rate=0.0)), "`inner_rate`.*=0.0"),
        (
            lambda: FIGR(**make_kwargs()).adapt(TASKS[0], steps=0),
            "`steps` must be an integer of at least 1",
        ),
        (
            lambda: FIGR(**make_kwargs()).sample_like(TASKS, 4),
            r"`shots` must have.*Received: shots.shape=\(32, 3, 2\)",
        ),
    ],
)
def test_wrong_numbers_and_shots(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_first_order_maml_descends_at_the_adapted_weights():
    """SGD of rate r moves by r times the mean last inner step of the tasks."""
    kwargs = make_kwargs(
        criterion=losses.NonSaturating(), penalty=losses.GradientPenalty(0.0)
    )
    model = FirstOrderMAML(**kwargs)
    model.compile(
        g_optimizer=keras.optimizers.SGD(0.5),
        d_optimizer=keras.optimizers.SGD(0.5),
    )
    shots, queries = TASKS[:2], TASKS[2:4]
    start = tf.nest.map_structure(tf.identity, model.inner.start())
    count = []
    adapt = model.inner.adapt
    ends = []

    def recorded(weights, samples, drawn):
        count.append(drawn.latents.shape[0])
        found = adapt(weights, samples, drawn)
        ends.append((weights, found[0]))
        return found

    model.inner.adapt = recorded
    model.run_eagerly = True
    model.fit(shots, queries, batch_size=2, verbose=0)
    assert count == [2, 2, 1, 1]
    for network, field in (
        (model.generator, "generator"),
        (model.discriminator, "discriminator"),
    ):
        pairs = [
            (getattr(old, field), getattr(new, field)) for old, new in ends[2:]
        ]
        for i, variable in enumerate(network.trainable_variables):
            moved = np.mean([old[i] - new[i] for old, new in pairs], axis=0)
            expected = getattr(start, field)[i] - 0.5 * moved
            np.testing.assert_allclose(variable, expected, atol=1e-6)
