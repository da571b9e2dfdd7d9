import numpy as np
import pytest

from keras_creative import datasets, metrics

RING = datasets.load_toy("8Gaussians")
REAL, LABELS = RING.sample(4000, seed=0)
OTHERS, OTHER_LABELS = RING.sample(4000, seed=1)
RNG = np.random.default_rng(0)
PICTURES = RNG.uniform(-1, 1, (400, 1, 1, 3)) * np.ones((400, 4, 4, 3))


@pytest.mark.parametrize("modes", [None, (RING.components, RING.std)])
def test_perfect_sampler_has_ratios_of_one(modes):
    """n = 256 of the true density, from five seeds; 20 clusters or 8 modes."""
    variety = metrics.Variety(REAL, modes)
    for seed in range(5):
        measures = variety.measure(RING.sample(256, seed=10 + seed)[0])
        assert measures["clusters_ratio"] >= 0.9
        assert abs(measures["pairwise_distance_ratio"] - 1) < 0.05


def test_perfect_pictures_have_ratios_of_one():
    measures = metrics.Variety(PICTURES[:200]).measure(PICTURES[200:])
    for name in ("clusters_ratio", "pairwise_distance_ratio", "palette_ratio"):
        assert abs(measures[name] - 1) < 0.15, name


def test_missing_modes_are_missed():
    variety = metrics.Variety(REAL, (RING.components, RING.std))
    for modes in (1, 3, 8):
        few = OTHERS[np.isin(OTHER_LABELS, range(modes))]
        measures = variety.measure(few[:256])
        assert measures["clusters_hit"] == modes
        assert measures["clusters_ratio"] == modes / 8
        assert measures["modes_captured"] == modes


def test_missing_part_is_missed_without_modes():
    few = OTHERS[OTHER_LABELS < 2][:256]
    assert 0.1 < metrics.Variety(REAL).measure(few)["clusters_ratio"] < 0.4


def test_one_picture_has_no_variety():
    same = np.tile(PICTURES[:1], (50, 1, 1, 1))
    measures = metrics.Variety(PICTURES).measure(same)
    assert measures["clusters_hit"] == 1
    assert measures["pairwise_distance_ratio"] < 1e-6
    assert measures["palette_ratio"] < 1e-6


@pytest.mark.parametrize("size", [3, 4])
def test_half_the_size_has_half_the_distance(size):
    """With 27 numbers a picture as with 48."""
    pictures = PICTURES[:, :size, :size]
    variety = metrics.Variety(pictures)
    whole, half = (variety.measure(k * pictures) for k in (1, 0.5))
    name = "pairwise_distance_ratio"
    np.testing.assert_allclose(half[name], whole[name] / 2)


def test_clusters_and_comparison_take_different_examples(monkeypatch):
    seen = []
    find = metrics.variety.find_clusters

    def spy(examples, *args):
        seen.append(examples)
        return find(examples, *args)

    def share(samples, centers):
        seen.append(samples)
        return np.ones(len(centers)) / len(centers)

    monkeypatch.setattr(metrics.variety, "find_clusters", spy)
    monkeypatch.setattr(metrics.variety, "cluster_shares", share)
    metrics.Variety(REAL)
    searched, held_back = ({tuple(row) for row in rows} for rows in seen)
    assert len(searched) == len(held_back) == 2000
    assert not searched & held_back


def test_palette_is_that_of_the_data():
    """Real pictures share half a palette, samples of one color none."""
    real = PICTURES.copy()
    real[:, :2] *= -1
    real += 0.5 * PICTURES
    colors = metrics.Variety(real / 2).measure(PICTURES)
    assert colors["palette_ratio"] == pytest.approx(
        1 / metrics.palette_share(real), rel=0.05
    )


def test_least_and_largest_reference():
    """Eight pictures, black ones and white ones among them."""
    pictures = np.ones((8, 2, 2, 1)) * np.linspace(-1, 1, 8).reshape(
        -1, 1, 1, 1
    )
    measures = metrics.Variety(pictures).measure(pictures[:2])
    assert measures["pairwise_distance_ratio"] < 1


def test_pictures_of_one_mean_color_have_no_palette():
    halves = np.ones((8, 4, 4, 1))
    halves[:4, :2] = halves[4:, 2:] = -1
    assert "palette_ratio" not in metrics.Variety(halves).measure(halves)


@pytest.mark.parametrize(
    "reference, modes, message",
    [
        (REAL[:7], None, r"Received: reference.shape=\(7, 2\)"),
        (REAL[:, 0], None, r"Received: reference.shape=\(4000,\)"),
        (PICTURES + 1, None, r"\[-1, 1\]. Received: numbers from"),
        (np.full((8, 2), np.nan), None, "from nan to nan"),
        (np.ones((8, 2)), None, "Received: 8 equal ones"),
        (REAL, (RING.components, 0), "std=0"),
        (REAL, (RING.components[0], 1), r"centers of shape \(2,\)"),
        (PICTURES, (RING.components, 1), r"\(4, 4, 3\), and a positive"),
    ],
)
def test_bad_reference_of_variety(reference, modes, message):
    with pytest.raises(ValueError, match=message):
        metrics.Variety(reference, modes)
