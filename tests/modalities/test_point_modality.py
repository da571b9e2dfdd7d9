import types

import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks, datasets, modalities
from keras_creative.callbacks.sample_grid import grid_beside
from keras_creative.modalities import parts

POINTS = modalities.modality_of("points")
RING = datasets.load_toy("8Gaussians", holdout=[1])


class Plain:
    """Points of which no modes are known."""

    sample_shape = (2,)

    def sample(self, n, seed=0):
        return np.random.default_rng(seed).normal(size=(n, 2)), None


def pixels(path):
    return np.asarray(Image.open(path))


def test_frames_are_what_is_saved(tmp_path):
    points, _ = RING.sample(50)
    drawing = POINTS.drawing(points, marks=points[:1])
    drawing.save(tmp_path / "a.png", -points, "a title")
    shown = drawing.pixels(-points, "a title")
    np.testing.assert_array_equal(pixels(tmp_path / "a.png"), shown)


def test_the_grid_of_data_is_that_of_a_point_grid(tmp_path):
    """400 real points, with a ring at the hidden class."""
    seeds = []

    def sample(n, seed):
        seeds.append((n, seed))
        return RING.sample(n, seed=9)[0]

    real, _ = RING.sample(400, 3)
    marks = RING.centers[[1]]
    grids = {
        "a": grid_beside(RING, tmp_path / "a", seed=3),
        "b": callbacks.PointGrid(
            tmp_path / "b", real, RING.half_width, marks, seed=3
        ),
    }
    model = types.SimpleNamespace(sample_shape=(2,), sample=sample)
    for grid in grids.values():
        grid.set_model(model)
        grid.draw(1)
    shown = [pixels(tmp_path / name / "epoch_0001.png") for name in grids]
    np.testing.assert_array_equal(*shown)
    assert seeds == [(400, 3)] * 2


def test_points_of_unknown_modes_are_measured_by_distances():
    samples, _ = Plain().sample(60, seed=1)
    found = POINTS.measure(samples, Plain())
    assert "modes" not in found.measures
    assert 0.8 < found.measures["pairwise_distance_ratio"] < 1.2
    assert found.protocol == "60 samples beside 60 training points, seed 0"


def test_a_walk_without_data_is_as_wide_as_its_points():
    walk = POINTS.walk(np.array([[3.0, 0.0], [0.0, -4.0], [np.nan, 9.0]]))
    assert isinstance(walk, parts.Scatter) and len(walk.layers) == 1
    assert walk.half_width == pytest.approx(1.1 * 9)
