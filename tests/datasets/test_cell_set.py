import numpy as np
import pytest

from keras_creative.datasets import CellSet


def images_of(cells):
    """A picture of one shade for each cell."""
    shades = 20 * np.asarray(cells, "uint8")[:, None, None, None]
    return np.broadcast_to(shades, (len(cells), 4, 4, 1)).copy()


def test_batches_of_groups():
    """Every row has as many pictures as requested, and none twice."""
    cells = np.array([0, 2, 3, 4, 5, 7, 9, 10, 11])
    images = images_of(cells)
    whole = CellSet(images, cells, (3, 4), size=4)
    seen = set()
    for images, made in whole.group_batches(2, 3, seed=1).take(20):
        made = made.numpy().reshape(2, 3)
        assert (made // 4 == made[:, :1] // 4).all()
        assert all(len(set(row)) == 3 for row in made)
        assert made[0, 0] // 4 != made[1, 0] // 4
        seen |= set(made.ravel())
        pixels = np.round((images.numpy() + 1) * 127.5)
        places = np.searchsorted(cells, made.ravel())
        np.testing.assert_array_equal(pixels, whole.images[places])
    assert seen == set(cells)
    first, again = (next(iter(whole.group_batches(2, 3, 1))) for _ in range(2))
    np.testing.assert_array_equal(first[1], again[1])


@pytest.mark.parametrize("rows, members", [(4, 1), (1, 3), (0, 1), (1, 0)])
def test_wrong_numbers_of_a_group(rows, members):
    cells = np.array([0, 1, 2, 4, 6, 9, 11])
    whole = CellSet(images_of(cells), cells, (3, 4), size=4)
    with pytest.raises(ValueError, match="Received"):
        whole.group_batches(rows, members)


@pytest.mark.parametrize("cells", [[0, 12], [-1, 3], []])
def test_cells_that_the_table_lacks(cells):
    images = np.zeros((len(cells), 4, 4, 1), "uint8")
    with pytest.raises(ValueError, match="from 0 to 11.*Received"):
        CellSet(images, cells, (3, 4))
