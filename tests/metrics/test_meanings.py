import numpy as np

from keras_creative import metrics


def test_every_measure_of_the_package_is_explained():
    rng = np.random.default_rng(0)
    pictures = rng.uniform(-1, 1, (16, 4, 4, 1))
    points = rng.normal(size=(16, 2))
    measures = [
        metrics.Variety(pictures).measure(pictures),
        metrics.mode_measures(points, points[:2], std=0.1),
        metrics.held_out_scores(
            points, np.eye(2)[[0, 1] * 8], points[:8], points[8:], [1]
        ),
    ]
    for found in measures:
        assert set(metrics.explain(found)) == set(found)


def test_names_are_found_inside_and_unknown_ones_left_out():
    found = {"mine": 1, "codes": {"0": {"owns": 3, "hit_rate": 0.5}}}
    assert list(metrics.explain(found)) == ["hit_rate", "owns"]
