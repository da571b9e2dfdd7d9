import numpy as np
from PIL import Image

from keras_creative import callbacks, datasets


class Copier:
    """A few-shot model that returns the first shot."""

    def __init__(self):
        self.seen = []

    def sample_like(self, shots, n, seed):
        self.seen.append(shots)
        return np.repeat(shots[:1], n, axis=0)


def test_it_draws_concepts_with_shots_samples_and_nearest(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (24, 8, 8, 1))
    tasks = datasets.TaskSet(images.astype("uint8"), np.arange(24) // 6)
    grid = callbacks.ShotsGrid(tmp_path, tasks, concepts=3, shots=2, n=4)
    model = Copier()
    grid.set_model(model)
    grid.set_params({"epochs": 2})
    grid.on_epoch_end(0)
    grid.on_epoch_end(1)
    assert len(model.seen) == 6
    np.testing.assert_array_equal(model.seen[0], model.seen[3])
    assert {p.name for p in tmp_path.iterdir()} == {
        "epoch_0001.png",
        "epoch_0002.png",
    }
    pixels = np.asarray(Image.open(tmp_path / "epoch_0002.png"))
    # Three blocks of two columns, two gaps of four pixels.
    assert pixels.shape[1] == 2 * (3 * 19 + 2 * 4)


def test_concepts_are_at_most_those_there_are(tmp_path):
    tasks = datasets.TaskSet(np.zeros((6, 8, 8, 1), "uint8"), np.arange(6) // 3)
    grid = callbacks.ShotsGrid(tmp_path, tasks, shots=2)
    assert [len(shots) for shots in grid.shots] == [2, 2]
    assert [len(others) for others in grid.others] == [1, 1]
