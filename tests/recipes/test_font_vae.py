import dataclasses

import numpy as np
import pytest

from keras_creative import runs
from keras_creative.recipes import FontVAE


@pytest.fixture
def recipe(tmp_path):
    """A recipe on four fonts of three characters: shades of gray."""
    x = np.zeros((4, 3, 8, 8), "uint8")
    x += np.array([40, 90, 160, 220], "uint8")[:, None, None, None]
    characters = np.array(["A", "b", "3"])
    path = tmp_path / "fonts.npz"
    np.savez(path, x=x, chars=characters, family=np.arange(4))
    return FontVAE(
        str(path),
        latent_dim=2,
        width=4,
        units=8,
        members=3,
        batch_size=6,
        epochs=2,
    )


@pytest.mark.slow
def test_stopped_run_equals_an_unbroken_one(recipe, tmp_path):
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    recipe.run(tmp_path / "stopped", epochs=1, verbose=0)
    resumed = recipe.run(tmp_path / "stopped", verbose=0)
    assert int(resumed.optimizer.iterations) == 4
    for a, b in zip(unbroken.weights, resumed.weights, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6, err_msg=a.path)
    sampler = runs.load_sampler(tmp_path / "stopped")
    assert sampler.sample(2, seed=0).shape == (2, 8, 8, 1)


def test_batches_have_several_characters_of_a_font(recipe):
    data = recipe.load_data()
    assert data.class_names == ("A", "b", "3")
    model = recipe.make_model(data)
    assert (model.groups, model.num_classes) == (4, 3)
    images, cells = next(iter(recipe.make_batches(data, model)))
    assert images.shape == (6, 8, 8, 1)
    fonts, characters = np.divmod(cells, 3)
    assert fonts.tolist() == [fonts[0]] * 3 + [fonts[3]] * 3
    assert sorted(characters[:3]) == sorted(characters[3:]) == [0, 1, 2]


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"members": 1}, "at least 2 and divide `batch_size`.*members=1"),
        ({"members": 4}, "divide `batch_size`.*batch_size=6"),
        ({"batch_size": 15}, "at most 4 fonts times.*batch_size=15"),
        ({"members": 6}, "the characters of a font, 3. Received: members=6"),
    ],
)
def test_wrong_members(recipe, changes, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(recipe, **changes).load_data()
