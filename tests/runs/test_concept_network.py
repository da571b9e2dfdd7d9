import numpy as np
import pytest

from keras_creative import datasets, metrics, runs


@pytest.mark.slow
def test_features_tell_new_concepts_apart():
    """Noisy bars at 12 positions; 4 concepts of the test are new.

    n: 4 concepts of 6 pictures, seed 0; chance is 0.25.
    """
    rng = np.random.default_rng(0)
    images = rng.integers(0, 90, (12, 10, 16, 16, 1))
    for concept in range(12):
        images[concept, :, :, concept + 2] = 255
    tasks = datasets.TaskSet(
        images.reshape(-1, 16, 16, 1).astype("uint8"), np.arange(120) // 10
    )
    train, _, test = tasks.split(validation=1 / 12, test=1 / 3)
    judge = runs.ConceptNetwork.train(
        train, ways=5, shots=2, queries=2, steps=40, width=8
    )
    pairs = [test.shots_of(i, 4) for i in range(4)]
    shots, others = (
        judge.features(np.concatenate(part))
        for part in zip(*pairs, strict=True)
    )
    rate = metrics.recognition_rate(
        shots, np.arange(16) // 4, others, np.arange(24) // 6
    )
    assert rate > 0.6
