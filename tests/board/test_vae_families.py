"""Families of VAEs that entries of a board name."""

import numpy as np
import pytest

from keras_creative.board.vae_families import train_styled
from keras_creative.datasets import CellSet


@pytest.mark.slow
def test_cells_are_sampled_in_the_style_of_their_row():
    """Rows are shades of gray, seed 0: samples are within 0.2 of them."""
    cells = np.delete(np.arange(12), [1, 6])
    shades = np.array([40, 120, 220])[cells // 4]
    images = np.broadcast_to(shades[:, None, None, None], (10, 8, 8, 1))
    data = CellSet(images.astype("uint8"), cells, (3, 4), size=8)
    [sampler] = train_styled(
        data, (0,), 500, latent_dim=2, width=4, units=32, rows=3, members=3
    )
    samples = sampler.sample(4, seed=0, labels=np.array([1, 6, 1, 11]))
    assert samples.shape == (4, 8, 8, 1)
    wanted = np.array([40, 120, 40, 220]) / 127.5 - 1
    found = samples.mean(axis=(1, 2, 3))
    np.testing.assert_allclose(found, wanted, atol=0.2)
    np.testing.assert_array_equal(samples[0], samples[2])
