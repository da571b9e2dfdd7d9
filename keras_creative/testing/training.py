"""Checks of a training step: changed weights, logs, NaN."""

import contextlib
from pathlib import Path

import keras
import numpy as np

from keras_creative.callbacks import NanGuard
from keras_creative.testing.subject import BATCH_SIZE, STEPS, Subject


def check_players_have_optimizers(subject: Subject, folder: Path) -> None:
    """Every player has its own built optimizer; no other network has one."""
    model = subject.initial()
    optimizers = [p.optimizer for p in model.players.values()]
    assert all(optimizer.built for optimizer in optimizers), (
        "`compile()` leaves an optimizer unbuilt, so that it is not saved."
    )
    distinct = {id(optimizer) for optimizer in optimizers}
    assert len(distinct) == len(optimizers), "Two players share an optimizer."
    assert model.optimizer is None or any(
        model.optimizer is optimizer for optimizer in optimizers
    ), "Keras' default optimizer was made, which no player uses."


def check_players_train_alone(subject: Subject, folder: Path) -> None:
    """A player's step leaves the others' weights bit-identical.

    Each player trains once while the others' learning rates are 0.
    """
    for trained in subject.initial().players:
        model = subject.initial()
        players = model.players
        before = {}
        for name, player in players.items():
            before[name] = _trainable_values(player.network)
            if name != trained:
                player.optimizer.learning_rate.assign(0.0)
        subject.fit(model)
        for name, player in players.items():
            same = all(
                np.array_equal(old, new)
                for old, new in zip(
                    before[name],
                    _trainable_values(player.network),
                    strict=True,
                )
            )
            verb = "stayed" if same else "changed"
            assert same == (name != trained), (
                f"The weights of {name} {verb} in a step of {trained}."
            )


def _trainable_values(network):
    return [variable.numpy() for variable in network.trainable_variables]


def check_history_is_the_trackers(subject: Subject, folder: Path) -> None:
    """The history has the mean of every tracked log for each epoch."""
    model = subject.initial()
    last_logs = []

    class Record(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == STEPS - 1:
                last_logs.append(dict(logs))

    history = subject.fit(model, epochs=2, callbacks=[Record()])
    np.testing.assert_equal(sorted(history), sorted(model.tracked))
    np.testing.assert_equal(
        list(model.get_metrics_result()), list(model.tracked)
    )
    for epoch, logs in enumerate(last_logs):
        for name in model.tracked:
            np.testing.assert_allclose(
                logs[name], history[name][epoch], rtol=1e-6, err_msg=name
            )
    np.testing.assert_equal(int(model.log_means.steps), STEPS)


def check_logs_are_tracked(subject: Subject, folder: Path) -> None:
    """A step logs the names in `tracked`, each exactly once.

    A term that is logged but not tracked would be dropped silently.
    """
    model = subject.initial()
    tracked = list(model.tracked)
    assert len(set(tracked)) == len(tracked), (
        f"`tracked` has a name twice: {tracked}"
    )
    batch = subject.first_batch(model)
    for step in (model.train_step, model.test_step):
        with _recorded_logs(model) as recorded:
            returned = step(batch)
        for logs in (returned, *recorded):
            assert set(logs) == set(tracked), (
                f"`{step.__name__}()` logs {sorted(logs)}, `tracked` has "
                f"{sorted(tracked)}"
            )


def check_terms_have_own_names(subject: Subject, folder: Path) -> None:
    """No part of a player's loss is logged under the name of a total loss."""
    model = subject.initial()
    reserved, names = set(), set()
    with contextlib.ExitStack() as stack:
        for part in _stepping_models(model):
            if not hasattr(part, "descend"):
                continue
            prefixes = [
                name.removesuffix("optimizer")
                for name in part.player_optimizers.values()
            ]
            reserved |= {f"{prefix}loss" for prefix in prefixes}
            stack.enter_context(_recorded_names(part, names))
        model.train_step(subject.first_batch(model))
    taken = sorted(names & reserved)
    assert not taken, f"A term is logged under the name of a loss: {taken}"


def _stepping_models(model):
    """The model that tracks logs, or the members that do so for it."""
    return [model] if hasattr(model, "track") else model.members


@contextlib.contextmanager
def _recorded_logs(model):
    """The logs that the steps pass to `track()`, a list."""
    recorded = []

    def recording(track):
        def record(logs):
            recorded.append(dict(logs))
            return track(logs)

        return record

    parts = _stepping_models(model)
    for part in parts:
        part.track = recording(part.track)
    try:
        yield recorded
    finally:
        for part in parts:
            del part.track


@contextlib.contextmanager
def _recorded_names(model, names):
    """Add the names that the functions of `descend()` log to a set."""
    descend = model.descend

    def record(player, loss_fn):
        def recorded_loss_fn():
            loss, logs = loss_fn()
            names.update(logs)
            return loss, logs

        return descend(player, recorded_loss_fn)

    model.descend = record
    try:
        yield
    finally:
        del model.descend


def check_nan_stops_the_run(subject: Subject, folder: Path) -> None:
    """`NanGuard` stops the run and names the step."""

    class Poison(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 2:
                for weight in self.model.trainable_variables:
                    weight.assign(weight * np.nan)

    try:
        subject.fit(subject.initial(), callbacks=[Poison(), NanGuard()])
    except FloatingPointError as error:
        assert "step 2 of epoch 1" in str(error), error
    else:
        raise AssertionError("Training continued after a NaN.")


def check_validation_changes_nothing(subject: Subject, folder: Path) -> None:
    """Validation reports every log and changes nothing that training uses."""
    expected = subject.first_epoch
    model = subject.initial()
    data = tuple(subject.make_data(model).values())
    history = subject.fit(model, validation_data=data)
    for name, values in expected.items():
        np.testing.assert_allclose(
            history[name], values, rtol=1e-6, err_msg=name
        )
        assert np.all(np.isfinite(history[f"val_{name}"])), f"val_{name}"
    before = [variable.numpy() for variable in model.weights]
    first, second = (
        model.evaluate(
            *data, batch_size=BATCH_SIZE, verbose=0, return_dict=True
        )
        for _ in range(2)
    )
    np.testing.assert_equal(first, second, "Two evaluations differ.")
    np.testing.assert_equal(sorted(first), sorted(expected))
    for old, weight in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(old, weight.numpy(), weight.path)
