import types

import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks


def test_a_picture_every_few_epochs_and_at_the_end(tmp_path):
    asked = []

    def sample(n, seed):
        asked.append((n, seed))
        return np.zeros((n, 2))

    grid = callbacks.PointGrid(tmp_path, np.ones((5, 2)), 2.0, seed=3, every=2)
    grid.set_model(types.SimpleNamespace(sample=sample))
    grid.set_params({"epochs": 3})
    for epoch in range(3):
        grid.on_epoch_end(epoch)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["epoch_0002.png", "epoch_0003.png"]
    assert asked == [(5, 3)] * 2
    assert Image.open(tmp_path / names[0]).size == (400, 430)


def test_every_must_be_positive(tmp_path):
    with pytest.raises(ValueError, match="Received: every=0"):
        callbacks.PointGrid(tmp_path, np.ones((5, 2)), 2.0, every=0)
