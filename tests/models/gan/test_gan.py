import keras
import numpy as np
import pytest
import tensorflow as tf
from step_losses import step_losses

from keras_creative import losses, models, networks, replicas


def make_model(cls=models.GAN, discriminator=None, **kwargs):
    keras.utils.set_random_seed(0)
    sizes = {"num_layers": 2, "units": 8}
    model = cls(
        networks.mlp_generator(**sizes),
        discriminator or networks.mlp_discriminator(**sizes),
        **kwargs,
    )
    model.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    return model


def points(n=8, seed=0):
    return np.random.default_rng(seed).normal(size=(n, 2)).astype("float32")


def test_critic_steps_share_a_batch_out():
    model = make_model(n_critic=3)
    seen = []
    step = model.discriminator_step

    def watch(real, *args):
        seen.append(np.asarray(real))
        return step(real, *args)

    model.discriminator_step = watch
    real = points(7)
    model.train_step(tf.constant(real))
    assert [len(share) for share in seen] == [3, 2, 2]
    shares = np.concatenate(seen)
    np.testing.assert_array_equal(
        shares[np.lexsort(shares.T)], real[np.lexsort(real.T)]
    )
    assert int(model.d_optimizer.iterations) == 3
    assert int(model.g_optimizer.iterations) == 1


@pytest.mark.slow
def test_every_critic_step_has_a_sample():
    """A last batch of 2 for 5 steps, as 66 samples leave in batches of 64."""
    model = make_model(models.WGANGP)
    history = model.fit(points(66), batch_size=64, verbose=0).history
    assert all(np.isfinite(values[0]) for values in history.values()), history


class Watch(keras.layers.Layer):
    """Notes whether it is called in training mode."""

    def __init__(self, seen):
        super().__init__()
        self.note = seen.append

    def call(self, inputs, training=None):
        self.note(training)
        return inputs


@pytest.mark.parametrize("unrolled_steps", [0, 1])
def test_networks_are_called_in_the_mode_of_the_step(unrolled_steps):
    """In every call of a step: both losses, the penalty, unrolled steps."""
    seen = []
    latent, samples = keras.Input((2,)), keras.Input((2,))
    made = Watch(seen)(keras.layers.Dense(2)(latent))
    score = keras.layers.Dense(1)(Watch(seen)(samples))
    model = models.GAN(
        keras.Model(latent, made),
        keras.Model(samples, {"score": score}),
        criterion="relativistic",
        penalty="gradient",
        unrolled_steps=unrolled_steps,
    )
    model.compile("sgd", keras.optimizers.SGD())
    for step, training in ((model.train_step, True), (model.test_step, False)):
        seen.clear()
        step(tf.constant(points()))
        assert seen and set(seen) == {training}


def test_penalty_follows_the_discriminators_steps():
    schedule = keras.optimizers.schedules.PolynomialDecay(1.0, 3, 0.0)
    model = make_model(penalty=losses.R1Penalty(schedule), n_critic=3)
    real = tf.constant(points())
    _, logs = step_losses(model, real)["discriminator"]
    assert float(logs["penalty"]) > 0
    model.train_step(real)
    _, logs = step_losses(model, real)["discriminator"]
    assert float(logs["penalty"]) == 0


def test_instance_noise_has_its_deviation():
    """n=20000, seed 0: deviation within 2 %."""
    model = make_model(instance_noise=0.3)
    blurred = model.augment_inputs(np.zeros((10_000, 2), "float32"))
    np.testing.assert_allclose(np.std(blurred), 0.3, rtol=0.02)


def test_instance_noise_follows_its_schedule():
    schedule = keras.optimizers.schedules.PolynomialDecay(1.0, 2, 0.0)
    model = make_model(instance_noise=schedule)
    real = points()
    assert not np.allclose(model.augment_inputs(real), real)
    model.fit(real, batch_size=4, verbose=0)
    np.testing.assert_array_equal(model.augment_inputs(real), real)


def test_real_and_generated_get_different_noise():
    """The same samples on both sides: the scores differ by the noise alone."""
    for instance_noise in (1.0, 0.0):
        model = make_model(instance_noise=instance_noise)
        found = step_losses(model, points(), fake=points())
        _, logs = found["discriminator"]
        assert (float(logs["score_gap"]) != 0) == bool(instance_noise)


@pytest.mark.parametrize("packing", [1, 2])
def test_clipping_spares_all_heads_but_the_score(packing):
    discriminator = networks.mlp_discriminator(
        num_classes=3, code_size=4, units=8, packing=packing
    )
    others = ("class_logits", "codes", "codes_hidden")
    model = make_model(
        models.DesignGAN, discriminator, criterion="wasserstein", clip=0.05
    )
    model.fit(points(), np.arange(8) % 3, batch_size=4, verbose=0)
    for layer in discriminator.layers:
        largest = max([np.abs(w).max() for w in layer.get_weights()] or [0])
        if layer.name.removeprefix("packed_") in others and largest:
            assert largest > 0.05
        else:
            assert largest <= 0.05


@pytest.mark.parametrize(
    "cls, kwargs, criterion, penalty",
    [
        (models.LSGAN, {}, losses.LeastSquares, None),
        (models.HingeGAN, {}, losses.Hinge, None),
        (models.RelativisticGAN, {}, losses.RelativisticPaired, None),
        (
            models.RelativisticGAN,
            {"average": True},
            losses.RelativisticAverage,
            None,
        ),
        (models.R3GAN, {}, losses.RelativisticPaired, losses.R1R2Penalty),
        (models.WGAN, {}, losses.Wasserstein, None),
        (models.WGANGP, {}, losses.Wasserstein, losses.GradientPenalty),
    ],
)
def test_variants_are_their_papers_games(cls, kwargs, criterion, penalty):
    model = make_model(cls, **kwargs)
    assert type(model.criterion) is criterion
    assert type(model.penalty) is (penalty or type(None))
    assert model.n_critic == (5 if "W" in cls.__name__ else 1)
    assert model.options.clip == (0.01 if cls is models.WGAN else None)


def test_r3gan_loss_by_hand():
    model = make_model(models.R3GAN, gamma=2.0)
    real, fake = points(seed=1), points(seed=2)
    loss, logs = step_losses(model, real, fake=fake)["discriminator"]
    scores = [model.discriminator(x)["score"] for x in (real, fake)]
    paired = np.mean(np.log1p(np.exp(scores[1] - scores[0])))
    norms = [
        np.mean(losses.squared_gradient_norm(model.discriminator, x))
        for x in (real, fake)
    ]
    np.testing.assert_allclose(loss, paired + sum(norms), rtol=1e-5)
    np.testing.assert_allclose(logs["penalty"], sum(norms), rtol=1e-5)


def test_ebgan_loss_by_hand():
    discriminator = networks.mlp_autoencoder(code_dim=3, units=8)
    model = make_model(
        models.EBGAN, discriminator, margin=2.0, pulling_away=0.5
    )
    real, fake = points(seed=1), points(seed=2)

    def energy(samples):
        outputs = discriminator(samples)
        return np.mean((outputs["reconstruction"] - samples) ** 2, axis=1)

    loss, _ = step_losses(model, real, fake=fake)["discriminator"]
    expected = np.mean(energy(real)) + np.mean(np.maximum(0, 2 - energy(fake)))
    np.testing.assert_allclose(loss, expected, rtol=1e-5)
    latent = points(seed=3)
    loss, _ = step_losses(model, real, latent=latent)["generator"]
    fake = model.generator(latent)
    alike = losses.pulling_away(discriminator(fake)["features"])
    np.testing.assert_allclose(
        loss, np.mean(energy(fake)) + 0.5 * alike, rtol=1e-5
    )


def test_ebgan_needs_codes():
    samples = keras.Input((2,))
    bare = keras.Model(samples, {"score": keras.layers.Dense(1)(samples)})
    with pytest.raises(ValueError, match=r"Received: outputs \['score'\]"):
        make_model(models.EBGAN, bare)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"n_critic": 0}, "Received: n_critic=0"),
        ({"instance_noise": -1}, "Received: instance_noise=-1"),
        ({"penalty": "fine"}, "Received: penalty='fine'"),
        ({"clip": 0}, "Received: limit=0"),
    ],
)
def test_bad_arguments(kwargs, message):
    with pytest.raises(ValueError, match=message):
        make_model(**kwargs)


def test_steps_weigh_by_the_share_of_the_samples(monkeypatch):
    """With half the share an SGD step is half as long."""
    steps = []
    for share in (1.0, 0.5):
        monkeypatch.setattr(
            replicas, "weighted", lambda value, share=share: share * value
        )
        model = make_model()
        before = model.discriminator.get_weights()
        model.discriminator_step(points(), None, model.criterion)
        after = model.discriminator.get_weights()
        steps.append(
            [new - old for old, new in zip(before, after, strict=True)]
        )
    for whole, half in zip(*steps, strict=True):
        np.testing.assert_allclose(half, whole / 2, atol=1e-7)


def test_means_of_an_evaluation_are_over_samples():
    """3 batches of 4, 4 and 1 samples: the last counts a ninth."""
    model = make_model()
    model.run_eagerly = True
    x = points(9)
    logs = model.evaluate(x, batch_size=4, verbose=0, return_dict=True)
    means = [
        model.discriminator(part)["score"].numpy().mean()
        for part in (x[:4], x[4:8], x[8:])
    ]
    scores = model.discriminator(x)["score"].numpy()
    accuracy = np.mean(scores > 0)
    assert logs["d_accuracy_real"] == pytest.approx(accuracy)
    assert not np.isclose(np.mean(means), scores.mean())
    loss = np.log1p(np.exp(-scores)).mean()
    assert logs["d_loss_real"] == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize("name", ["d_loss", "penalty", "score_gap"])
def test_terms_must_not_take_the_name_of_a_log(name):
    class Clumsy(models.GAN):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, penalty="r1", **kwargs)
            self.add_term(name, 1.0, lambda scored: 0.0)

    with pytest.raises(ValueError, match=f"`name`.*Received: name='{name}'"):
        make_model(Clumsy)


def test_terms_are_weighted_and_tracked():
    class Twice(models.GAN):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.size = self.add_term(
                "size", 3.0, lambda scored: losses.batch_mean(scored.fake**2)
            )

        def train_step(self, data):
            real, labels = self.unpack(data)
            g_logs = self.generator_step(
                real, labels, self.criterion, self.size
            )
            d_logs = self.discriminator_step(real, labels, self.criterion)
            return self.track(d_logs | g_logs)

    model, plain = make_model(Twice), make_model()
    assert "size" in model.tracked
    latent = points(seed=1)
    loss, logs = step_losses(model, points(), latent=latent)["generator"]
    without, _ = step_losses(plain, points(), latent=latent)["generator"]
    size = np.mean(plain.generator(latent).numpy() ** 2)
    np.testing.assert_allclose(logs["size"], size, rtol=1e-5)
    np.testing.assert_allclose(loss, without + 3 * size, rtol=1e-5)
