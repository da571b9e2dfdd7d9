import keras
import numpy as np
import pytest

from keras_creative import callbacks


def test_rates_of_both_players_follow_their_functions(make_gan, fit):
    seen = []

    def halve(epoch, rate):
        seen.append((epoch, round(rate, 6)))
        return rate / 2

    decay = keras.optimizers.schedules.PiecewiseConstantDecay([0], [0.3, 0.2])
    model = make_gan(rate=0.8)
    schedule = callbacks.Schedule(g_optimizer=halve, d_optimizer=decay)
    history = fit(model, [schedule], epochs=2)
    assert history["g_learning_rate"] == pytest.approx([0.4, 0.2])
    assert history["d_learning_rate"] == pytest.approx([0.3, 0.2])
    assert float(model.g_optimizer.learning_rate) == pytest.approx(0.2)
    assert seen == [(0, 0.8), (1, 0.4)]


def test_a_rate_of_zero_holds_one_player_still(make_plain_gan, fit):
    model = make_plain_gan()
    players = model.discriminator, model.generator
    before = [player.trainable_variables[0].numpy() for player in players]
    fit(model, [callbacks.Schedule(d_optimizer=lambda epoch, rate: 0)])
    after = [player.trainable_variables[0].numpy() for player in players]
    assert np.all(before[0] == after[0]) and np.any(before[1] != after[1])


@pytest.mark.slow
def test_one_optimizer_and_a_loss_scale(fit):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model.compile(
        keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD()), "mse"
    )
    schedule = callbacks.Schedule(optimizer=lambda epoch, rate: 0.1 / 2**epoch)
    model.fit(
        keras.ops.ones((4, 2)),
        keras.ops.ones((4, 2)),
        epochs=2,
        verbose=0,
        callbacks=[schedule],
    )
    rates = model.history.history["learning_rate"]
    assert rates == pytest.approx([0.1, 0.05])


@pytest.mark.parametrize("schedules", [{}, {"g_optimizer": 0.1}])
def test_what_is_no_function_is_refused(schedules):
    with pytest.raises(ValueError, match="Received: schedules="):
        callbacks.Schedule(**schedules)


@pytest.mark.parametrize("rate", [-0.1, float("nan"), None])
def test_what_is_no_rate_is_refused(make_gan, fit, rate):
    schedule = callbacks.Schedule(g_optimizer=lambda epoch, old: rate)
    with pytest.raises(ValueError, match=f"Received: {rate} for epoch 0"):
        fit(make_gan(), [schedule])


def test_optimizers_that_cannot_be_set_are_refused(make_gan, fit):
    def keep(epoch, rate):
        return rate

    with pytest.raises(ValueError, match="QuickGAN with optimizer=None"):
        fit(make_gan(), [callbacks.Schedule(optimizer=keep)])
    model = make_gan(rate=keras.optimizers.schedules.CosineDecay(0.1, 9))
    with pytest.raises(ValueError, match="Received: learning_rate=CosineDecay"):
        fit(model, [callbacks.Schedule(d_optimizer=keep)])
