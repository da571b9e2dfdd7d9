import keras
import numpy as np
import pytest

from keras_creative import models, networks
from keras_creative.precision import dtype_policy


def make_model(**kwargs):
    sizes = {"num_layers": 2, "units": 4}
    return models.DesignGAN(
        kwargs.pop("generator", networks.mlp_generator(**sizes)),
        kwargs.pop("discriminator", networks.mlp_discriminator(**sizes)),
        **kwargs,
    )


def test_average_follows_its_recurrence():
    model = make_model(ema=0.9)
    model.compile(keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.5))
    x = np.random.default_rng(0).normal(size=(8, 2)).astype("float32")
    expected = model.generator.get_weights()
    for step in range(1, 4):
        model.fit(x, batch_size=8, verbose=0)
        decay = min(0.9, (1 + step) / (10 + step))
        expected = [
            decay * average + (1 - decay) * current
            for average, current in zip(
                expected, model.generator.get_weights(), strict=True
            )
        ]
    for average, weight in zip(
        expected, model.averaged_generator.get_weights(), strict=True
    ):
        np.testing.assert_allclose(weight, average, rtol=1e-4, atol=1e-6)


def test_samples_come_from_the_average():
    model = make_model(ema=0.9)
    model.averaged_generator.set_weights(
        [np.zeros(w.shape) for w in model.generator.weights]
    )
    assert np.all(model.sample(3) == 0)
    assert np.all(model.predict(np.ones((3, 2)), verbose=0) == 0)
    assert not np.all(make_model().sample(3) == 0)


@pytest.mark.slow
def test_dropout_resumes_after_loading(tmp_path):
    """Layers' random states are in the file, as Keras leaves them out."""
    inputs = keras.Input((2,))
    x = keras.layers.Dropout(0.5, seed=3)(keras.layers.Dense(8)(inputs))
    discriminator = keras.Model(inputs, {"score": keras.layers.Dense(1)(x)})
    model = make_model(discriminator=discriminator)
    model.compile()
    x = np.ones((8, 2), "float32")
    model.fit(x, batch_size=2, verbose=0)
    model.save(tmp_path / "model.keras")
    restored = keras.saving.load_model(tmp_path / "model.keras")
    histories = [
        m.fit(x, batch_size=2, verbose=0).history for m in (model, restored)
    ]
    assert histories[0] == histories[1]


@pytest.mark.slow
def test_normalized_generator_resumes_and_loads(tmp_path):
    """Its training is fused; what is saved is the stock network alone."""
    shape = (8, 8, 1)
    model = make_model(
        generator=networks.dcgan_generator(shape, latent_dim=3, width=4),
        discriminator=networks.dcgan_discriminator(shape, width=4),
        ema=0.9,
    )
    model.compile()
    x = np.random.default_rng(0).uniform(-1, 1, (8, *shape)).astype("float32")
    model.fit(x, batch_size=4, verbose=0, shuffle=False)
    model.save(tmp_path / "model.keras")
    restored = keras.saving.load_model(tmp_path / "model.keras")
    assert len(restored.weights) == len(model.weights)
    histories = [
        m.fit(x, batch_size=4, verbose=0, shuffle=False).history
        for m in (model, restored)
    ]
    assert histories[0] == histories[1]
    np.testing.assert_array_equal(
        model.sample(2, seed=0), restored.sample(2, seed=0)
    )


def test_mixed_float16_scales_both_losses():
    """Each player's step is that of float32: the scale is taken off again."""
    steps = {}
    for policy in ("float32", "mixed_float16"):
        with dtype_policy(policy):
            keras.utils.set_random_seed(0)
            model = make_model()
            model.compile(
                keras.optimizers.SGD(0.1),
                keras.optimizers.SGD(0.1),
                run_eagerly=True,
            )
        players = model.generator, model.discriminator
        before = [player.get_weights() for player in players]
        model.fit(np.ones((8, 2), "float32"), batch_size=8, verbose=0)
        steps[policy] = [
            sum(
                np.abs(new - old).sum()
                for new, old in zip(player.get_weights(), weights, strict=True)
            )
            for player, weights in zip(players, before, strict=True)
        ]
    scaled = keras.optimizers.LossScaleOptimizer
    assert isinstance(model.g_optimizer, scaled)
    assert isinstance(model.d_optimizer, scaled)
    np.testing.assert_allclose(
        steps["mixed_float16"], steps["float32"], rtol=0.02
    )


def test_interpolation_follows_the_arc():
    model = make_model(generator=networks.mlp_generator(num_layers=1))
    start, end = np.array([2.0, 0.0]), np.array([0.0, 1.0])
    way = model.interpolate(start, end, steps=3)
    middle = 1.5 * np.array([[np.sqrt(0.5), np.sqrt(0.5)]], "float32")
    np.testing.assert_allclose(
        way, model.predict(np.stack([start, middle[0], end]), verbose=0),
        atol=1e-5,
    )  # fmt: skip


def test_interpolation_between_opposite_latents_is_straight():
    model = make_model(generator=networks.mlp_generator(num_layers=1))
    way = model.interpolate([1.0, 1.0], [-1.0, -1.0], steps=3)
    np.testing.assert_allclose(way[1], 0, atol=1e-5)


def test_latents_are_standard_normal():
    """n=20000, seed 0: mean within 0.03, deviation within 2 %."""
    latent = make_model().draw_latent(10_000).numpy()
    np.testing.assert_allclose(latent.mean(0), 0, atol=0.03)
    np.testing.assert_allclose(latent.std(0), 1, rtol=0.02)
    assert abs(np.corrcoef(latent.T)[0, 1]) < 0.03


def test_every_draw_is_new():
    model = make_model()
    first, second = model.draw_latent(4), model.draw_latent(4)
    assert not np.allclose(first, second)
    assert int(model.draws) == 2
    assert all(v is not model.draws for v in model.trainable_variables)
    again = make_model()
    again.draws.assign(1)
    np.testing.assert_array_equal(second, again.draw_latent(4))


def test_evaluation_draws_anew_in_every_batch_and_apart_from_training():
    """Latents of both players in two batches, and training's first ones."""
    model = make_model()
    model.compile(run_eagerly=True)
    drawn = []
    draw = model.draw_latent

    def watch(batch_size):
        drawn.append(np.array(draw(batch_size)))
        return drawn[-1]

    model.draw_latent = watch
    x = np.ones((8, 2), "float32")
    model.evaluate(x, batch_size=4, verbose=0)
    evaluated = list(drawn)
    assert int(model.draws) == 0
    model.fit(x, batch_size=4, verbose=0)
    assert len(evaluated) == 4
    numbers = np.concatenate(drawn)
    assert len(np.unique(numbers)) == numbers.size
    drawn.clear()
    model.evaluate(x, batch_size=4, verbose=0)
    np.testing.assert_array_equal(drawn, evaluated)


def test_gradient_norms_by_hand():
    """One linear layer each, SGD: the step's length is rate times norm."""
    model = make_model(
        generator=networks.mlp_generator(num_layers=1),
        discriminator=networks.mlp_discriminator(num_layers=1),
        gradient_norms=True,
    )
    model.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.2))
    before = [w.numpy() for w in model.trainable_variables]
    x = np.random.default_rng(0).normal(size=(8, 2)).astype("float32")
    history = model.fit(x, batch_size=8, verbose=0).history
    for player, rate in (("generator", 0.1), ("discriminator", 0.2)):
        moved = [
            (new.numpy() - old).ravel()
            for old, new in zip(before, model.trainable_variables, strict=True)
            if any(new is v for v in getattr(model, player).variables)
        ]
        np.testing.assert_allclose(
            history[f"{player[0]}_gradient_norm"][0],
            np.linalg.norm(np.concatenate(moved)) / rate,
            rtol=1e-4,
        )
    values = model.evaluate(x, verbose=0, return_dict=True)
    assert values["g_gradient_norm"] == 0


def test_data_of_another_shape_is_refused():
    model = make_model()
    model.compile()
    with pytest.raises(ValueError, match=r"Received: samples of shape \(3,\)"):
        model.fit(np.ones((4, 3)), verbose=0)


@pytest.mark.parametrize(
    "labels, message",
    [
        (None, "Received: y=None"),
        (np.array([0, 1, 2, 3]), "Received: labels from 0 to 3"),
        (np.eye(4), r"Received: y.shape=\(4, 4\)"),
    ],
)
def test_labels_that_the_class_head_lacks_are_refused(labels, message):
    discriminator = networks.mlp_discriminator(num_classes=3)
    model = make_model(discriminator=discriminator)
    model.compile()
    with pytest.raises(ValueError, match=message):
        model.fit(np.ones((4, 2), "float32"), labels, verbose=0)


def test_bad_networks():
    with pytest.raises(
        ValueError, match=r"discriminator.input_shape=\(None, 3"
    ):
        make_model(discriminator=networks.mlp_discriminator((3,)))
    with pytest.raises(ValueError, match="`generator` must be a built"):
        make_model(generator=keras.Sequential([keras.layers.Dense(2)]))
    inputs = keras.Input((2,))
    with pytest.raises(ValueError, match="dict with the key 'score'"):
        dense = keras.layers.Dense(1)
        make_model(
            discriminator=keras.Model(inputs, {"realness": dense(inputs)})
        )


def test_bad_arguments():
    with pytest.raises(ValueError, match="Received: ema=1"):
        make_model(ema=1)
    optimizer = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="optimizer each"):
        make_model().compile(optimizer, optimizer)
    with pytest.raises(ValueError, match=r"`end`.*end.shape=\(3,\)"):
        make_model().interpolate(np.ones(2), np.ones(3))


@pytest.mark.slow
def test_restored_state_keeps_own_settings():
    """State of the other, rates of one's own; then both go the same way."""
    x = np.random.default_rng(0).normal(size=(8, 2)).astype("float32")
    other, model, slower = (make_model(ema=0.9) for _ in range(3))
    for each in (other, model):
        each.compile(keras.optimizers.Adam(0.1), keras.optimizers.Adam(0.1))
    slower.compile(keras.optimizers.Adam(0.1), keras.optimizers.Adam(0.0))
    other.fit(x, batch_size=4, verbose=0)
    for each in (model, slower):
        each.restore_state_from(other)
    before = other.discriminator.get_weights()
    expected = other.fit(x, batch_size=4, verbose=0, shuffle=False).history
    history = model.fit(x, batch_size=4, verbose=0, shuffle=False).history
    assert history == expected
    np.testing.assert_array_equal(
        model.sample(4, seed=0), other.sample(4, seed=0)
    )
    slower.fit(x, batch_size=4, verbose=0)
    for old, new in zip(
        before, slower.discriminator.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(old, new)


def test_restored_weights_are_clipped():
    other, critic = make_model(), make_model(clip=0.01)
    for each in (other, critic):
        each.compile()
    critic.restore_state_from(other)
    largest = max(np.abs(w).max() for w in critic.discriminator.get_weights())
    assert largest == np.float32(0.01)


def test_state_of_other_networks_is_refused():
    model = make_model()
    model.compile()
    other = make_model(discriminator=networks.mlp_discriminator(units=3))
    other.compile()
    with pytest.raises(ValueError, match="same networks"):
        model.restore_state_from(other)
