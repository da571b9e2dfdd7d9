import keras
import numpy as np
import pytest
import tensorflow as tf
from step_losses import step_losses

from keras_creative import losses, models, networks


def test_mode_seeking_by_hand():
    """Samples twice as far apart as their latent vectors: 1 / 2."""
    z = np.array([[0.0, 0], [1, 2], [3, -1]], "float32")
    assert float(losses.mode_seeking(2 * z, z)) == pytest.approx(0.5, abs=1e-4)
    assert float(losses.mode_seeking(0 * z, z)) == pytest.approx(1e5, rel=1e-3)
    near = losses.mode_seeking(0.02 * z, 0.01 * z)
    assert float(near) == pytest.approx(0.5, abs=1e-4)


def test_mode_seeking_pairs_each_sample_with_the_next():
    """Mean distances of 4/3, 1/3 and 5/3, and of 3/2, 5/2 and 4/2 between z."""
    samples = np.array([[0.0, 0, 7], [1, 3, 7], [1, 4, 7]])
    z = np.array([[0.0, 0], [1, 2], [3, -1]])
    term = losses.mode_seeking(samples, z)
    expected = ((3 + 5 + 4) / 2) / ((4 + 1 + 5) / 3)
    assert float(term) == pytest.approx(expected, rel=1e-4)


def test_mode_seeking_compares_samples_of_one_label():
    """Within a label samples are as far apart as z; labels differ by 100."""
    z = np.random.default_rng(0).normal(size=(6, 2)).astype("float32")
    labels = np.array([0, 1, 0, 1, 0, 1])
    samples = z + 100 * labels[:, None]
    term = losses.mode_seeking(samples, z, labels)
    assert float(term) == pytest.approx(1, abs=1e-3)
    assert float(losses.mode_seeking(samples, z)) < 0.1


def test_mode_seeking_of_two_samples_of_each_label():
    """Distances 2 with z 1 apart (label 0) and 4 with 2 (label 1): 1 / 2."""
    samples = np.array([[0.0], [50.0], [2.0], [54.0]])
    z = np.array([[0.0], [0.0], [1.0], [2.0]])
    term = losses.mode_seeking(samples, z, np.array([0, 1, 0, 1]))
    assert float(term) == pytest.approx(1 / 2, abs=1e-4)


def test_mode_seeking_without_a_pair_is_zero():
    z = np.ones((3, 2), "float32") * np.arange(3)[:, None]
    assert float(losses.mode_seeking(z, z, np.array([0, 1, 2]))) == 0


def test_batch_distance_by_hand():
    """Pairs of real samples are 2 apart, of generated ones 1: 1 / 2."""
    real = np.array([[0.0, 0], [2, 0]], "float32")
    lacking = losses.batch_distance(real / 2 + 5, real)
    assert float(lacking) == pytest.approx(0.5, abs=1e-4)
    assert float(losses.batch_distance(3 * real, real)) == 0
    np.testing.assert_allclose(
        float(losses.batch_distance(0 * real, real)), 1, atol=1e-4
    )


def test_batch_distance_is_the_mean_over_pairs():
    """Two samples 1 apart, three real ones 2, 2 and 4 apart: 1 - 1/(8/3)."""
    samples = np.array([[0.0, 0], [0, 1]], "float32")
    real = np.array([[0.0, 0], [2, 0], [4, 0]], "float32")
    lacking = losses.batch_distance(samples, real)
    assert float(lacking) == pytest.approx(1 - 3 / 8, abs=1e-4)


def test_batch_distance_far_from_the_origin():
    """At 1e4, where float32 resolves 1e-3: half as far apart."""
    real = np.array([[0.0, 0], [2, 0]]) + 1e4
    lacking = losses.batch_distance((real + 1e4) / 2, real)
    assert float(lacking) == pytest.approx(0.5, abs=1e-2)
    real = np.random.default_rng(0).normal(size=(16, 2))
    far = np.array([1e4, -1e4])
    lacking = losses.batch_distance(real / 2 + far, real + far)
    assert float(lacking) == pytest.approx(0.5, abs=1e-2)


def test_copies_have_a_minimum_distance():
    """1e-5, with real samples 2e-3 apart: 1 - 1 / 201."""
    real = np.array([[0.0, 0], [2e-3, 0]], "float32")
    lacking = losses.batch_distance(0 * real, real)
    assert float(lacking) == pytest.approx(200 / 201, abs=1e-5)


@pytest.mark.parametrize("name", sorted(losses.DIVERSITY_LOSSES))
def test_descent_drives_samples_apart(name):
    """Similar samples are farther apart after 20 steps on the term alone."""
    rng = np.random.default_rng(0)
    latent = rng.normal(size=(16, 2)).astype("float32")
    real = rng.normal(size=(16, 2)).astype("float32")
    samples = tf.Variable([1.0, 1.0] + 0.05 * real)
    start = samples.numpy().std()
    term = losses.get_diversity_loss(name)
    for _ in range(20):
        with tf.GradientTape() as tape:
            loss = term(samples, latent, real, samples, None)
        gradient = tape.gradient(loss, samples)
        assert np.all(np.isfinite(gradient))
        samples.assign_sub(0.1 * gradient / tf.norm(gradient))
    assert samples.numpy().std() > 1.5 * start


def test_unknown_name_raises():
    with pytest.raises(ValueError, match="`diversity`.*Received.*'dpp'"):
        losses.get_diversity_loss("dpp")


def make_gan(generator=None, discriminator=None, **kwargs):
    return models.GAN(
        generator or networks.mlp_generator(units=8),
        discriminator or networks.mlp_discriminator(units=8),
        diversity="mode-seeking",
        **kwargs,
    )


class Seen(losses.DiversityLoss):
    """Records its arguments."""

    def __call__(self, *arguments):
        self.arguments = arguments
        return 2.5


def test_a_gan_passes_the_arguments_by_their_names():
    keras.utils.set_random_seed(0)
    term = Seen()
    model = models.ACGAN(
        networks.mlp_generator(units=8, attributes_length=3),
        networks.mlp_discriminator(units=8, num_classes=3),
        diversity=term,
        lambda_diversity=2.0,
    )
    latent, real = np.random.default_rng(0).normal(size=(2, 4, 2))
    labels = np.array([0, 1, 2, 0])
    model.compile()
    loss, logs = step_losses(model, real, labels, latent)["generator"]
    fake = model.generate(latent, labels)
    outputs = model.discriminator(fake)
    for got, expected in zip(
        term.arguments,
        (fake, latent, real, outputs["features"], labels),
        strict=True,
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-5)
    adversarial = model.criterion.generator_loss(outputs["score"])
    expected = adversarial + logs["classification_fake"] + 2.0 * 2.5
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


def test_generator_without_noise_raises():
    generator = networks.mlp_generator(units=8)
    generator.layers[1].kernel.assign(np.zeros((2, 8)))
    with pytest.raises(ValueError, match="`generator` must map different"):
        make_gan(generator)


def test_discriminator_without_features_raises():
    samples = keras.Input((2,))
    score = keras.layers.Dense(1)(samples)
    bare = keras.Model(samples, {"score": score})
    make_gan(discriminator=bare)
    with pytest.raises(ValueError, match=r"`features`.*Received.*\['score'\]"):
        models.GAN(
            networks.mlp_generator(units=8), bare, diversity="pulling-away"
        )


def test_bad_weight_raises():
    with pytest.raises(ValueError, match="Received: lambda_diversity=-1"):
        make_gan(lambda_diversity=-1)
