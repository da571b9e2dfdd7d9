import types

import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks, models

CODES = models.Codes((3,), continuous=2)


class Model(types.SimpleNamespace):
    """Keeps the latent vectors that it is called on."""

    codes = CODES

    def latents(self, n, seed):
        noise = np.random.default_rng(seed).normal(size=(n, 4))
        return np.concatenate([noise, CODES.vectors(n, seed)], axis=1)

    def __call__(self, latents):
        self.seen.append(latents)
        return np.zeros((len(latents), 4, 4, 1))


def draw(tmp_path, **kwargs):
    grid = callbacks.CodeGrid(tmp_path, scale=1, **kwargs)
    model = Model(seen=[])
    grid.set_model(model)
    grid.set_params({"epochs": 3})
    for epoch in range(3):
        grid.on_epoch_end(epoch)
    return model.seen


def test_rows_are_categories_and_columns_are_noise(tmp_path):
    by_category = draw(tmp_path, every=2)[0].reshape(3, 10, 9)
    for row in range(3):
        np.testing.assert_array_equal(by_category[row, :, 4:7].argmax(1), row)
        np.testing.assert_array_equal(
            by_category[row][:, [0, 1, 2, 3, 7, 8]],
            by_category[0][:, [0, 1, 2, 3, 7, 8]],
        )
    assert by_category[:, :, 4:7].sum() == 30


def test_continuous_codes_go_along_the_sides(tmp_path):
    plane = draw(tmp_path)[1].reshape(10, 10, 9)
    steps = np.linspace(-1, 1, 10)
    np.testing.assert_allclose(plane[4, :, 7], steps, atol=1e-6)
    np.testing.assert_allclose(plane[:, 4, 8], steps, atol=1e-6)
    rest = plane[..., :7].reshape(100, 7)
    np.testing.assert_array_equal(rest, rest[[0] * 100])


def test_files(tmp_path):
    draw(tmp_path, every=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "epoch_0002.png",
        "epoch_0002_codes.png",
        "epoch_0003.png",
        "epoch_0003_codes.png",
    ]
    width, height = Image.open(tmp_path / "epoch_0002.png").size
    assert width > 3 * height / 2


def test_every_must_be_positive(tmp_path):
    with pytest.raises(ValueError, match="Received: every=0"):
        callbacks.CodeGrid(tmp_path, every=0)
