import json

import numpy as np

from keras_creative.datasets import (
    few_shot,
    holdout,
    load_toy,
)


class TestMixtures:
    def test_holdout(self):
        training, hidden = holdout(load_toy("8Gaussians"), [1, 4])
        made = load_toy("8Gaussians", holdout=[1, 4])
        assert training.fingerprint == made.fingerprint
        points, labels = training.sample(200, seed=2)
        np.testing.assert_array_equal(points, made.sample(200, seed=2)[0])
        assert set(labels) == {0, 2, 3, 5, 6, 7}
        _, labels = next(iter(hidden.batches(100)))
        assert set(labels.numpy()) == set(hidden.shown) == {1, 4}
        assert hidden.half_width == training.half_width

    def test_few_shot_draws_fixed_points(self):
        training, hidden = few_shot(load_toy("8Gaussians"), 3, k=4, seed=1)
        shots = {tuple(p) for p in training.shots[3].tolist()}
        assert len(shots) == 4 and training.shown == tuple(range(8))
        for step in (0, 7):
            batches = training.batches(2000, seed=5, first_step=step)
            points, labels = (t.numpy() for t in next(iter(batches)))
            drawn = points[labels == 3].tolist()
            assert {tuple(p) for p in drawn} == shots
            np.testing.assert_allclose(np.mean(labels == 3), 1 / 8, atol=0.03)
            assert len(np.unique(points[labels != 3], axis=0)) > 1500
        points, _ = training.sample(50, labels=[3])
        assert {tuple(p) for p in points.tolist()} <= shots

    def test_shots_are_of_the_class_and_not_of_the_reference(self):
        ring = load_toy("8Gaussians")
        training, hidden = few_shot(ring, 3, k=8, seed=0)
        shots = training.shots[3]
        assert training.log_density(shots, labels=[3]).min() > -10
        points, labels = hidden.sample(2000, seed=0)
        assert set(labels) == {3}
        gaps = np.linalg.norm(points[:, None] - shots, axis=-1)
        assert gaps.min() > 0
        spread = (points - ring.centers[3]).std()
        np.testing.assert_allclose(spread, ring.std, rtol=0.1)

    def test_other_classes_are_drawn_as_before(self):
        ring = load_toy("8Gaussians")
        x, y = next(iter(ring.batches(300, seed=4)))
        few = few_shot(ring, 3, k=1).training
        few_x, few_y = next(iter(few.batches(300, seed=4)))
        np.testing.assert_array_equal(y, few_y)
        others = y.numpy() != 3
        np.testing.assert_array_equal(x[others], few_x[others])

    def test_fingerprints(self):
        ring = load_toy("8Gaussians")
        data = [
            ring,
            load_toy("8Gaussians", scale=1),
            load_toy("Imbal-8Gaussians"),
            holdout(ring, [3]).training,
            few_shot(ring, 3, k=2).training,
            few_shot(ring, 3, k=2, seed=1).training,
            few_shot(ring, 3, k=1).training,
        ]
        assert len({json.dumps(d.fingerprint) for d in data}) == 7
        assert few_shot(ring, 3, k=2).training.fingerprint == (
            data[4].fingerprint
        )

    def test_composes(self):
        split = holdout(load_toy("25Gaussians"), [0])
        split = few_shot(split.training, 2, k=2)
        split = few_shot(split.training, 4, k=1)
        assert {k: len(v) for k, v in split.training.shots.items()} == {
            2: 2,
            4: 1,
        }
        assert split.training.holdout == (0,)
        assert split.hidden.shown == (0, 2, 4) and split.hidden.shots == {}


def test_whole_mixture():
    ring = load_toy("8Gaussians")
    for part in few_shot(holdout(ring, [2]).training, 3, k=2):
        assert part.whole().fingerprint == ring.fingerprint
