"""Regularizers and `add_loss()` are part of what is minimized and logged."""

import keras
import numpy as np
import pytest
from step_losses import step_losses

from keras_creative import models, networks

X = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")


def network(outputs, **rules):
    inputs = keras.Input((2,))
    values = keras.layers.Dense(outputs, name="dense", **rules)(inputs)
    return inputs, values


def make_gan(generator_rules, discriminator_rules, **kwargs):
    keras.utils.set_random_seed(0)
    noise, samples = network(2, **generator_rules)
    real, score = network(1, **discriminator_rules)
    model = models.GAN(
        keras.Model(noise, samples),
        keras.Model(real, {"score": score}),
        **kwargs,
    )
    model.compile(
        keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1), run_eagerly=True
    )
    return model


L2 = {"kernel_regularizer": keras.regularizers.L2(0.5)}
ACTIVITY = {"activity_regularizer": keras.regularizers.L2(0.5)}


def squares(values):
    return 0.5 * float(np.sum(np.square(values)))


@pytest.mark.parametrize("player", ["discriminator", "generator"])
def test_weights_descend_on_their_penalty_by_hand(player):
    """The gradient of `0.5 |w|^2` is `w`: SGD takes a tenth of it off."""
    rules = [L2, {}] if player == "generator" else [{}, L2]
    with_penalty, without = make_gan(*rules), make_gan({}, {})
    weights = getattr(without, player).get_weights()
    held_back, plain = (
        m.evaluate(X, verbose=0, return_dict=True)
        for m in (with_penalty, without)
    )
    log = f"{player[0]}_loss"
    expected = pytest.approx(squares(weights[0]), rel=1e-5)
    assert held_back[log] - plain[log] == expected
    history, plain = (
        m.fit(X, verbose=0).history for m in (with_penalty, without)
    )
    assert history[log][0] - plain[log][0] == expected
    np.testing.assert_allclose(
        getattr(with_penalty, player).get_weights()[0],
        getattr(without, player).get_weights()[0] - 0.1 * weights[0],
        rtol=1e-5,
    )


def test_outputs_are_penalized_on_real_and_on_generated_samples():
    model = make_gan({}, ACTIVITY, penalty="r1")
    plain = make_gan({}, {}, penalty="r1")
    fake = X[::-1] + 1
    loss, expected = (
        step_losses(m, X, fake=fake)["discriminator"][0] for m in (model, plain)
    )
    scores = model.discriminator(np.concatenate([X, fake]))["score"]
    np.testing.assert_allclose(loss - expected, squares(scores) / 4, rtol=1e-4)


def test_generated_samples_are_penalized_in_the_generators_loss_alone():
    model, plain = make_gan(ACTIVITY, ACTIVITY), make_gan({}, {})
    latent = X + 1
    loss, expected = (
        step_losses(m, X, latent=latent)["generator"][0] for m in (model, plain)
    )
    samples = model.generator(latent)
    np.testing.assert_allclose(loss - expected, squares(samples) / 4, rtol=1e-4)


def test_autoencoders_add_them_to_the_loss_alone():
    encoder = networks.mlp_vae_encoder((2,), 1, 4)
    code, sample = keras.Input((1,)), keras.layers.Dense(2, **L2, **ACTIVITY)
    model = models.VAE(
        encoder, keras.Model(code, sample(code)), likelihood="gaussian"
    )
    model.compile(run_eagerly=True)
    logs = model.evaluate(X, verbose=0, return_dict=True)
    rest = logs["loss"] - logs["reconstruction"] - logs["kl"]
    assert rest > squares(sample.kernel.numpy())
    assert logs["elbo"] == pytest.approx(-logs["reconstruction"] - logs["kl"])


def test_nothing_is_added_where_there_is_nothing():
    inputs = keras.Input((2,))
    plain = keras.Model(inputs, keras.layers.Dense(1)(inputs))
    assert models.core.layer_losses.pass_losses(plain) == []
    assert models.core.layer_losses.weight_losses(plain) == []


def test_regularized_layers_are_not_stacked():
    with pytest.raises(ValueError, match="no regularizers"):
        models.stack([make_gan({}, L2), make_gan({}, L2)])
