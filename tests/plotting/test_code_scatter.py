import sys

import numpy as np
import pytest

from keras_creative import plotting
from keras_creative.plotting.codes import plane_of_codes

BLUE, ORANGE = (0x1F, 0x77, 0xB4), (0xFF, 0x7F, 0x0E)


def center(image, color):
    near = np.abs(image.astype(int) - color).max(axis=-1) < 20
    rows, columns = np.nonzero(near[:, :550])
    return columns.mean(), rows.mean()


def test_dots_have_the_color_of_their_class():
    codes = np.array([[0.0, 0.0]] * 9 + [[1.0, 1.0]] * 9 + [[2.0, 2.0]] * 9)
    labels = np.repeat([4, 7, 9], 9)
    image = plotting.code_scatter(codes, labels)
    assert image.shape == (560, 700, 3) and image.dtype == np.uint8
    blue, orange = center(image, BLUE), center(image, ORANGE)
    assert orange[0] > blue[0] + 100 and orange[1] < blue[1] - 100


@pytest.mark.parametrize("classes", [3, 45])
def test_the_legend_is_not_cut_off(classes):
    labels = np.arange(90) % classes
    names = {i: f"class $ {i} of quite some garments" for i in range(classes)}
    codes = np.random.default_rng(0).normal(size=(90, 2))
    image = plotting.code_scatter(codes, labels, names, title="codes " * 30)
    for edge in (image[:2], image[-2:], image[:, :2], image[:, -2:]):
        assert (edge == 255).all()


def test_principal_components_by_hand():
    codes = np.zeros((4, 3))
    codes[:, 1] = [2, -2, 2, -2]
    codes[:, 2] = [1, 1, -1, -1]
    points, names = plane_of_codes(codes + 5.0)
    np.testing.assert_allclose(np.abs(points), [[2, 1]] * 4, atol=1e-12)
    assert names == (
        "principal component 1 (80% of the variance)",
        "principal component 2 (20% of the variance)",
    )


def test_two_dimensions_stay_as_they_are():
    codes = np.random.default_rng(0).normal(size=(9, 2))
    points, names = plane_of_codes(codes, "tsne")
    np.testing.assert_array_equal(points, codes)
    assert names == ("code 1", "code 2")


def test_t_sne_keeps_groups_together():
    pytest.importorskip("sklearn")
    codes = np.random.default_rng(0).normal(size=(40, 5))
    codes[:20] += 30
    points, names = plane_of_codes(codes, "tsne")
    assert names == ("t-SNE 1", "t-SNE 2")
    first, second = points[:20], points[20:]
    apart = np.linalg.norm(first.mean(axis=0) - second.mean(axis=0))
    assert apart > first.std() and apart > second.std()


def test_missing_scikit_learn_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.manifold", None)
    with pytest.raises(ImportError, match=r"keras-creative\[latents\]"):
        plotting.code_scatter(np.zeros((9, 3)), np.zeros(9), method="tsne")


@pytest.mark.parametrize(
    "codes, labels, options, received",
    [
        ((9, 1), (9,), {}, r"codes.shape=\(9, 1\)"),
        ((9, 3), (8,), {}, r"labels.shape=\(8,\)"),
        ((9, 3), (9,), {"method": "umap"}, "method='umap'"),
    ],
)
def test_refuses(codes, labels, options, received):
    with pytest.raises(ValueError, match=f"Received: .*{received}"):
        plotting.code_scatter(np.zeros(codes), np.zeros(labels), **options)
