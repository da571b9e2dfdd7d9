import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks


class Mixer:
    """A model that returns the mean of a content and its style."""

    def __init__(self):
        self.strengths = []

    def stylize(self, content, styles, strength):
        self.strengths.append(strength)
        return (content + styles[0]) / 2


def test_it_paints_all_pairs(tmp_path):
    contents = np.array([-1.0, 1.0]).reshape(2, 1, 1, 1) + np.zeros((8, 8, 3))
    styles = np.array([-1.0, 0.0, 1.0]).reshape(3, 1, 1, 1) + np.zeros(
        (8, 8, 3)
    )
    grid = callbacks.StyleGrid(tmp_path, contents, styles, 0.5, every=2)
    model = Mixer()
    grid.set_model(model)
    grid.set_params({"epochs": 3})
    for epoch in range(3):
        grid.on_epoch_end(epoch)
    assert {p.name for p in tmp_path.iterdir()} == {
        "epoch_0002.png",
        "epoch_0003.png",
    }
    assert model.strengths == [0.5] * 12
    pixels = np.asarray(Image.open(tmp_path / "epoch_0003.png"))[4::9, 4::9, 0]
    np.testing.assert_array_equal(
        pixels, [[255, 0, 128, 255], [0, 0, 64, 128], [255, 128, 191, 255]]
    )


def test_bad_pictures(tmp_path):
    images = np.zeros((2, 8, 8, 3))
    with pytest.raises(ValueError, match="of one shape.*Received"):
        callbacks.StyleGrid(tmp_path, images, images[:, :4])
    with pytest.raises(ValueError, match="at least 1 image each"):
        callbacks.StyleGrid(tmp_path, images, images[:0])
    with pytest.raises(ValueError, match="`scale`"):
        callbacks.StyleGrid(tmp_path, images, images, scale=0)
