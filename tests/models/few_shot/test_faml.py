"""FAML: the contract, and the terms that it adds to FIGR's inner loop."""

import keras
import numpy as np
import pytest

from keras_creative import losses, networks, testing
from keras_creative.models import FAML

TASKS = np.random.default_rng(0).uniform(-1, 1, (32, 3, 2)).astype("float32")
# Length of a code, and of it with noise.
CODE, JOINED = 3, 5


def make_encoder(length=CODE):
    shot = keras.Input((2,))
    return keras.Model(shot, keras.layers.Dense(length)(shot))


def make_kwargs(**kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "encoder": make_encoder(),
        "generator": networks.mlp_generator(latent_dim=JOINED, **sizes),
        "discriminator": networks.mlp_discriminator(**sizes),
        "inner_steps": 2,
        "inner_rate": 0.1,
        **kwargs,
    }


SUBJECTS = {
    "FAML": testing.Subject(
        FAML,
        lambda: make_kwargs(inner_steps=1),
        data=lambda model: {"x": TASKS},
    )
}


@testing.parametrize_with_checks(SUBJECTS, slow=True)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


def generator_loss(**weights):
    """Loss of three shots, two samples of each, and what it is made of."""
    keras.utils.set_random_seed(0)
    model = FAML(**make_kwargs(**weights))
    inner, start = model.inner, model.inner.start()
    shots = np.repeat(TASKS[0], 2, axis=0)
    latent = model.latents(6, 1)
    fake = inner.generate(start, shots, latent)
    loss = inner.generator_loss(start, shots, fake, latent)
    score = model.discriminator(fake)["score"]
    return float(loss), shots, fake.numpy(), latent, -np.mean(score)


def test_terms_of_the_generator():
    weights = {"reconstruction_weight": 2.0, "diversity_weight": 3.0}
    loss, shots, fake, latent, game = generator_loss(**weights)
    apart = np.abs(fake[::2] - fake[1::2]).mean()
    moved = np.abs(latent[::2] - latent[1::2]).mean()
    expected = game + 2 * np.abs(fake - shots).mean()
    expected += 3 / (apart / moved + 1e-5)
    assert loss == pytest.approx(expected, rel=1e-5)


def test_without_its_terms_the_loss_is_that_of_figr():
    weights = {"reconstruction_weight": 0.0, "diversity_weight": 0.0}
    loss, *_, game = generator_loss(**weights)
    assert loss == pytest.approx(game, rel=1e-6)


def test_samples_follow_their_shots():
    """A generator that reconstructs, adapted for long, tells shots apart."""
    keras.utils.set_random_seed(0)
    model = FAML(**make_kwargs(reconstruction_weight=30.0, inner_rate=0.02))
    shots = np.array([[-0.8, -0.8], [0.8, -0.8], [0.0, 0.8]], "float32")
    made = model.sample_like(shots, 30, steps=300, seed=0)
    distances = np.linalg.norm(made[:, None] - shots, axis=-1)
    nearest = np.argmin(distances, axis=1)
    assert np.mean(nearest == np.arange(30) % 3) > 0.9


@pytest.mark.slow
def test_adapted_generator_is_told_shots():
    model = SUBJECTS["FAML"].make()
    generator = model.adapt(TASKS[0], steps=3, seed=1)
    samples = model.sample_like(TASKS[0], 3, steps=3, seed=1)
    made = generator([TASKS[0], model.latents(3, 1)])
    np.testing.assert_allclose(made, samples, atol=1e-6)
    others = [model.sample_like(TASKS[0], 3, steps=1) for _ in range(2)]
    assert np.abs(others[0] - others[1]).max() > 1e-4


def test_published_criterion():
    model = FAML(
        **make_kwargs(
            criterion=losses.RelativisticAverage(),
            penalty=losses.GradientPenalty(0.0),
        )
    )
    model.compile()
    history = model.fit(TASKS, batch_size=8, verbose=0).history
    assert 0 < history["d_loss"][0] < 3


@pytest.mark.parametrize(
    "change, message",
    [
        ({"encoder": make_encoder(JOINED)}, r"to \(5,\), and a generator from"),
        ({"reconstruction_weight": -1.0}, "`reconstruction_weight`.*-1.0"),
        ({"diversity_weight": -1.0}, "`diversity_weight`.*-1.0"),
    ],
)
def test_wrong_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        FAML(**make_kwargs(**change))
