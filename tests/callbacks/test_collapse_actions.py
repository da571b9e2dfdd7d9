import types

import keras
import numpy as np
import pytest
from scripted_samples import (
    ALL,
    FEW,
    MODES,
    REAL,
    RING,
    fake_model,
    play,
)

from keras_creative import callbacks, metrics, models, networks
from keras_creative.callbacks import collapse_actions


def test_nothing_is_done_unless_requested():
    run = play([ALL, FEW, FEW, FEW])
    assert len(run.history) == 4 and run.model.generator.state == 4


def test_stop():
    run = play([ALL, FEW, FEW, FEW], action="stop")
    assert len(run.history) == 3 and run.model.generator.state == 3
    assert run.messages[0].endswith("). Training stops.")


def test_restore_takes_the_last_of_the_most_varied():
    run = play([FEW, ALL, ALL, FEW, FEW, FEW], action="restore")
    assert len(run.history) == 5
    assert run.model.generator.state == 3
    assert run.model.averaged_generator.state == -3
    assert "best generator is restored, and training" in run.messages[0]


def test_restore_puts_back_every_member_of_an_ensemble():
    members = [
        models.GAN(
            networks.mlp_generator(num_layers=2, units=4),
            networks.mlp_discriminator(num_layers=2, units=4),
        )
        for _ in range(2)
    ]
    ensemble = models.ClassEnsemble(members)
    action = collapse_actions.RestoreBest(0.5)
    action.check(ensemble)
    before = [member.generator.get_weights() for member in members]
    ratios = dict.fromkeys(("clusters_ratio", "pairwise_distance_ratio"), 1.0)
    action.measured(ensemble, ratios)
    for weight in members[1].generator.weights:
        weight.assign(weight + 1)
    action.act(ensemble)
    for member, weights in zip(members, before, strict=True):
        for ours, old in zip(
            member.generator.get_weights(), weights, strict=True
        ):
            np.testing.assert_array_equal(ours, old)


def test_nothing_to_restore_is_refused():
    with pytest.raises(ValueError, match="needs a model with a `generator`"):
        collapse_actions.RestoreBest(0.5).check(types.SimpleNamespace())


def test_healthy_run_keeps_its_last_weights():
    run = play([ALL, ALL, FEW], action="restore")
    assert run.model.generator.state == 3


def test_discriminator_is_slowed_at_every_collapse():
    optimizer = keras.optimizers.Adam(0.1)
    model = fake_model(d_optimizer=optimizer)
    run = play([ALL] + [FEW] * 5, model, action="lower_d_rate", factor=0.2)
    assert float(optimizer.learning_rate) == pytest.approx(0.1 * 0.2**2)
    (message,) = run.messages
    assert "learning rate is now 0.02." in message


def test_rate_inside_a_loss_scale_is_lowered():
    inner = keras.optimizers.Adam(0.1)
    scaled = keras.optimizers.LossScaleOptimizer(inner)
    play([ALL, FEW, FEW], fake_model(d_optimizer=scaled), action="lower_d_rate")
    assert float(inner.learning_rate) == pytest.approx(0.05)


def test_schedule_is_refused_before_the_first_step():
    schedule = keras.optimizers.schedules.CosineDecay(0.1, 10)
    model = fake_model(d_optimizer=keras.optimizers.Adam(schedule))
    with pytest.raises(ValueError, match="Received: learning_rate=CosineDecay"):
        play([], model, action="lower_d_rate")
    with pytest.raises(ValueError, match="Received: a SimpleNamespace"):
        play([], fake_model(), action="lower_d_rate")


def fit(watches):
    """History and weights of a fit of twelve steps."""
    keras.utils.set_random_seed(0)
    model = models.GAN(
        networks.mlp_generator(num_layers=2, units=4),
        networks.mlp_discriminator(num_layers=2, units=4),
        ema=0.5,
    )
    model.compile(steps_per_execution=2)
    batches = RING.batches(8, labelled=False)
    history = model.fit(
        batches, steps_per_epoch=4, epochs=3, verbose=0, callbacks=watches
    )
    return history.history, model


@pytest.mark.slow
def test_fit_is_the_same_and_its_history_has_the_logs():
    epochs, steps = (
        callbacks.CollapseWatch(REAL, MODES, unit=unit, every=every)
        for unit, every in (("epoch", 1), ("step", 4))
    )
    history, watched = fit([epochs])
    expected = set(callbacks.COLLAPSE_LOGS) - {"palette_ratio"}
    assert expected < set(history)
    assert all(len(history[name]) == 3 for name in expected)
    assert "palette_ratio" not in history
    by_steps, _ = fit([steps])
    plain, alone = fit([])
    assert by_steps == history and not expected & set(plain)
    for ours, theirs in zip(watched.weights, alone.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_fit_ends_with_the_restored_generator(monkeypatch):
    ratios = iter([1.0, 0.2, 0.2])

    def measure(self, samples):
        ratio = next(ratios)
        return {"clusters_ratio": ratio, "pairwise_distance_ratio": ratio}

    monkeypatch.setattr(metrics.Variety, "measure", measure)
    kept = []
    keeper = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: kept.append(
            keeper.model.generator.get_weights()
            + keeper.model.averaged_generator.get_weights()
        )
    )
    watch = callbacks.CollapseWatch(REAL, patience=2, action="restore")
    with pytest.warns(UserWarning, match="best generator is restored"):
        history, model = fit([keeper, watch])
    assert watch.step == 12 and history["collapse"] == [0, 1, 1]
    restored = (
        model.generator.get_weights() + model.averaged_generator.get_weights()
    )
    for ours, first, last in zip(restored, *kept[::2], strict=True):
        np.testing.assert_array_equal(ours, first)
        assert np.any(ours != last)
