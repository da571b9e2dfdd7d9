import keras
import numpy as np
import pytest
from keras import ops
from step_losses import step_losses

from keras_creative import losses, models, networks

DIRECTIONS = [[0.0, 1.0], [1.0, 0.0], [0.0, -1.0]]
SIZES = {"num_layers": 2, "units": 8}


def make_cgan(length=2, attributes=DIRECTIONS, projection=False, **kwargs):
    keras.utils.set_random_seed(0)
    model = models.CGAN(
        networks.mlp_generator(attributes_length=length, **SIZES),
        networks.mlp_discriminator(
            attributes_length=length, projection=projection, **SIZES
        ),
        attributes,
        **kwargs,
    )
    model.compile()
    return model


def make_acgan(**kwargs):
    keras.utils.set_random_seed(0)
    model = models.ACGAN(
        networks.mlp_generator(attributes_length=3, **SIZES),
        networks.mlp_discriminator(num_classes=3, **SIZES),
        **kwargs,
    )
    model.compile()
    return model


class TestAttributes:
    def test_labels_are_looked_up(self):
        found = make_cgan().attributes_of(np.array([2, 0]))
        np.testing.assert_array_equal(found, [DIRECTIONS[2], DIRECTIONS[0]])

    def test_attributes_stay(self):
        given = np.float32([[0.3, 0.4]])
        np.testing.assert_array_equal(make_cgan().attributes_of(given), given)

    def test_one_hot_by_default(self):
        model = make_cgan(length=3, attributes=None)
        np.testing.assert_array_equal(model.attributes, np.eye(3))
        assert model.num_classes == 3

    def test_classes_that_are_names_are_known_from_their_codes(self):
        labels = np.array([2, 0])
        named = make_cgan(length=3, attributes=None)
        codes = np.eye(3, dtype="float32")[labels]
        np.testing.assert_array_equal(named.requested_labels(codes), labels)
        np.testing.assert_array_equal(named.requested_labels(labels), labels)
        assert make_cgan().requested_labels(np.float32(DIRECTIONS)) is None

    def test_both_players_are_conditioned(self):
        """The same sample under another label is another matter."""
        model = make_cgan()
        latent, samples = np.ones((1, 2)), np.ones((1, 2), "float32")
        one, other = np.array([0]), np.array([2])
        assert not np.allclose(
            model.generate(latent, one), model.generate(latent, other)
        )
        assert not np.allclose(
            model.discriminate(samples, one)["score"],
            model.discriminate(samples, other)["score"],
        )

    def test_vicinity_is_a_gaussian_around_each(self):
        """n=4000, seed 0: mean and deviation within 5 standard errors."""
        model = make_cgan(vicinity=0.2)
        labels = np.zeros(4000, "int32")
        offsets = model.nearby(labels).numpy() - DIRECTIONS[0]
        np.testing.assert_allclose(offsets.mean(0), 0, atol=5 * 0.2 / 63)
        np.testing.assert_allclose(offsets.std(0), 0.2, atol=5 * 0.2 / 89)
        assert not np.allclose(offsets, model.nearby(labels) - DIRECTIONS[0])

    def test_per_sample_attributes_train(self):
        angles = np.random.default_rng(0).uniform(0, 6, 16)
        y = np.stack([np.sin(angles), np.cos(angles)], 1).astype("float32")
        history = make_cgan().fit(y, y, batch_size=8, verbose=0).history
        assert np.isfinite(history["d_loss"]).all()


class TestSamples:
    def test_of_one_label_of_each_and_between(self):
        model = make_cgan()
        each = model.sample(6, seed=1)
        np.testing.assert_allclose(
            each[[1, 4]], model.sample(6, seed=1, labels=1)[[1, 4]], atol=1e-6
        )
        between = model.sample(6, seed=1, labels=[0.7, 0.7])
        assert between.shape == (6, 2)
        np.testing.assert_allclose(
            model.sample(6, seed=1, labels=np.arange(6) % 3), each, atol=1e-6
        )

    @pytest.mark.parametrize(
        "labels, message",
        [
            (3, "labels from 3 to 3"),
            ([0, -1], "labels from -1 to 0"),
            ([0.1, 0.2, 0.3], "labels of shape \\(3,\\)"),
            (np.zeros((5, 2)), "labels of shape \\(5, 2\\)"),
        ],
    )
    def test_bad_labels(self, labels, message):
        with pytest.raises(ValueError, match=message):
            make_cgan().sample(6, labels=labels)


class TestProjection:
    def test_score_is_a_product_with_the_features(self):
        """Linear in the attributes, as equation 3 of the paper has it."""
        model = make_cgan(projection=True)
        samples = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
        zero, a, b = np.zeros((4, 2)), np.ones((4, 2)), np.eye(2)[[0, 1, 0, 1]]
        score = lambda y: model.discriminate(samples, y)["score"]  # noqa: E731
        np.testing.assert_allclose(
            score(a + 2 * b) - score(zero),
            score(a) - score(zero) + 2 * (score(b) - score(zero)),
            atol=1e-5,
        )


class TestACGAN:
    def test_losses_are_the_papers_sums(self):
        model = make_acgan(lambda_d=0.6, lambda_g=0.3)
        labels = np.array([0, 1, 2, 0])
        latent = model.draw_latent(4)
        fake = model.generate(latent, labels)
        real = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
        found = [
            ops.mean(
                losses.classification_loss(
                    labels, model.discriminator(x)["class_logits"]
                )
            )
            for x in (real, fake)
        ]
        model.compile()
        found_losses = step_losses(model, real, labels, latent)
        loss, logs = found_losses["discriminator"]
        expected = logs["d_loss_real"] + logs["d_loss_fake"] + 0.3 * sum(found)
        np.testing.assert_allclose(loss, expected, rtol=1e-5)
        loss, _ = found_losses["generator"]
        score = model.discriminator(fake)["score"]
        expected = model.criterion.generator_loss(score) + 0.3 * found[1]
        np.testing.assert_allclose(loss, expected, rtol=1e-5)

    def test_needs_a_class_head(self):
        with pytest.raises(ValueError, match="Received: outputs .*'score'"):
            models.ACGAN(
                networks.mlp_generator(attributes_length=3),
                networks.mlp_discriminator(),
            )


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: make_cgan(attributes=[[1.0], [2.0]]), "shape=\\(2, 1\\)"),
        (lambda: make_cgan(attributes=[[np.nan, 0]]), "must be finite"),
        (lambda: make_cgan(vicinity=-1), "Received: vicinity=-1"),
        (lambda: make_acgan(attributes=np.eye(3)[:2]), "shape=\\(2, 3\\)"),
        (lambda: make_acgan(lambda_g=-1), "Received: lambda_g=-1"),
        (
            lambda: models.CGAN(
                networks.mlp_generator(), networks.mlp_discriminator()
            ),
            "`generator` must take attributes",
        ),
        (
            lambda: models.CGAN(
                networks.mlp_generator(attributes_length=2),
                networks.mlp_discriminator(attributes_length=3),
            ),
            "Received: 2 by the generator, 3 by the discriminator",
        ),
        (
            lambda: make_cgan().fit(np.zeros((4, 2)), np.zeros((4, 3))),
            "y.shape=\\(4, 3\\)",
        ),
        (lambda: make_cgan().fit(np.zeros((4, 2))), "Received: y=None"),
    ],
)
def test_bad_arguments(make, message):
    with pytest.raises(ValueError, match=message):
        make()
