import numpy as np
import pytest
import tensorflow as tf

from keras_creative import datasets
from keras_creative.datasets.pipeline import prefetch_without_autotuning


def test_steady_keeps_the_batches():
    batches = prefetch_without_autotuning(tf.data.Dataset.range(6).batch(2))
    np.testing.assert_array_equal(
        [batch.numpy() for batch in batches], [[0, 1], [2, 3], [4, 5]]
    )


@pytest.mark.parametrize(
    "batches",
    [
        datasets.load_toy("8Gaussians").batches(4),
        datasets.image_batches(np.zeros((4, 8, 8, 1), "uint8"), batch_size=4),
    ],
    ids=["toy", "images"],
)
def test_no_autotuning_thread_delays_the_end_of_fit(batches):
    assert batches.options().autotune.enabled is False
