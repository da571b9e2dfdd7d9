import numpy as np
import pytest
from PIL import Image
from scipy.stats import gaussian_kde

from keras_creative import plotting


def normal_points(n, seed=0, scale=0.6):
    return scale * np.random.default_rng(seed).normal(size=(n, 2))


def centers(half_width, bins):
    cell = 2 * half_width / bins
    return -half_width + cell * (np.arange(bins) + 0.5)


def mass(density, half_width):
    return density.sum() * (2 * half_width / len(density)) ** 2


@pytest.mark.parametrize("n", [1, 7, 2000])
@pytest.mark.parametrize("bins", [64, 128])
def test_integrates_to_one(n, bins):
    density = plotting.kernel_density(normal_points(n), 5.0, bins=bins)
    assert density.shape == (bins, bins)
    assert mass(density, 5.0) == pytest.approx(1, rel=0.02)
    assert (density >= 0).all()


def test_agrees_with_scipy():
    points = normal_points(2000, scale=1.0)
    x, y = np.meshgrid(centers(4.0, 128), centers(4.0, 128))
    expected = gaussian_kde(points.T)(np.stack([x.ravel(), y.ravel()]))
    density = plotting.kernel_density(points, 4.0)
    np.testing.assert_allclose(
        density.ravel(), expected, rtol=0, atol=0.02 * expected.max()
    )


def test_one_point_gives_the_kernel():
    point = np.array([[0.3, -0.7]])
    density = plotting.kernel_density(point, 2.0, bins=200, bandwidth=0.25)
    x, y = np.meshgrid(centers(2.0, 200), centers(2.0, 200))
    distance = (x - 0.3) ** 2 + (y + 0.7) ** 2
    expected = np.exp(-distance / (2 * 0.25**2)) / (2 * np.pi * 0.25**2)
    np.testing.assert_allclose(density, expected, atol=2e-3 * expected.max())


def test_scott_bandwidth_by_hand():
    points = np.array([[-1.0, 0.5], [1.0, 0.5], [-1.0, -0.5], [1.0, -0.5]])
    bandwidth = 4 ** (-1 / 6) * (np.sqrt(4 / 3) + np.sqrt(1 / 3)) / 2
    np.testing.assert_allclose(
        plotting.kernel_density(points, 4.0),
        plotting.kernel_density(points, 4.0, bandwidth=bandwidth),
    )


def test_peak_is_in_place_with_rows_from_the_lowest_y():
    points = normal_points(500, scale=0.1) + [1.0, -0.5]
    density = plotting.kernel_density(points, 2.0, bins=80)
    row, column = np.unravel_index(density.argmax(), density.shape)
    assert centers(2.0, 80)[column] == pytest.approx(1.0, abs=0.1)
    assert centers(2.0, 80)[row] == pytest.approx(-0.5, abs=0.1)


def test_symmetric_points_give_a_symmetric_density():
    points = normal_points(100)
    points = np.concatenate([points, -points])
    density = plotting.kernel_density(points, 2.0, bins=50)
    np.testing.assert_allclose(density, density[::-1, ::-1], atol=1e-12)
    points = np.concatenate([points, points[:, ::-1]])
    density = plotting.kernel_density(points, 2.0, bins=50)
    np.testing.assert_allclose(density, density.T, atol=1e-12)


def test_points_outside_count_but_have_no_other_effect():
    inside = normal_points(60, scale=0.3)
    outside = [[9.0, 0.0], [0.0, -9.0], [np.nan, 0.0], [np.inf, np.inf]]
    points = np.concatenate([inside, outside])
    np.testing.assert_allclose(
        plotting.kernel_density(points, 3.0) * 64 / 60,
        plotting.kernel_density(inside, 3.0),
    )


def test_no_point_inside():
    assert not plotting.kernel_density([[9.0, 9.0]], 1.0).any()


def test_points_on_the_border():
    corners = np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]])
    density = plotting.kernel_density(corners, 1.0, bandwidth=0.1)
    assert mass(density, 1.0) == pytest.approx(0.25, rel=0.01)


@pytest.mark.parametrize("bandwidth", [None, 1e-9])
def test_collapsed_points_are_one_cell_wide(bandwidth):
    points = np.tile([[0.2, 0.1]], (50, 1))
    density = plotting.kernel_density(points, 1.0, bandwidth=bandwidth)
    assert mass(density, 1.0) == pytest.approx(1, rel=1e-6)
    wide = plotting.kernel_density(points, 1.0, bandwidth=2.0 / 128)
    np.testing.assert_allclose(density, wide)


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"points": np.zeros((3, 1))}, r"points.shape=\(3, 1\)"),
        ({"points": np.zeros((0, 2))}, r"points.shape=\(0, 2\)"),
        ({"half_width": 0}, "half_width=0"),
        ({"bins": 0}, "bins=0"),
        ({"bins": 2.5}, "bins=2.5"),
        ({"bandwidth": 0}, "bandwidth=0"),
        ({"bandwidth": np.nan}, "bandwidth=nan"),
    ],
)
def test_refuses_bad_arguments(arguments, received):
    arguments = {"points": np.zeros((3, 2)), "half_width": 1.0} | arguments
    with pytest.raises(ValueError, match=f"Received: {received}"):
        plotting.kernel_density(**arguments)


def darkness(path):
    return 255 - np.asarray(Image.open(path).convert("L")).astype(int)


def test_picture_has_the_peak_in_place(tmp_path):
    points = normal_points(500, scale=0.1) + [1.0, 1.0]
    figure = plotting.DensityFigure(2.0)
    figure.save(tmp_path / "empty.png", np.zeros((128, 128)))
    figure.save(tmp_path / "a.png", plotting.kernel_density(points, 2.0))
    picture = Image.open(tmp_path / "a.png")
    assert picture.size == (400, 430)
    ink = darkness(tmp_path / "a.png") - darkness(tmp_path / "empty.png")
    rows, columns = np.nonzero(ink > 200)
    plotting.PointsFigure(2.0).save(
        tmp_path / "b.png", np.empty((0, 2)), [points.mean(axis=0)]
    )
    image = np.asarray(Image.open(tmp_path / "b.png").convert("RGB")) / 255
    green = np.nonzero(image[..., 1] - image[..., 0] > 0.3)
    np.testing.assert_allclose(
        (rows.mean(), columns.mean()), np.mean(green, axis=1), atol=4
    )


@pytest.mark.slow
def test_black_is_the_highest_value(tmp_path):
    density = plotting.kernel_density(normal_points(50), 2.0)
    figure = plotting.DensityFigure(2.0)
    figure.save(tmp_path / "a.png", density)
    figure.save(tmp_path / "b.png", 1e-6 * density)
    a, b = darkness(tmp_path / "a.png"), darkness(tmp_path / "b.png")
    np.testing.assert_allclose(a, b, atol=1)
    assert a[100:300, 100:300].max() == 255


def test_nothing_is_left_from_the_save_before(tmp_path):
    first = plotting.kernel_density(normal_points(50), 2.0)
    second = plotting.kernel_density([[1.0, 1.0]], 2.0, bins=32)
    figure = plotting.DensityFigure(2.0)
    figure.save(tmp_path / "a.png", first, "first, with a longer title")
    figure.save(tmp_path / "b.png", second, "second")
    plotting.DensityFigure(2.0).save(tmp_path / "fresh.png", second, "second")
    again, fresh = tmp_path / "b.png", tmp_path / "fresh.png"
    assert again.read_bytes() == fresh.read_bytes()


@pytest.mark.parametrize("shape", [(4,), (4, 5), (0, 0)])
def test_figure_refuses_densities_that_are_not_square(tmp_path, shape):
    figure = plotting.DensityFigure(2.0)
    with pytest.raises(ValueError, match="Received: density.shape="):
        figure.save(tmp_path / "a.png", np.zeros(shape))
    assert not list(tmp_path.iterdir())
