"""A modality that the package does not know, from training to report."""

import dataclasses
import types

import keras
import numpy as np
import pytest
import tensorflow as tf
from kinds import Voxels, registered
from PIL import Image

from keras_creative import (
    callbacks,
    cli,
    experiments,
    models,
    networks,
    reports,
)
from keras_creative.recipes.recipe import Recipe

SHAPE = (4, 4, 4)


class VoxelSet:
    """Cubes of which one half is filled."""

    sample_shape = SHAPE
    num_classes = None
    holdout = few_shot_labels = ()
    fingerprint = {"digest": "half cubes"}

    def __len__(self):
        return 32

    def sample(self, n, seed=0):
        rng = np.random.default_rng(seed)
        cubes = np.full((n, *SHAPE), -1.0, "float32")
        for cube, axis in zip(cubes, rng.integers(0, 3, n), strict=True):
            np.moveaxis(cube, axis, 0)[:2] = rng.uniform(0.5, 1)
        return cubes, None

    def steps_per_epoch(self, batch_size):
        return len(self) // batch_size

    def batches(self, batch_size, seed, labelled=False, first_epoch=0):
        cubes, _ = self.sample(len(self), seed)
        return tf.data.Dataset.from_tensor_slices(cubes).batch(8).repeat()


@dataclasses.dataclass(frozen=True)
class VoxelGAN(Recipe):
    data: str = "half cubes"
    batch_size: int = 8
    epochs: int = 1
    seed: int = 0

    def load_data(self):
        return VoxelSet()

    def make_model(self, data):
        keras.utils.set_random_seed(self.seed)
        return make_model()


def make_model():
    model = models.GAN(
        networks.mlp_generator(2, SHAPE, units=4, num_layers=2),
        networks.mlp_discriminator(SHAPE, units=4, num_layers=2),
    )
    model.compile(run_eagerly=True)
    return model


@pytest.fixture(scope="module")
def voxels():
    with registered(Voxels()) as modality:
        yield modality


@pytest.fixture(scope="module")
def run(voxels, tmp_path_factory):
    folder = tmp_path_factory.mktemp("voxels") / "run"
    VoxelGAN().run(folder, verbose=0, on_collapse="warn")
    return folder


def test_fit_draws_and_watches(voxels, tmp_path):
    model, (real, _) = make_model(), VoxelSet().sample(9)
    grid = callbacks.SampleGrid(tmp_path, scale=1, real=real)
    watch = callbacks.CollapseWatch(VoxelSet().sample(64)[0], n=32)
    film = callbacks.TrainingAnimation(tmp_path / "film.gif", n=4, scale=1)
    walk = callbacks.LatentWalk(tmp_path / "walk.gif", steps=3, scale=1)
    pages = callbacks.TensorBoardImages(tmp_path / "logs", n=4)
    names = ["uniqueness", "training_distance_ratio"]
    logger = callbacks.MetricLogger(names, n=16, real=VoxelSet().sample(64)[0])
    history = model.fit(
        VoxelSet().sample(16)[0],
        epochs=1,
        verbose=0,
        callbacks=[grid, watch, film, walk, pages, logger],
    ).history
    assert "palette_ratio" not in history
    assert len(history["clusters_ratio"]) == len(history["uniqueness"]) == 1
    pixels = np.asarray(Image.open(tmp_path / "epoch_0001.png"))
    assert pixels.shape[1:] == (16 + 8 + 16, 3)
    shown = np.rint((real[0].max(axis=2) + 1) * 127.5)
    np.testing.assert_array_equal(pixels[1:5, 1:5, 0], shown)
    assert Image.open(tmp_path / "film.gif").size == (11, 11)
    assert Image.open(tmp_path / "walk.gif").size == (4, 4)


def test_references_are_in_the_value_range(voxels):
    real = 3 * VoxelSet().sample(64)[0]
    message = r"`reference` must hold voxel grids in \[-1, 1\]"
    with pytest.raises(ValueError, match=message):
        callbacks.CollapseWatch(real)


def test_a_run_is_sampled_evaluated_and_reported(run, tmp_path, capsys):
    assert (run / "samples" / "epoch_0001.png").exists()
    out = tmp_path / "voxels.npy"
    argv = ["sample", str(run), "-n", "6", "--seed", "3", "--out", str(out)]
    assert cli.main(argv) == 0
    model = experiments.load_sampler(run)
    expected = model.sample(6, seed=range(3, 9))
    np.testing.assert_array_equal(np.load(out), expected)
    walk = ["interpolate", str(run), "--frames", "3"]
    assert cli.main([*walk, "--out", str(tmp_path / "walk.gif")]) == 0
    found = experiments.evaluate(run, n=40, seed=1)
    assert found["protocol"] == (
        "40 samples beside 32 training voxel grids, seed 1"
    )
    assert {"clusters_ratio", "uniqueness", "training_distance_ratio"} <= set(
        found["measures"]
    )
    assert "palette_ratio" not in found["measures"]
    page = reports.write_report(run).read_text()
    assert "The 40 pictures of the walk" in page
    assert "32 of 32 training voxel grids" in page
    assert "32 voxel grids" in page


def test_samples_are_read_back(voxels, tmp_path):
    cubes, _ = VoxelSet().sample(3)
    path = tmp_path / "three.npy"
    experiments.write_samples(path, cubes)
    np.testing.assert_array_equal(voxels.read(path, SHAPE), cubes)
    experiments.write_samples(tmp_path / "three.png", cubes)
    experiments.write_samples(tmp_path / "singles", cubes)
    assert len(list((tmp_path / "singles").iterdir())) == 3
    with pytest.raises(ValueError, match="must be a .png, .npy file, or a f"):
        experiments.write_samples(tmp_path / "three.gif", cubes)


def test_a_file_is_a_waypoint(voxels, tmp_path):
    cubes, _ = VoxelSet().sample(1)
    np.save(tmp_path / "cube.npy", cubes)
    model = types.SimpleNamespace(
        sample_shape=SHAPE,
        encode=None,
        interpolate=lambda start, end, steps, **options: (start, end),
    )
    start, end = experiments.interpolate(
        model, [str(tmp_path / "cube.npy"), 3], 5
    )
    np.testing.assert_array_equal(start, cubes[0])
    assert end == 3


def test_a_run_has_no_referee(run):
    with pytest.raises(ValueError, match="the modality 'voxels', which has no"):
        experiments.evaluate(run, n=9, referee=True)
