import warnings

import numpy as np
import pytest
from PIL import Image

from keras_creative import plotting


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def is_blue(image):
    return image[..., 2] > image[..., 0] + 80


def is_orange(image):
    return image[..., 0] > image[..., 2] + 80


def longest_gap(mask):
    columns = np.nonzero(mask.any(axis=0))[0]
    return np.diff(columns).max()


def test_size_and_a_line_for_every_curve(tmp_path):
    path = tmp_path / "new" / "a.png"
    curves = {"a": [1.0, 2.0, 3.0], "b": (3, 2, 1)}
    plotting.save_curves(path, curves, title="losses")
    image = pixels(path)
    assert image.shape == (450, 800, 3)
    plot = image[:, :700]
    assert is_blue(plot).any() and is_orange(plot).any()
    rows, columns = np.nonzero(is_blue(plot))
    assert rows[columns.argmin()] > rows[columns.argmax()]


def test_a_dashed_curve_shows_the_one_below(tmp_path):
    curves = {"real": np.zeros(100), "fake": np.zeros(100)}
    plotting.save_curves(tmp_path / "a.png", curves)
    plotting.save_curves(tmp_path / "b.png", curves, dashed=["fake"])
    hidden, seen = (
        is_blue(pixels(tmp_path / name)[:, :680]).any()
        for name in ("a.png", "b.png")
    )
    assert seen and not hidden


def test_not_a_number_leaves_a_gap(tmp_path):
    values = np.arange(100.0)
    plotting.save_curves(tmp_path / "a.png", {"a": values})
    values[40:60] = np.nan
    values[70] = np.inf
    before = values.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plotting.save_curves(tmp_path / "b.png", {"a": values})
    np.testing.assert_array_equal(values, before)
    whole, broken = (
        is_blue(pixels(tmp_path / name)[:, :700]) for name in ("a.png", "b.png")
    )
    assert longest_gap(whole) == 1
    assert longest_gap(broken) > 80


@pytest.mark.parametrize("values", [[3.0], [np.nan, 1.0, np.nan]])
def test_a_value_between_gaps_is_a_dot(tmp_path, values):
    plotting.save_curves(tmp_path / "a.png", {"a": values})
    assert is_blue(pixels(tmp_path / "a.png")[:, :700]).any()


def test_a_curve_of_gaps_only(tmp_path):
    plotting.save_curves(tmp_path / "a.png", {"a": [np.nan, np.nan]})
    image = pixels(tmp_path / "a.png")
    assert not is_blue(image[:, :700]).any()
    assert is_blue(image[:, 700:]).any()


def test_x_sets_the_places(tmp_path):
    y = np.zeros(5)
    y[2] = 1
    tops = []
    for name, x in (("a.png", None), ("b.png", [0, 1, 2, 3, 20])):
        plotting.save_curves(tmp_path / name, {"a": y}, x=x)
        rows, columns = np.nonzero(is_blue(pixels(tmp_path / name)[:, :700]))
        tops.append(columns[rows.argmin()])
    assert tops[1] < tops[0] - 100


@pytest.mark.parametrize("name", ["_hidden", "$", "a name of many words " * 4])
def test_the_legend_shows_every_name(tmp_path, name):
    curves = {name: [1.0, 2.0]}
    plotting.save_curves(tmp_path / "a.png", curves)
    image = pixels(tmp_path / "a.png")
    assert is_blue(image[:, :400]).sum() > 200
    rows, columns = np.nonzero(is_blue(image[:120, 500:]))
    key = 500 + columns.max()
    assert (image[:120, key + 5 : -10] < 100).any()
    assert (image[:, -3:] == 255).all()


def test_the_picture_grows_with_the_legend(tmp_path):
    curves = {f"curve {i}": [i, i + 0.5] for i in range(30)}
    plotting.save_curves(tmp_path / "a.png", curves)
    image = pixels(tmp_path / "a.png")
    assert image.shape == (690, 800, 3)
    assert (image[-3:] == 255).all()


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"curves": {}}, r"curves=\{\}"),
        (
            {"curves": {"a": [1, 2], "b": [1]}},
            r"shapes=\{'a': \(2,\), 'b': \(1,\)\}",
        ),
        ({"curves": {"a": 1.0}}, r"shapes=\{'a': \(\)\}"),
        ({"curves": {"a": [1, 2]}, "x": [1]}, r"x.shape=\(1,\)"),
    ],
)
def test_refuses_bad_arguments(tmp_path, arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        plotting.save_curves(tmp_path / "a.png", **arguments)
    assert not list(tmp_path.iterdir())
