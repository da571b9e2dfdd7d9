import types
import warnings

import numpy as np
import pytest

from keras_creative import callbacks, metrics

RNG = np.random.default_rng(0)
REAL = RNG.uniform(-1, 1, (6, 1, 1, 3)) * np.ones((6, 4, 4, 3))
MANY = RNG.uniform(-1, 1, (50, 4, 4, 3))


def watch(samples, reference=REAL, epochs=3, patience=1, **kwargs):
    """Logs and warnings of epochs whose samples are these."""
    calls = []

    def sample(n, seed):
        calls.append((n, seed))
        return samples

    callback = callbacks.PaletteWatch(reference, patience=patience, **kwargs)
    callback.set_model(types.SimpleNamespace(sample=sample))
    logs = [{"g_loss": 1.0} for _ in range(epochs)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for epoch, log in enumerate(logs):
            callback.on_epoch_end(epoch, log)
    return logs, [str(warning.message) for warning in caught], calls


def test_real_pictures_have_ratio_one():
    logs, messages, calls = watch(REAL, n=6, seed=3)
    for log in logs:
        assert log == {
            "g_loss": 1.0,
            "palette_ratio": pytest.approx(1.0),
            "pairwise_distance_ratio": pytest.approx(1.0),
        }
    assert not messages and calls == [(6, 3)] * 3


def test_one_palette_is_warned_of_once():
    samples = np.tile(REAL[:1], (6, 1, 1, 1))
    logs, messages, _ = watch(samples, threshold=0.3)
    assert [log["palette_ratio"] for log in logs] == [0.0] * 3
    (message,) = messages
    assert "share one palette: palette_ratio=0" in message
    assert "pairwise_distance_ratio=0" in message
    assert "after epoch 1 is below the threshold of 0.3" in message


def test_only_lasting_poverty_is_warned_of():
    poor, rich = np.tile(REAL[:1], (6, 1, 1, 1)), REAL
    _, messages, _ = watch(poor, epochs=2, patience=3)
    assert not messages
    _, (message,), _ = watch(poor, epochs=9, patience=3)
    assert "after epoch 3" in message
    callback = callbacks.PaletteWatch(REAL, patience=2)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for epoch, samples in enumerate((poor, rich, poor, rich, poor, poor)):
            callback.set_model(
                types.SimpleNamespace(sample=lambda n, seed, s=samples: s)
            )
            callback.on_epoch_end(epoch, {})
            assert len(caught) == (epoch == 5)


def test_same_colors_in_other_places_are_distinguished():
    """The palettes are one, the pictures are not."""
    samples = np.stack([np.roll(MANY[0], k, axis=0) for k in range(4)])
    logs, (message,), _ = watch(samples, MANY, epochs=1)
    assert logs[0]["pairwise_distance_ratio"] > 0.5
    assert "palette_ratio=" in message and "pairwise" not in message


def test_first_and_every_third_epoch():
    logs, _, calls = watch(REAL, epochs=7, every=3)
    measured = [k + 1 for k, log in enumerate(logs) if "palette_ratio" in log]
    assert measured == [1, 3, 6] and len(calls) == 3


def test_as_many_real_pictures_as_samples(monkeypatch):
    chosen = []
    monkeypatch.setattr(metrics, "reference_measures", chosen.append)
    for seed in (0, 0, 1):
        callbacks.PaletteWatch(MANY, n=5, seed=seed)
    first, again, other = chosen
    assert len(first) == 5 and len(np.unique(first[:, 0, 0, 0])) == 5
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


@pytest.mark.parametrize(
    "argument",
    [{"n": 1}, {"every": 0}, {"threshold": -0.1}, {"patience": 0}],
)
def test_bad_arguments(argument):
    ((name, value),) = argument.items()
    with pytest.raises(ValueError, match=f"Received: {name}={value}"):
        callbacks.PaletteWatch(REAL, **argument)
