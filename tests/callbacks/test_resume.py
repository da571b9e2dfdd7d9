"""A run that is interrupted and goes on equals one that is not."""

import keras
import numpy as np
import pytest

from keras_creative import callbacks, models, networks


class Interrupt(keras.callbacks.Callback):
    """Ctrl-C in the second step of the third epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        if (self.epoch, batch) == (2, 1):
            raise KeyboardInterrupt


def make_model():
    keras.utils.set_random_seed(0)
    model = models.DesignGAN(
        networks.mlp_generator(3, (8, 8, 1), num_layers=2, units=4),
        networks.mlp_discriminator((8, 8, 1), num_layers=2, units=4),
        ema=0.9,
    )
    model.compile()
    return model


def train(folder, extra=()):
    pictures = np.random.default_rng(0).uniform(-1, 1, (8, 8, 8, 1))
    saved, epoch = callbacks.load_latest(folder)
    model = saved or make_model()
    history = model.fit(
        pictures.astype("float32"),
        shuffle=False,
        batch_size=4,
        initial_epoch=epoch,
        epochs=4,
        verbose=0,
        callbacks=[
            *extra,
            callbacks.PaletteWatch(pictures, n=4, threshold=0, every=3),
            callbacks.HistoryCSV(folder / "history.csv"),
            callbacks.Checkpoints(folder, monitor="palette_ratio", mode="max"),
        ],
    )
    return model, history.history


@pytest.mark.slow
def test_interrupted_run_equals_an_unbroken_one(tmp_path):
    unbroken, history = train(tmp_path / "unbroken")
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "stopped", extra=[Interrupt()])
    resumed, rest = train(tmp_path / "stopped")
    assert rest == {
        name: values[2:] if len(values) == 4 else values[1:]
        for name, values in history.items()
    }
    np.testing.assert_array_equal(
        resumed.sample(4, seed=0), unbroken.sample(4, seed=0)
    )
    for name in ("history.csv", "best.json"):
        assert (tmp_path / "stopped" / name).read_bytes() == (
            tmp_path / "unbroken" / name
        ).read_bytes()
    rows = callbacks.read_history(tmp_path / "stopped" / "history.csv")
    assert ["palette_ratio" in row for row in rows] == [
        True,
        False,
        True,
        False,
    ]
