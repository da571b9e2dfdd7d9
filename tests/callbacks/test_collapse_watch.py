import types
import warnings

import keras
import numpy as np
import pytest

from keras_creative import callbacks, datasets, metrics, models, networks
from keras_creative.callbacks import collapse_actions

RING = datasets.load_toy("8Gaussians")
REAL, LABELS = RING.sample(2000, seed=0)
MODES = (RING.components, RING.std)
OTHERS, OTHER_LABELS = RING.sample(2000, seed=1)
ALL = OTHERS[:256]
FEW = OTHERS[OTHER_LABELS < 2][:256]
ONE = np.tile(REAL[:1], (256, 1))
ONE_PICTURE = np.full((50, 4, 4, 3), 0.1)


class Network:
    """Weights that say when they were taken."""

    def __init__(self, state):
        self.state = state

    def get_weights(self):
        return self.state

    def set_weights(self, weights):
        self.state = weights


def fake_model(**attributes):
    return types.SimpleNamespace(
        sample_shape=(2,),
        stop_training=False,
        generator=Network(0),
        averaged_generator=Network(0),
        **attributes,
    )


def play(script, model=None, logs=None, first_epoch=0, watch=None, **kwargs):
    """Epochs of ten steps whose samples are scripted, up to a stop."""
    model = model or fake_model()
    kwargs = {"modes": MODES, "patience": 2, "grace": 1, **kwargs}
    watch = watch or callbacks.CollapseWatch(REAL, **kwargs)
    watch.set_model(model)
    history, seeds = [], []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        watch.on_train_begin()
        for epoch, samples in enumerate(script, first_epoch):

            def sample(n, seed, samples=samples):
                seeds.append((n, seed))
                return samples

            model.sample = sample
            model.generator.state = epoch + 1
            model.averaged_generator.state = -epoch - 1
            watch.on_epoch_begin(epoch)
            for step in range(10):
                watch.on_train_batch_end(step, logs)
            history.append(dict(logs or {}))
            watch.on_epoch_end(epoch, history[-1])
            if model.stop_training:
                break
    messages = [str(warning.message) for warning in caught]
    return types.SimpleNamespace(
        watch=watch,
        model=model,
        history=history,
        messages=messages,
        seeds=seeds,
    )


def test_healthy_samples_are_not_called():
    run = play([ALL] * 8)
    assert not run.messages
    assert (run.watch.verdict, run.watch.step) == ("none", None)
    for logs in run.history:
        assert logs["clusters_hit"] == logs["modes_captured"] == 8
        assert logs["clusters_ratio"] == 1 and logs["collapse"] == 0
        assert abs(logs["pairwise_distance_ratio"] - 1) < 0.05
        assert "palette_ratio" not in logs and "d_accuracy" not in logs
    assert run.seeds == [(256, 0)] * 8


@pytest.mark.parametrize(
    "samples, verdict, modes, meaning",
    [
        (FEW, "partial", 2, "only some of the classes are generated"),
        (ONE, "complete", 1, "all samples are one"),
    ],
)
def test_collapse_is_named_once_with_its_step(samples, verdict, modes, meaning):
    run = play([ALL] * 2 + [samples] * 8)
    (message,) = run.messages
    assert message.startswith(
        f"{verdict.capitalize()} collapse at step 40, in epoch 4: {meaning} "
        f"(clusters_hit={modes}, "
    )
    assert (run.watch.verdict, run.watch.step) == (verdict, 40)
    verdicts = [logs["collapse"] for logs in run.history]
    assert verdicts == [0] * 2 + [1 if verdict == "partial" else 2] * 8


def test_mixed_verdicts_are_a_partial_collapse():
    assert play([ALL, ONE, FEW]).watch.verdict == "partial"


def test_one_low_verdict_is_not_called():
    assert not play([ALL, FEW, ALL, ONE, ALL, FEW, ALL]).messages


def test_young_generator_is_given_time():
    assert not play([ONE] * 5 + [ALL] * 3, grace=4).messages
    assert play([ONE] * 6, grace=4).watch.step == 60


def test_grace_ends_with_the_first_variety():
    assert play([ONE, ALL, ONE, ONE], grace=9).watch.step == 40


def test_counting_goes_on_in_the_next_fit():
    watch = play([ALL, FEW]).watch
    assert play([FEW], first_epoch=2, watch=watch).watch.step == 30


def test_clusters_are_found_without_modes():
    run = play([ALL, ONE, FEW], modes=None)
    ratios = [logs["clusters_ratio"] for logs in run.history]
    assert ratios[0] > 0.9 and ratios[1] == 1 / 20 and 0.1 < ratios[2] < 0.4
    assert "modes_captured" not in run.history[0]


def test_pictures_have_a_palette():
    rng = np.random.default_rng(0)
    pictures = rng.uniform(-1, 1, (200, 1, 1, 3)) * np.ones((200, 4, 4, 3))
    model = fake_model()
    model.sample_shape = (4, 4, 3)
    watch = callbacks.CollapseWatch(pictures, patience=2, grace=1)
    run = play([pictures, ONE_PICTURE, ONE_PICTURE], model, watch=watch)
    assert [round(logs["palette_ratio"]) for logs in run.history] == [1, 0, 0]
    assert run.watch.verdict == "complete"


def test_accuracy_is_the_mean_of_both_sides():
    logs = {"d_accuracy_real": 1.0, "d_accuracy_fake": 0.5}
    assert play([ALL], logs=logs).history[0]["d_accuracy"] == 0.75


def test_every_third_epoch():
    run = play([ALL] * 7, every=3, n=9, seed=4)
    measured = ["collapse" in logs for logs in run.history]
    assert measured == [False, False, True, False, False, True, False]
    assert run.seeds == [(9, 4)] * 2


def test_steps_are_the_turn_and_epochs_get_the_last():
    """Steps 4 and 8; 12, 16 and 20; 24 and 28: called at the second low."""
    run = play([ALL, FEW, FEW], unit="step", every=4)
    assert len(run.seeds) == 7
    assert [logs["collapse"] for logs in run.history] == [0, 1, 1]
    assert run.watch.step == 16 and "step 16, in epoch 2" in run.messages[0]


def test_epochs_without_a_measurement_have_no_log():
    run = play([ALL] * 3, unit="step", every=15)
    measured = ["collapse" in logs for logs in run.history]
    assert measured == [False, True, True]


def test_executions_of_several_steps_are_not_missed():
    watch = callbacks.CollapseWatch(REAL, unit="step", every=4)
    model = fake_model()
    steps = []
    model.sample = lambda n, seed: steps.append(1) or ALL
    watch.set_model(model)
    watch.on_epoch_begin(0)
    for last in (2, 5, 8, 11):
        watch.on_train_batch_end(last, {})
    assert len(steps) == 3


def test_nothing_is_done_unless_asked_for():
    run = play([ALL, FEW, FEW, FEW])
    assert len(run.history) == 4 and run.model.generator.state == 4


def test_stop():
    run = play([ALL, FEW, FEW, FEW], action="stop")
    assert len(run.history) == 3 and run.model.generator.state == 3
    assert run.messages[0].endswith("). The training stops.")


def test_restore_takes_the_last_of_the_most_varied():
    run = play([FEW, ALL, ALL, FEW, FEW, FEW], action="restore")
    assert len(run.history) == 5
    assert run.model.generator.state == 3
    assert run.model.averaged_generator.state == -3
    assert "best generator is restored, and the training" in run.messages[0]


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


def test_step_counts_earlier_sessions():
    optimizer = keras.optimizers.Adam()
    optimizer.build([])
    optimizer.iterations.assign(12)
    watch = callbacks.CollapseWatch(REAL)
    watch.set_model(fake_model(g_optimizer=optimizer))
    watch.on_train_begin()
    watch.on_epoch_begin(3)
    watch.on_train_batch_end(1)
    assert watch._steps == 14


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


def test_reference_of_another_shape_is_refused_before_the_first_step():
    model = fake_model()
    model.sample_shape = (28, 28, 1)
    with pytest.raises(ValueError, match=r"Received: .* shape \(2,\)"):
        play([], model)


@pytest.mark.parametrize(
    "argument",
    [
        {"n": 1},
        {"every": 0},
        {"clusters": 1},
        {"patience": 0},
        {"grace": -1},
        {"partial": 1.5},
        {"complete": 0},
        {"factor": 1},
        {"unit": "batch"},
        {"action": "pray"},
    ],
)
def test_bad_arguments_of_the_watch(argument):
    ((name, value),) = argument.items()
    with pytest.raises(ValueError, match=f"Received: {name}={value!r}"):
        callbacks.CollapseWatch(REAL, **argument)


@pytest.mark.parametrize(
    "clusters, distance, verdict",
    [
        (1.0, 1.0, "none"),
        (0.5, 0.1, "none"),
        (0.49, 1.0, "partial"),
        (0.05, 0.1, "partial"),
        (1.0, 0.09, "complete"),
        (0.05, 0.09, "complete"),
    ],
)
def test_judge(clusters, distance, verdict):
    measures = {
        "clusters_ratio": clusters,
        "pairwise_distance_ratio": distance,
    }
    assert callbacks.judge(measures) == verdict


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
