import keras
import numpy as np
import pytest
from scripted_samples import ALL, FEW, REAL, fake_model, play

from keras_creative import callbacks

ONE = np.tile(REAL[:1], (256, 1))
ONE_PICTURE = np.full((50, 4, 4, 3), 0.1)


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
        (ONE, "complete", 1, "all samples are the same"),
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


def test_counting_continues_in_the_next_fit():
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
