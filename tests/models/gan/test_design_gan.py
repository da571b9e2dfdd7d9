import keras
import numpy as np
import pytest
from keras import ops
from step_losses import step_losses

from keras_creative import datasets, losses, models, networks


def init_kwargs(num_classes=3, **kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(**sizes),
        "discriminator": networks.mlp_discriminator(
            num_classes=num_classes, **sizes
        ),
        **kwargs,
    }


def make_model(**kwargs):
    keras.utils.set_random_seed(0)
    model = models.DesignGAN(**init_kwargs(**kwargs))
    model.compile()
    return model


def batch(n=6, num_classes=3):
    rng = np.random.default_rng(0)
    real = rng.normal(size=(n, 2)).astype("float32")
    fake = rng.normal(size=(n, 2)).astype("float32")
    return real, rng.integers(0, num_classes, n), fake


def discriminator_loss(model, real, labels, fake):
    return step_losses(model, real, labels, fake=fake)["discriminator"]


def test_discriminator_loss_is_the_papers_sum():
    model = make_model(lambda_d=0.7)
    real, labels, fake = batch()
    loss, logs = discriminator_loss(model, real, labels, fake)
    on_real = model.discriminator(real)
    on_fake = model.discriminator(fake)
    adversarial = np.mean(
        losses.minimax_discriminator_loss(on_real["score"], on_fake["score"])
    )
    classification = np.mean(
        losses.classification_loss(labels, on_real["class_logits"], 0.2)
    )
    np.testing.assert_allclose(
        loss, adversarial + 0.7 * classification, rtol=1e-5
    )
    np.testing.assert_allclose(
        logs["classification"], classification, rtol=1e-5
    )


def test_generated_samples_are_not_classified():
    """DesIGN classifies real data only: fakes move the score alone."""
    model = make_model()
    real, labels, fake = batch()
    _, logs = discriminator_loss(model, real, labels, fake)
    _, moved = discriminator_loss(model, real, labels, fake + 1)
    assert float(logs["classification"]) == float(moved["classification"])
    assert float(logs["d_loss_fake"]) != float(moved["d_loss_fake"])


def test_generator_loss_is_the_papers_sum():
    model = make_model(lambda_g=0.3, creativity="can")
    latent = np.random.default_rng(1).normal(size=(6, 2)).astype("float32")
    real, labels, _ = batch()
    loss, _ = step_losses(model, real, labels, latent)["generator"]
    on_fake = model.discriminator(model.generator(latent))
    expected = np.mean(
        losses.non_saturating_generator_loss(on_fake["score"])
    ) + 0.3 * np.mean(losses.can_creativity(on_fake["class_logits"]))
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


@pytest.mark.slow
def test_penalty_is_added_and_ends_with_its_schedule():
    schedule = keras.optimizers.schedules.PolynomialDecay(1.0, 2, 0.0)
    model = make_model(penalty=losses.R1Penalty(schedule))
    real, labels, fake = batch()
    loss, logs = discriminator_loss(model, real, labels, fake)
    parts = ("d_loss_real", "d_loss_fake", "penalty")
    expected = sum(float(logs[p]) for p in parts) + 0.5 * float(
        logs["classification"]
    )
    assert float(logs["penalty"]) > 0
    np.testing.assert_allclose(loss, expected, rtol=1e-5)
    model.fit(real, labels, batch_size=2, epochs=1, verbose=0)
    _, logs = discriminator_loss(model, real, labels, fake)
    assert float(logs["penalty"]) == 0


@pytest.mark.parametrize(
    "creativity",
    [
        keras.losses.KLDivergence(),
        keras.losses.CategoricalCrossentropy(from_logits=True),
        keras.losses.MeanAbsoluteError(),
    ],
    ids=lambda loss: loss.name,
)
def test_creativity_is_any_keras_loss(creativity):
    model = make_model(creativity=creativity)
    real, labels, _ = batch()
    history = model.fit(real, labels, batch_size=3, verbose=0).history
    assert 0 < history["creativity"][0] < 3
    restored = models.DesignGAN.from_config(model.get_config())
    assert type(restored.creativity) is type(creativity)


def test_smoothing_is_kept_and_earlier_models_have_none():
    model = make_model(label_smoothing=0.1)
    restored = models.DesignGAN.from_config(model.get_config())
    assert restored.classification.label_smoothing == 0.1
    config = model.get_config()
    del config["label_smoothing"]
    earlier = models.DesignGAN.from_config(config)
    assert earlier.classification.label_smoothing == 0


@pytest.mark.slow
def test_creativity_makes_the_posterior_flatter():
    """8Gaussians, seed 0, 300 steps: with lambda_g the entropy is higher."""

    def entropy(lambda_g):
        keras.utils.set_random_seed(0)
        model = models.DesignGAN(
            networks.mlp_generator(units=32),
            networks.mlp_discriminator(num_classes=8, units=32),
            lambda_g=lambda_g,
        )
        model.compile(
            keras.optimizers.Adam(3e-3, beta_1=0.5),
            keras.optimizers.Adam(9e-3, beta_1=0.5),
            steps_per_execution=100,
        )
        ring = datasets.load_toy("8Gaussians")
        model.fit(ring.batches(128).take(300), verbose=0)
        logits = model.discriminator(model.sample(1000, seed=0))
        log_p = ops.log_softmax(logits["class_logits"])
        return float(-ops.mean(ops.sum(ops.exp(log_p) * log_p, axis=-1)))

    assert entropy(5.0) > entropy(0.0) + 0.1


def test_unlabeled_model_ignores_labels():
    model = make_model(num_classes=None)
    real, labels, _ = batch()
    history = model.fit(real, labels, batch_size=3, verbose=0).history
    assert "classification" not in history and "creativity" not in history


@pytest.mark.slow
@pytest.mark.parametrize(
    "kwargs",
    [
        {"criterion": "wasserstein", "penalty": "gradient", "n_critic": 2},
        {"criterion": "hinge", "penalty": "dragan"},
        {"criterion": "least-squares", "instance_noise": 0.1},
        {"criterion": "relativistic", "penalty": "r1-r2"},
    ],
    ids=lambda kwargs: kwargs["criterion"],
)
def test_class_terms_in_every_game(kwargs):
    model = make_model(lambda_g=0.3, **kwargs)
    real, labels, _ = batch(12)
    heads = [
        model.discriminator.get_layer(name).kernel
        for name in ("score", "class_logits")
    ]
    before = [kernel.numpy() for kernel in heads]
    history = model.fit(real, labels, batch_size=6, verbose=0).history
    assert sorted(history) == sorted(model.tracked)
    assert all(np.isfinite(values[0]) for values in history.values())
    for old, kernel in zip(before, heads, strict=True):
        assert not np.allclose(old, kernel.numpy())
    latent = np.ones((6, 2), "float32")
    real = real[: 6 * model.n_critic]
    labels = labels[: len(real)]
    found = step_losses(model, real, labels, latent)
    loss, logs = found["generator"]
    last = real[model.n_critic - 1 :: model.n_critic]
    plain = model.criterion.generator_loss(
        model.discriminator(model.generator(latent))["score"],
        model.discriminator(last)["score"],
    )
    if not kwargs.get("instance_noise"):
        np.testing.assert_allclose(
            loss, plain + 0.3 * logs["creativity"], rtol=1e-5
        )


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"lambda_d": -1}, "Received: lambda_d=-1"),
        ({"lambda_g": float("nan")}, "Received: lambda_g=nan"),
        ({"label_smoothing": 1.0}, "Received: label_smoothing=1.0"),
        ({"criterion": "chess"}, "Received: criterion='chess'"),
        ({"creativity": "art"}, "Received: creativity='art'"),
    ],
)
def test_bad_arguments(kwargs, message):
    with pytest.raises(ValueError, match=message):
        models.DesignGAN(**init_kwargs(**kwargs))
