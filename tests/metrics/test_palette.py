import numpy as np
import pytest

from keras_creative import metrics


def plain(*values):
    """Grey pictures of 2x2 pixels, one value each."""
    return np.array(values, "float32")[:, None, None, None] * np.ones((2, 2, 1))


RNG = np.random.default_rng(0)
NOISE = RNG.uniform(-1, 1, (5, 4, 4, 3))


def test_one_color_a_picture_is_all_between():
    colors = RNG.uniform(-1, 1, (5, 1, 1, 3)) * np.ones((5, 4, 4, 3))
    np.testing.assert_allclose(metrics.palette_share(colors), 1.0)


def test_same_picture_is_all_inside():
    np.testing.assert_allclose(
        metrics.palette_share(np.tile(NOISE[:1], (5, 1, 1, 1))), 0.0, atol=1e-12
    )


def test_one_color_everywhere_has_no_share():
    assert metrics.palette_share(np.full((5, 4, 4, 3), 0.1)) == 0.0


def test_share_by_hand():
    """Means -1/2 and 1/2: between 1/4; inside 1/4 and 0, mean 1/8."""
    pictures = np.array([[-1, -1, 0, 0], [0.5, 0.5, 0.5, 0.5]])
    share = metrics.palette_share(pictures.reshape(2, 2, 2, 1))
    np.testing.assert_allclose(share, (1 / 4) / (1 / 4 + 1 / 8))


def test_share_is_that_of_all_pixels_together():
    pixels = NOISE.reshape(-1, 3)
    between = NOISE.mean(axis=(1, 2)).var(axis=0).sum()
    np.testing.assert_allclose(
        metrics.palette_share(NOISE), between / pixels.var(axis=0).sum()
    )
    np.testing.assert_allclose(
        metrics.palette_share(127.5 * NOISE + 127.5),
        metrics.palette_share(NOISE),
    )


def test_distances_by_hand():
    """Of -1, 0 and 1 the distances are 1, 1 and 2."""
    distance = metrics.mean_pairwise_distance(plain(-1, 0, 1))
    np.testing.assert_allclose(distance, 4 / 3)
    black_and_white = metrics.mean_pairwise_distance(plain(-1, 1))
    np.testing.assert_allclose(black_and_white, 2.0)


def test_distances_far_from_the_origin():
    """Of -1, 0 and 1 beside 1e9 in one pixel and -1e9 in the other."""
    far = np.array([1e9, -1e9]).reshape(1, 1, 2, 1)
    distance = metrics.mean_pairwise_distance(plain(-1, 0, 1)[:, :1] + far)
    np.testing.assert_allclose(distance, 4 / 3)


def test_distances_pair_by_pair():
    distances = [
        np.sqrt(np.mean((NOISE[i] - NOISE[j]) ** 2))
        for i in range(5)
        for j in range(i)
    ]
    np.testing.assert_allclose(
        metrics.mean_pairwise_distance(NOISE), np.mean(distances)
    )


def test_same_picture_has_no_distance():
    same = np.tile(NOISE[:1], (5, 1, 1, 1))
    np.testing.assert_allclose(
        metrics.mean_pairwise_distance(same), 0.0, atol=1e-7
    )


def test_measures_beside_the_data():
    """Half the contrast: the share stays, the distances are halved."""
    measures = metrics.palette_measures(NOISE[:4] / 2, NOISE[:4])
    assert (measures["n"], measures["n_reference"]) == (4, 4)
    np.testing.assert_allclose(measures["palette_ratio"], 1.0)
    np.testing.assert_allclose(measures["pairwise_distance_ratio"], 0.5)
    assert measures["palette_share"] == metrics.palette_share(NOISE[:4] / 2)
    assert measures["pairwise_rms_reference"] == (
        metrics.mean_pairwise_distance(NOISE[:4])
    )


def test_measured_reference_is_a_reference():
    real = metrics.reference_measures(NOISE)
    assert metrics.palette_measures(NOISE, real) == (
        metrics.palette_measures(NOISE, NOISE)
    )


def test_black_and_white_are_in_the_range():
    """Pixels of exactly -1 and 1: one color a picture, 2 apart."""
    measures = metrics.reference_measures(plain(-1, 1))
    assert measures == {
        "n_reference": 2,
        "palette_share_reference": 1.0,
        "pairwise_rms_reference": 2.0,
    }


def test_palette_ratio_by_hand():
    """Share 2/3, see above, over that of one color a picture, 1."""
    pictures = np.array([[-1, -1, 0, 0], [0.5, 0.5, 0.5, 0.5]])
    ratio = metrics.palette_ratio(pictures.reshape(2, 2, 2, 1), plain(-1, 1))
    np.testing.assert_allclose(ratio, 2 / 3)


@pytest.mark.parametrize("shape", [(3,), (1, 4, 4, 3), (4, 4, 3), (2, 0, 4, 3)])
def test_bad_pictures(shape):
    for measure in (metrics.palette_share, metrics.mean_pairwise_distance):
        with pytest.raises(ValueError, match="Received: pictures.shape="):
            measure(np.zeros(shape))


@pytest.mark.parametrize(
    "reference, message",
    [
        (NOISE[:1], r"Received: reference.shape=\(1, 4, 4, 3\)"),
        (127.5 * NOISE + 127.5, r"\[-1, 1\]. Received: pixels from"),
        (NOISE - 1, "pixels from -1.9"),
        (np.full((2, 4, 4, 3), np.nan), "pixels from nan to nan"),
        (np.stack([NOISE[0], NOISE[0, ::-1]]), "differ in their mean color"),
    ],
)
def test_bad_reference(reference, message):
    with pytest.raises(ValueError, match=message):
        metrics.palette_measures(NOISE, reference)
