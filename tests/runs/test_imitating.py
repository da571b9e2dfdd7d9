import numpy as np
import pytest
from PIL import Image

from keras_creative import models, networks, runs


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A few-shot model that is not trained."""
    model = models.FewShotFlow(
        networks.shot_encoder((8, 8, 1), 4, width=8),
        networks.unet_velocity(
            (8, 8, 1), width=8, depth=1, attributes_length=4
        ),
        sampling_steps=1,
    )
    model.compile()
    path = tmp_path_factory.mktemp("few") / "few.keras"
    model.save(path)
    return path


def drawing(path, size=(8, 8), ground=0, ink=255):
    """A picture with a vertical line."""
    pixels = np.full((size[1], size[0]), ground, "uint8")
    pixels[size[1] // 4 : -size[1] // 4, size[0] // 2] = ink
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.slow
def test_samples_follow_the_seed(path, tmp_path):
    shots = [drawing(tmp_path / f"{i}.png", ink=200 + i) for i in range(3)]
    samples, notes = runs.imitate(path, shots, n=5, seed=1)
    assert samples.shape == (5, 8, 8, 1)
    again, _ = runs.imitate(path, shots, n=5, seed=1)
    np.testing.assert_array_equal(samples, again)
    assert "contrast stretched" in notes[0] and "copies" in notes[-1]


def test_what_was_done_is_said(tmp_path):
    dark = drawing(tmp_path / "dark.png", (40, 20), ground=255, ink=0)
    plain = drawing(tmp_path / "plain.png")
    shots, notes = runs.read_shots([dark, plain], (8, 8, 1))
    assert shots.shape == (2, 8, 8, 1)
    assert "scaled from 40x20 to 8x8; inverted" in notes[0] and len(notes) == 1
    assert shots[0, 0].max() == -1 and shots[0].max() == 1
    assert shots[1, 4, 4] == 1 and shots[1, 0].max() == -1


def test_color_is_not_inverted(tmp_path):
    light = drawing(tmp_path / "light.png", ground=255, ink=0)
    shots, notes = runs.read_shots([light], (8, 8, 3))
    assert shots[0, 0, 0].tolist() == [1, 1, 1] and not notes


@pytest.mark.slow
def test_bad_shots(path, tmp_path):
    blank = drawing(tmp_path / "blank.png", ink=0)
    with pytest.raises(ValueError, match="blank.png', which has one color"):
        runs.imitate(path, [blank])
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(ValueError, match="broken.png"):
        runs.imitate(path, [broken])
    with pytest.raises(ValueError, match="at least 1 picture"):
        runs.imitate(path, [])
    copies = [drawing(tmp_path / f"{i}.png") for i in range(2)]
    _, notes = runs.imitate(path, copies, n=1)
    assert notes == ["some of the pictures are copies of each other"]


def test_a_model_that_takes_no_shots(tmp_path):
    flow = models.FlowMatching(networks.mlp_velocity(num_layers=2, units=4))
    flow.compile()
    flow.save(tmp_path / "flow.keras")
    with pytest.raises(ValueError, match="few-shot recipe.*FlowMatching"):
        runs.imitate(tmp_path / "flow.keras", [drawing(tmp_path / "a.png")])
