import numpy as np
import pytest
from PIL import Image

from keras_creative import models, networks, runs

RNG = np.random.default_rng(0)


def save(folder, channels=3):
    model = models.StyleAutoencoder(
        networks.style_encoder(channels, width=2, depth=1),
        networks.style_decoder(channels, (2, 4)),
        (8, 8, channels),
    )
    model.compile()
    path = folder / f"style{channels}.keras"
    model.save(path)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A style autoencoder that is not trained."""
    return save(tmp_path_factory.mktemp("style"))


def picture(path, width=20, height=12, color=True):
    shape = (height, width, 3) if color else (height, width)
    Image.fromarray(RNG.integers(0, 256, shape).astype("uint8")).save(path)
    return path


def test_a_picture_is_painted(path, tmp_path):
    content, style = picture(tmp_path / "c.png"), picture(tmp_path / "s.png")
    made, notes = runs.stylize(path, content, [style, content], 0.5, [1, 3])
    assert made.shape == (12, 20, 3) and abs(made).max() <= 1 and not notes
    again, _ = runs.stylize(path, content, [style, content], 0.5, [1, 3])
    np.testing.assert_array_equal(made, again)
    none, _ = runs.stylize(path, content, [style], 0.0)
    assert abs(made - none).max() > 0.01


def test_what_was_done_is_said(path, tmp_path):
    content = picture(tmp_path / "c.png", 40, 20)
    gray = picture(tmp_path / "gray.png", 64, 32, color=False)
    made, notes = runs.stylize(path, content, [gray], size=30)
    assert made.shape == (15, 30, 3)
    assert notes == [
        f"{content}: scaled from 40x20 to 30x15",
        f"{gray}: a gray picture, taken as one of gray colors",
        f"{gray}: scaled from 64x32 to 30x15",
    ]
    _, notes = runs.stylize(path, content, [content], style_size=10)
    assert notes == [f"{content}: scaled from 40x20 to 10x5"]


def test_a_model_of_gray_pictures(tmp_path):
    path = save(tmp_path, channels=1)
    content = picture(tmp_path / "c.png")
    made, notes = runs.stylize(path, content, [content])
    assert made.shape == (12, 20, 1)
    assert "converted to gray" in notes[0] and len(notes) == 2


def test_bad_pictures(path, tmp_path):
    content = picture(tmp_path / "c.png")
    pixel = picture(tmp_path / "pixel.png", 1, 1)
    with pytest.raises(ValueError, match="at least 4 pixels.*pixel.png', of 1"):
        runs.stylize(path, content, [pixel])
    with pytest.raises(ValueError, match="`content` .*at least 4"):
        runs.stylize(path, pixel, [content])
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(ValueError, match="broken.png"):
        runs.stylize(path, content, [broken])
    with pytest.raises(ValueError, match="`strength`.*=2"):
        runs.stylize(path, content, [content], strength=2)
    with pytest.raises(ValueError, match="`weights` must be 1"):
        runs.stylize(path, content, [content], weights=[1, 2])
    with pytest.raises(ValueError, match="`style_size`"):
        runs.stylize(path, content, [content], style_size=0)


def test_another_model(tmp_path):
    flow = models.FlowMatching(networks.mlp_velocity(num_layers=2, units=4))
    flow.compile()
    flow.save(tmp_path / "flow.keras")
    content = picture(tmp_path / "c.png")
    with pytest.raises(ValueError, match="style-autoencoder.*FlowMatching"):
        runs.stylize(tmp_path / "flow.keras", content, [content])
