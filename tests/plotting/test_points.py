import numpy as np
import pytest
from PIL import Image

from keras_creative import plotting

REAL = np.array([[1.0, 0.0], [-1.0, 0.0]])
GENERATED = np.array([[0.0, 1.0], [1.5, 1.5]])
NOTHING = np.empty((0, 2))


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def is_green(image):
    red, green, blue = np.moveaxis(image, -1, 0)
    return (green > red + 80) & (green > blue + 80)


def is_red(image):
    red, green, blue = np.moveaxis(image, -1, 0)
    return (red > green + 60) & (red > blue + 60)


def is_black(image):
    return (image < 60).all(axis=-1)


def center(mask):
    rows, columns = np.nonzero(mask)
    return columns.mean(), rows.mean()


@pytest.fixture
def figure():
    return plotting.PointsFigure(half_width=2.0)


def test_size_and_ink(tmp_path, figure):
    figure.save(tmp_path / "a.png", NOTHING, NOTHING)
    figure.save(tmp_path / "b.png", REAL, GENERATED)
    empty, full = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    assert full.shape == (430, 400, 3)
    assert not is_green(empty).any()
    assert is_green(full).any()
    assert is_black(full).sum() > is_black(empty).sum()


@pytest.mark.parametrize("half_width", [2.0, 200000.0])
def test_x_is_right_and_y_is_up_on_equal_scales(tmp_path, half_width):
    figure = plotting.PointsFigure(half_width)

    def place(x, y):
        figure.save(tmp_path / "a.png", NOTHING, [[x, y]])
        return np.array(center(is_green(pixels(tmp_path / "a.png"))))

    middle = place(0, 0)
    right = place(half_width / 2, 0) - middle
    up = place(0, half_width / 2) - middle
    assert right[0] > 75
    np.testing.assert_allclose(right, [right[0], 0], atol=1)
    np.testing.assert_allclose(up, [0, -right[0]], atol=1)


def test_generated_points_lie_on_top(tmp_path, figure):
    figure.save(tmp_path / "a.png", NOTHING, [[0.0, 0.0]])
    figure.save(tmp_path / "b.png", [[0.0, 0.0]], [[0.0, 0.0]])
    alone, covered = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    assert is_green(covered).sum() >= 0.5 * is_green(alone).sum() > 0


def test_marks_are_red_rings_around_their_place(tmp_path, figure):
    figure.save(tmp_path / "a.png", NOTHING, [[1.0, 0.5]], marks=[[1.0, 0.5]])
    image = pixels(tmp_path / "a.png")
    ring, dot = is_red(image), is_green(image)
    assert ring.any()
    np.testing.assert_allclose(center(ring), center(dot), atol=1)
    column, row = np.rint(center(dot)).astype(int)
    assert not ring[row - 15 : row + 15, column - 10 : column + 10].any()


def test_points_outside_of_the_window_are_not_seen(tmp_path, figure):
    figure.save(tmp_path / "a.png", NOTHING, NOTHING)
    figure.save(tmp_path / "b.png", [[9.0, 0.0]], [[np.nan, 0.0], [0.0, 2.5]])
    np.testing.assert_array_equal(
        pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    )


def test_nothing_is_left_from_the_save_before(tmp_path, figure):
    figure.save(tmp_path / "a.png", REAL, GENERATED, "w" * 90, marks=REAL)
    figure.save(tmp_path / "b.png", GENERATED, REAL[:1], "step 2")
    plotting.PointsFigure(2.0).save(
        tmp_path / "fresh.png", GENERATED, REAL[:1], "step 2"
    )
    again, fresh = tmp_path / "b.png", tmp_path / "fresh.png"
    assert again.read_bytes() == fresh.read_bytes()


@pytest.mark.parametrize(
    "title",
    ["w" * 90, "two lines, one of them quite long for the figure\nb", "a\nb"],
)
def test_title_stays_clear_of_edges_and_axes(tmp_path, figure, title):
    figure.save(tmp_path / "a.png", NOTHING, NOTHING)
    figure.save(tmp_path / "b.png", NOTHING, NOTHING, title)
    empty, full = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    changed = (empty != full).any(axis=-1)
    rows, columns = np.nonzero(changed)
    assert columns.min() >= 2 and columns.max() <= 397
    assert rows.min() >= 2 and rows.max() <= 46


def test_title_is_never_read_as_mathematics(tmp_path, figure):
    figure.save(tmp_path / "a.png", NOTHING, NOTHING, r"$\nonsense$")
    assert (tmp_path / "a.png").exists()


def test_tick_labels_of_wide_windows_are_not_cut_off(tmp_path):
    figure = plotting.PointsFigure(half_width=123456)
    figure.save(tmp_path / "a.png", NOTHING, NOTHING)
    image = pixels(tmp_path / "a.png")
    edges = image[0], image[-1], image[:, 0], image[:, -1]
    assert all((edge == 255).all() for edge in edges)


def test_a_folder_is_made_and_a_failure_leaves_nothing(tmp_path, monkeypatch):
    figure = plotting.PointsFigure(2.0)
    path = tmp_path / "new" / "a.png"
    figure.save(path, REAL, GENERATED)
    before = path.read_bytes()

    def fail(picture, name, **options):
        name.write_bytes(b"half a picture")
        raise OSError("disk full")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        figure.save(path, GENERATED, REAL)
    assert [p.name for p in path.parent.iterdir()] == ["a.png"]
    assert path.read_bytes() == before


def test_folder_that_is_a_file(tmp_path, figure):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OSError):
        figure.save(tmp_path / "file" / "a.png", REAL, GENERATED)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["real", "generated", "marks"])
def test_refuses_points_of_another_shape(tmp_path, figure, name):
    arguments = {"real": REAL, "generated": REAL, "marks": REAL}
    arguments[name] = np.zeros((4, 3))
    with pytest.raises(ValueError, match=rf"Received: {name}.shape=\(4, 3\)"):
        figure.save(tmp_path / "a.png", **arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("half_width", [0, -1.0, np.inf, np.nan])
def test_refuses_half_width(half_width):
    with pytest.raises(ValueError, match=f"Received: half_width={half_width}"):
        plotting.PointsFigure(half_width)


def test_panel_has_a_cell_for_every_snapshot(tmp_path):
    snapshots = [(f"step {i}", REAL, [[0.0, 0.0]]) for i in range(7)]
    plotting.save_snapshots(tmp_path / "a.png", snapshots, 2.0, columns=3)
    image = pixels(tmp_path / "a.png")
    assert image.shape == (26 + 3 * (15 + 200 + 14), 14 + 3 * (200 + 14), 3)
    seen = [
        is_green(image[top : top + 200, left : left + 200]).any()
        for top in (41, 270, 499)
        for left in (14, 228, 442)
    ]
    assert seen == [True] * 7 + [False] * 2
    assert (image[490:, 228:] == 255).all()


def test_panel_cells_show_their_own_snapshot(tmp_path):
    snapshots = [("left", NOTHING, [[-1.0, 0]]), ("up", NOTHING, [[0, 1.0]])]
    plotting.save_snapshots(tmp_path / "a.png", snapshots, 2.0, marks=REAL[:1])
    image = pixels(tmp_path / "a.png")
    first, second = image[41:241, 14:214], image[41:241, 228:428]
    np.testing.assert_allclose(center(is_green(first)), (50, 100), atol=2)
    np.testing.assert_allclose(center(is_green(second)), (100, 50), atol=2)
    for cell in (first, second):
        np.testing.assert_allclose(center(is_red(cell)), (150, 100), atol=2)


def test_panel_titles_are_broken_and_do_not_touch(tmp_path):
    title = "a title of many words that has to be broken into lines\nw"
    snapshots = [(title, NOTHING, NOTHING), ("m" * 60, NOTHING, NOTHING)]
    plotting.save_snapshots(tmp_path / "a.png", snapshots, 2.0)
    image = pixels(tmp_path / "a.png")
    assert image.shape[0] == 26 + 3 * 15 + 200 + 14
    titles = image[26 : image.shape[0] - 214]
    ink = (titles < 200).any(axis=(0, 2))
    assert ink[14:214].any() and ink[228:428].any()
    assert not ink[:13].any() and not ink[215:227].any()
    assert not ink[429:].any()


def test_panel_is_the_same_every_time(tmp_path):
    snapshots = [("step", REAL, GENERATED)]
    for name in ("a.png", "b.png"):
        plotting.save_snapshots(tmp_path / name, snapshots, 2.0)
    a, b = tmp_path / "a.png", tmp_path / "b.png"
    assert a.read_bytes() == b.read_bytes()


def test_panel_refuses_bad_arguments(tmp_path):
    path = tmp_path / "a.png"
    snapshots = [("step", REAL, GENERATED)]
    with pytest.raises(ValueError, match=r"Received: snapshots=\[\]"):
        plotting.save_snapshots(path, [], 2.0)
    with pytest.raises(ValueError, match="Received: columns=0"):
        plotting.save_snapshots(path, snapshots, 2.0, columns=0)
    with pytest.raises(ValueError, match="Received: half_width=-1"):
        plotting.save_snapshots(path, snapshots, -1)
    with pytest.raises(ValueError, match=r"Received: real.shape=\(2,\)"):
        plotting.save_snapshots(path, [("step", REAL[0], REAL)], 2.0)
    assert not list(tmp_path.iterdir())
