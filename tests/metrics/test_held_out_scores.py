import numpy as np
import pytest

from keras_creative import metrics

RNG = np.random.default_rng(0)


def cloud(n, features=40, seed=0):
    return np.random.default_rng(seed).normal(size=(n, features))


class TestNeighbours:
    def test_by_hand(self):
        reference = np.array([[0, 0], [4, 0], [4, 3]])
        samples = np.array([[0, 1], [4, 2], [4, 0], [7, 7]])
        np.testing.assert_allclose(
            metrics.nearest_distances(samples, reference), [1, 1, 0, 5]
        )
        np.testing.assert_allclose(
            metrics.neighbour_distances(reference), [4, 3, 3]
        )
        np.testing.assert_allclose(
            metrics.earlier_distances(reference), [np.inf, 4, 3]
        )

    @pytest.mark.parametrize("features", [2, 200])
    def test_blocks_equal_the_whole(self, features, monkeypatch):
        samples, reference = cloud(50, features), cloud(30, features, seed=1)
        gaps = np.linalg.norm(samples[:, None] - reference, axis=-1)
        within = np.linalg.norm(samples[:, None] - samples, axis=-1)
        np.fill_diagonal(within, np.inf)
        earlier = np.where(np.tri(50, k=-1) > 0, within, np.inf)
        for block in (2**24, 70):
            monkeypatch.setattr(
                "keras_creative.metrics.neighbors._BLOCK", block
            )
            for expected, distances in [
                (gaps, metrics.nearest_distances(samples, reference)),
                (within, metrics.neighbour_distances(samples)),
                (earlier, metrics.earlier_distances(samples)),
            ]:
                np.testing.assert_allclose(
                    distances, expected.min(1), rtol=1e-5
                )

    def test_some_queries(self):
        examples = cloud(40)
        every = metrics.neighbour_distances(examples)
        some = metrics.neighbour_distances(examples, queries=7, seed=3)
        assert len(some) == 7
        for queries in (40, 41):
            np.testing.assert_array_equal(
                metrics.neighbour_distances(examples, queries), every
            )
        for distance in some:
            assert np.isclose(every, distance, rtol=1e-5).any()

    def test_each_query_is_asked_once(self):
        """Distances 1, 1, 2, 3 and 4: some four of them."""
        line = np.array([[0.0], [1.0], [3.0], [6.0], [10.0]])
        for seed in range(5):
            some = metrics.neighbour_distances(line, queries=4, seed=seed)
            left_out = [1, 1, 2, 3, 4]
            for distance in some:
                left_out.remove(distance)
            assert len(left_out) == 1

    def test_copies_of_pictures_are_at_0(self):
        pictures = np.float32(RNG.uniform(-1, 1, (20, 8, 8, 3)))
        distances = metrics.nearest_distances(pictures[:5], pictures)
        np.testing.assert_array_equal(distances, 0)
        shifted = pictures + np.float32(1e-3)
        np.testing.assert_allclose(
            metrics.nearest_distances(shifted, pictures),
            1e-3 * np.sqrt(8 * 8 * 3),
            rtol=1e-3,
        )

    @pytest.mark.parametrize("lower", [1, -1], ids=["white", "black"])
    def test_copies_are_found_among_nearly_equal_pictures(self, lower):
        """500 of noise of 1e-4 on white above, white or black below."""
        noise = 1e-4 * RNG.uniform(size=(500, 32, 32, 3))
        pictures = np.float32(1 - noise)
        pictures[:, 16:] *= lower
        distances = metrics.nearest_distances(pictures, pictures)
        np.testing.assert_array_equal(distances, 0)

    def test_wrong_input(self):
        with pytest.raises(ValueError, match="3 numbers .* 2 for each sample"):
            metrics.nearest_distances(cloud(4, 2), cloud(4, 3))
        with pytest.raises(ValueError, match="each of 0 examples"):
            metrics.nearest_distances(cloud(4, 2), cloud(0, 2))
        with pytest.raises(ValueError, match="two. Received: 1 examples"):
            metrics.neighbour_distances(cloud(1))


class TestClassShare:
    probabilities = np.array(
        [[0.92, 0.05, 0.03], [0.5, 0.45, 0.05], [0.1, 0.9, 0], [0, 0.02, 0.98]]
    )

    @pytest.mark.parametrize(
        "labels, share",
        [(0, 1 / 4), (1, 0), (2, 1 / 4), ([0, 1], 3 / 4), ([0, 1, 2], 1)],
    )
    def test_by_hand(self, labels, share):
        assert metrics.class_share(self.probabilities, labels) == share

    def test_one_row_of_numbers(self):
        with pytest.raises(ValueError, match=r"shape=\(3,\)"):
            metrics.class_share([0.1, 0.2, 0.7], 1)

    def test_confidence(self):
        assert metrics.class_share(self.probabilities, 1, confidence=0.4) == 0.5

    def test_wrong_shape(self):
        with pytest.raises(ValueError, match=r"n at least 1. .*shape=\(0, 3\)"):
            metrics.class_share(self.probabilities[:0], 1)


class TestUniqueness:
    def test_by_hand(self):
        line = np.array([[0.0], [1.0], [1.4], [3.0], [0.2]])
        assert metrics.uniqueness(line, 0.5) == 3 / 5
        assert metrics.uniqueness(line, 0.1) == 1
        assert metrics.uniqueness(line, 9) == 1 / 5

    def test_collapse(self):
        assert metrics.uniqueness(np.ones((50, 4)), 0) == 1 / 50
        pictures = cloud(400, 100)
        distance = metrics.near_copy_distance(pictures)
        collapsed = pictures[:1] + 0.1 * cloud(400, 100, seed=1)
        assert metrics.uniqueness(collapsed, distance) == 1 / 400
        two = np.concatenate([collapsed[:200], collapsed[200:] + 5])
        assert metrics.uniqueness(two, distance) == 2 / 400

    @pytest.mark.parametrize("features", [2, 10, 300])
    def test_independent_examples_in_any_dimension(self, features):
        """Seeds 0 to 4, n=1000 twice: 0.985 or more."""
        for seed in range(5):
            reference = cloud(1000, features, seed=2 * seed)
            others = cloud(1000, features, seed=2 * seed + 1)
            distance = metrics.near_copy_distance(reference)
            assert metrics.uniqueness(others, distance) >= 0.985

    @pytest.mark.parametrize("n", [5, 20, 50, 100, 300])
    def test_examples_that_gave_the_distance(self, n):
        """Seeds 0 to 4: all but the nearest pair, or one in a hundred."""
        for seed in range(5):
            examples = cloud(n, 2, seed=seed)
            distance = metrics.near_copy_distance(examples)
            share = metrics.uniqueness(examples, distance)
            assert share == 1 - 1 / n if n <= 100 else share >= 0.99

    def test_near_copy_distance_by_hand(self):
        line = np.array([[0.0], [1.0], [3.0], [6.0], [6.0]])
        for percentile, distance in ((0, 1), (50, 1), (75, 1.5), (100, 2)):
            # of 1, 1, 2; the two at 6 are copies
            assert metrics.near_copy_distance(line, percentile) == distance
        assert metrics.near_copy_distance(np.ones((4, 2))) == 0


def test_training_distance_ratio_by_hand():
    training = np.array([[0.0], [2.0], [4.0], [6.0]])
    ratio = metrics.training_distance_ratio
    assert ratio(training[:2], training) == 0
    assert ratio(np.array([[1.0], [3.0]]), training) == 0.5
    assert ratio(np.array([[12.0]]), training) == 3
    assert np.isnan(ratio(training, np.zeros((4, 1))))


def test_what_is_usual_is_taken_of_2000_training_examples(monkeypatch):
    asked = []
    distances = metrics.copies.neighbour_distances

    def spy(*arguments):
        asked.append(distances(*arguments))
        return asked[-1]

    monkeypatch.setattr(metrics.copies, "neighbour_distances", spy)
    line = np.arange(2001.0)[:, None]
    assert metrics.training_distance_ratio(line[:1] + 0.5, line) == 0.5
    assert len(asked[0]) == 2000


class TestScores:
    training = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [6.0, 0.0]])
    hidden = np.array([[0.0, 10.0], [1.0, 10.0], [2.0, 10.0], [4.0, 10.0]])
    samples = np.array(
        [[1.0, 0.0], [0.0, 11.0], [0.0, 11.0], [5.0, 0.0], [9.0, 5.0]]
    )
    probabilities = np.array(
        [[0.99, 0.01], [0.04, 0.96], [0.04, 0.96], [1.0, 0.0], [0.5, 0.5]]
    )

    def scores(self, **kwargs):
        arguments = {
            "samples": self.samples,
            "probabilities": self.probabilities,
            "training": self.training,
            "hidden": self.hidden,
            "hidden_labels": [1],
        }
        return metrics.held_out_scores(**arguments | kwargs)

    def test_by_hand(self):
        scores = self.scores(shots=np.array([[0.0, 9.0], [0.0, -99.0]]))
        assert scores.pop("shot_distance_ratio") == pytest.approx(
            2 / ((2**0.5 + 5**0.5) / 2)
        )
        assert scores == {
            "n": 5,
            "n_training": 4,
            "n_hidden": 4,
            "n_recovered": 2,
            "recovery_rate": 0.4,
            # Clopper-Pearson's limits of 2 in 5.
            "recovery_rate_low": pytest.approx(0.0527, abs=1e-4),
            "recovery_rate_high": pytest.approx(0.8534, abs=1e-4),
            "recovery_rates": {"1": 0.4},
            "shown_rate": 0.4,
            "uniqueness": 3 / 4,
            "recovered_uniqueness": 1 / 2,
            "training_distance_ratio": pytest.approx(34**0.5 / 2),
            "hidden_distance_ratio": 1.0,
        }

    def test_nothing_recovered(self):
        scores = self.scores(probabilities=np.tile([0.95, 0.05], (5, 1)))
        assert scores["n_recovered"] == scores["recovery_rate"] == 0
        for name in ("recovered_uniqueness", "hidden_distance_ratio"):
            assert np.isnan(scores[name])

    def test_two_are_enough_and_one_is_not(self):
        samples, hidden = np.array([[0.0], [5.0]]), np.array([[0.0], [1.0]])
        sure = np.tile([0.05, 0.95], (2, 1))
        arguments = {"samples": samples, "training": hidden, "hidden": hidden}
        scores = self.scores(**arguments, probabilities=sure)
        assert scores["uniqueness"] == scores["recovered_uniqueness"] == 1
        scores = self.scores(**arguments, probabilities=sure * [[1], [0]])
        assert np.isnan(scores["recovered_uniqueness"])

    def test_wrong_number(self):
        with pytest.raises(ValueError, match="4 rows, 5 samples"):
            self.scores(probabilities=self.probabilities[:4])
