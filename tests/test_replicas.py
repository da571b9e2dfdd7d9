"""Replicas with uneven batches, against one device: 7 = 4 + 3, 1 = 1 + 0."""

import numpy as np
import pytest
import tensorflow as tf

from keras_creative import replicas
from keras_creative.losses import batch_mean
from keras_creative.losses.reduction import global_mean
from keras_creative.models.core.noise import Noise

ROWS = np.random.default_rng(0).normal(size=(7, 2)).astype("float32")


def run(function, *counts):
    """Results of a function of each replica's rows, the first ones first."""
    strategy = tf.distribute.MirroredStrategy(
        [device.name for device in tf.config.list_logical_devices("CPU")[:2]],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )
    parts = np.split(ROWS[: sum(counts)], np.cumsum(counts)[:-1])
    rows = strategy.experimental_distribute_values_from_function(
        lambda context: tf.constant(parts[context.replica_id_in_sync_group])
    )
    results = strategy.run(function, args=(rows,))
    return [r.numpy() for r in strategy.experimental_local_results(results)]


@pytest.mark.parametrize("counts", [(4, 3), (2, 4), (3, 3), (1, 0)])
def test_means_are_those_of_the_global_batch(counts):
    def mean(rows):
        rows, _ = replicas.begin_step(rows, None)
        return replicas.weighted(batch_mean(tf.exp(rows)))

    expected = np.exp(ROWS[: sum(counts)]).mean()
    np.testing.assert_allclose(sum(run(mean, *counts)), expected, rtol=1e-6)


@pytest.mark.parametrize("counts", [(4, 3), (1, 0)])
def test_every_replica_knows_the_global_mean(counts):
    def mean(rows):
        (rows,) = replicas.begin_step(rows)
        return global_mean(rows)

    expected = ROWS[: sum(counts)].mean()
    np.testing.assert_allclose(run(mean, *counts), expected, rtol=1e-5)


def draw(rows):
    (rows,) = replicas.begin_step(rows)
    noise = Noise(3, lambda: (5, 0))
    return noise.normal((tf.shape(rows)[0], 2))


@pytest.mark.parametrize("counts", [(4, 3), (2, 4), (1, 0)])
def test_noise_is_that_of_the_replicas_rows(counts):
    drawn = np.concatenate(run(draw, *counts))[: sum(counts)]
    expected = Noise(3, lambda: (5, 0)).normal((sum(counts), 2))
    np.testing.assert_array_equal(drawn, expected)


@pytest.mark.parametrize(
    "counts, turns", [((4, 3), 2), ((3, 4), 5), ((1, 1), 3)]
)
def test_shares_are_those_of_the_global_batch(counts, turns):
    """Weighed, they add up to the mean of every `turns`-th row."""
    total = sum(counts)

    def shares(rows):
        (rows,) = replicas.begin_step(rows)
        means = []
        for turn in range(turns):
            (share,) = replicas.begin_share(turn, turns, rows)
            means.append(replicas.weighted(batch_mean(share)))
        return tf.stack(means)

    expected = [
        ROWS[:total][turn % total :: turns].mean() for turn in range(turns)
    ]
    np.testing.assert_allclose(sum(run(shares, *counts)), expected, rtol=1e-5)


def test_a_single_replica_adds_nothing_to_a_step():
    @tf.function
    def step(rows):
        rows, labels = replicas.begin_step(rows, None)
        assert labels is None
        return replicas.weighted(rows)

    rows = tf.TensorSpec((None, 2))
    operations = step.get_concrete_function(rows).graph.get_operations()
    kinds = {operation.type for operation in operations}
    assert kinds <= {
        "Placeholder", "Shape", "Const", "StridedSlice", "Identity", "NoOp"
    }  # fmt: skip


def test_a_step_is_forgotten_at_its_end():
    replicas.begin_step(ROWS)
    assert int(replicas.end_step()) == 7
    assert replicas.end_step() is None
