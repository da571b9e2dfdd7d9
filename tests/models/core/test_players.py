"""Models with one, two and four players."""

import keras
import numpy as np
import pytest
from toy_players import Four, One, Two

from keras_creative import callbacks, models, networks

X = np.random.default_rng(0).normal(size=(8, 2)).astype("float32")


KINDS = [One, Two, Four]


def make_model(cls, rate=0.1, **kwargs):
    keras.utils.set_random_seed(0)
    model = cls(**kwargs)
    optimizers = model.player_optimizers.values()
    model.compile(**{name: keras.optimizers.Adam(rate) for name in optimizers})
    return model


def fit(model, epochs=2, **kwargs):
    history = model.fit(
        X, batch_size=8, epochs=epochs, shuffle=False, verbose=0, **kwargs
    )
    return history.history


@pytest.mark.slow
@pytest.mark.parametrize("cls", KINDS)
def test_saved_model_resumes_exactly(cls, tmp_path):
    unbroken, stopped = make_model(cls), make_model(cls)
    expected = fit(unbroken, 4)
    fit(stopped, 2)
    stopped.save(tmp_path / "model.keras")
    resumed = keras.saving.load_model(tmp_path / "model.keras")
    history = fit(resumed, 4, initial_epoch=2)
    for name in expected:
        np.testing.assert_array_equal(history[name], expected[name][2:])
    restored = make_model(cls)
    restored.restore_state_from(unbroken)
    assert fit(restored) == fit(unbroken)


@pytest.mark.parametrize("cls", KINDS)
def test_callbacks_go_over_all_players(cls, tmp_path):
    names = list(cls.player_optimizers.values())
    schedule = dict.fromkeys(names, lambda epoch, rate: rate / 2)
    history = fit(
        make_model(cls, gradient_norms=True),
        callbacks=[
            callbacks.Schedule(**schedule),
            callbacks.NanGuard(),
            callbacks.ExactResume(tmp_path),
        ],
    )
    for name in names:
        prefix = name.removesuffix("optimizer")
        np.testing.assert_allclose(
            history[f"{prefix}learning_rate"], [0.05, 0.025]
        )
        assert min(history[f"{prefix}gradient_norm"]) > 0


@pytest.mark.parametrize("cls", KINDS)
def test_evaluation_changes_nothing_and_repeats_itself(cls):
    model = make_model(cls, gradient_norms=True)
    before = model.get_weights()
    first, second = (
        model.evaluate(X, batch_size=4, verbose=0, return_dict=True)
        for _ in range(2)
    )
    assert first == second and sorted(first) == sorted(model.tracked)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("cls", KINDS)
def test_players_have_their_own_optimizers(cls):
    model = make_model(cls)
    assert list(model.players) == list(cls.player_optimizers)
    optimizers = [player.optimizer for player in model.players.values()]
    assert len(set(map(id, optimizers))) == len(cls.player_optimizers)
    for player in model.players.values():
        assert len(player.optimizer.variables) > 2


def test_one_optimizer_for_two_players_is_refused():
    adam = keras.optimizers.Adam()
    model = Two()
    with pytest.raises(ValueError, match="an optimizer each.*a_optimizer and"):
        model.compile(a_optimizer=adam, b_optimizer=adam)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        (
            {"optimizer": "adam"},
            "`optimizer` is no argument.*Use `g_optimizer` and `d_optimizer`, "
            "one for each player. Received: optimizer='adam'",
        ),
        ({"loss": "mse"}, "`loss` is no argument.*Received: loss='mse'"),
        ({"metrics": ["mse"]}, "`metrics` is no argument.*metrics="),
    ],
)
def test_arguments_of_other_models_are_refused(kwargs, message):
    sizes = {"num_layers": 1}
    model = models.GAN(
        networks.mlp_generator(**sizes), networks.mlp_discriminator(**sizes)
    )
    with pytest.raises(ValueError, match=message):
        model.compile(**kwargs)


def test_logs_must_be_those_of_tracked():
    class Extra(Two):
        def track(self, logs):
            return super().track({**logs, "extra": 0.0})

    with pytest.raises(ValueError, match="each name in `tracked`.*extra"):
        fit(make_model(Extra))
