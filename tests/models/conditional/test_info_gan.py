import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats
from step_losses import step_losses

from keras_creative import models, networks

CODES = models.Codes((3,), continuous=1)


def make_model(**kwargs):
    keras.utils.set_random_seed(0)
    sizes = {"num_layers": 2, "units": 8}
    model = models.InfoGAN(
        networks.mlp_generator(2 + CODES.size, **sizes),
        networks.mlp_discriminator(code_size=CODES.size, **sizes),
        CODES,
        **kwargs,
    )
    model.compile()
    return model


def test_latent_vectors_end_with_codes():
    latent = make_model().draw_latent(50).numpy()
    assert latent.shape == (50, 6)
    np.testing.assert_array_equal(latent[:, 2:5].sum(1), np.ones(50))
    assert np.abs(latent[:, 5]).max() <= 1 < np.abs(latent[:, :2]).max()


def test_codes_are_independent_of_the_noise():
    """n=1 from each of 400 seeds: rank correlations below 4 / sqrt(400).

    NumPy makes a normal number's size of the bits of which it makes a uniform
    one, but for the first three: 0.8 where both begin at the same state.
    """
    model = make_model()
    latents = np.concatenate([model.latents(1, seed) for seed in range(400)])
    bits = 8 * (latents[:, 5] + 1) / 2 % 1
    for noise in latents[:, :2].T:
        assert abs(stats.spearmanr(abs(noise), bits).statistic) < 0.2


def test_both_players_gain_by_information():
    model = make_model(lambda_categorical=0.7, lambda_continuous=0.3)
    latent = model.draw_latent(6)
    fake = model.generate(latent)
    real = np.zeros((6, 2), "float32")
    found = step_losses(model, real, latent=latent)
    (d_loss, d_logs), (g_loss, g_logs) = found.values()
    adversarial = d_logs["d_loss_real"] + d_logs["d_loss_fake"]
    for loss, without, logs in (
        (d_loss, adversarial, d_logs),
        (g_loss, _generator_part(model, fake), g_logs),
    ):
        gain = (
            0.7 * logs["information_categorical"]
            + 0.3 * logs["information_continuous"]
        )
        np.testing.assert_allclose(loss, without - gain, rtol=1e-5)


def _generator_part(model, fake):
    return model.criterion.generator_loss(model.discriminator(fake)["score"])


def test_schedules_follow_the_generators_steps():
    """Three steps of the critic for one of the generator."""
    schedule = keras.optimizers.schedules.PiecewiseConstantDecay(
        [1], [0.0, 1.0]
    )
    model = make_model(lambda_categorical=schedule, n_critic=3)
    model.train_step(tf.ones((6, 2)))
    assert int(model.d_optimizer.iterations) == 3
    for weight in (0, 1):
        loss, logs = step_losses(model, tf.ones((6, 2)))["discriminator"]
        expected = logs["d_loss_real"] + logs["d_loss_fake"]
        expected -= weight * logs["information_categorical"]
        expected -= logs["information_continuous"]
        np.testing.assert_allclose(loss, expected, rtol=1e-5)
        model.train_step(tf.ones((6, 2)))


def test_estimates_of_codes():
    model = make_model()
    samples = np.random.default_rng(0).normal(size=(7, 2)).astype("float32")
    np.testing.assert_allclose(
        model.estimate_codes(samples, batch_size=3),
        model.discriminator(samples)["codes"],
        rtol=1e-5,
    )


def test_samples_under_given_codes():
    model = make_model()
    samples = model.sample(5, seed=1, categorical=2, continuous=0.5)
    latents = model.latents(5, seed=1, categorical=2, continuous=0.5)
    np.testing.assert_array_equal(latents[:, 2:], [[0, 0, 1, 0.5]] * 5)
    np.testing.assert_allclose(samples, model(latents), atol=1e-6)
    other = model.sample(5, seed=1, categorical=1, continuous=0.5)
    assert not np.allclose(samples, other)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"discriminator": {"code_size": 3}}, "Received: code_size=3"),
        ({"discriminator": {}}, "Received: code_size=None"),
        ({"generator": {"latent_dim": 4}}, "latent_shape=\\(4,\\)"),
        ({"lambda_circular": -1}, "Received: lambda_circular=-1"),
    ],
)
def test_networks_without_the_codes(kwargs, message):
    kwargs = dict(kwargs)
    generator = networks.mlp_generator(
        **kwargs.pop("generator", {"latent_dim": 6})
    )
    discriminator = networks.mlp_discriminator(
        **kwargs.pop("discriminator", {"code_size": 4})
    )
    with pytest.raises(ValueError, match=message):
        models.InfoGAN(generator, discriminator, CODES, **kwargs)
