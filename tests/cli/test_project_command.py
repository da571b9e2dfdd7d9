import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import cli, models, networks

SHAPE = (16, 16, 3)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A GAN in a file."""
    keras.utils.set_random_seed(0)
    model = models.GAN(
        networks.dcgan_generator(SHAPE, 4, width=4),
        networks.dcgan_discriminator(SHAPE, width=4),
    )
    path = tmp_path_factory.mktemp("models") / "gan.keras"
    model.save(path)
    return str(path)


@pytest.fixture
def photos(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    for name in ("a.jpg", "b.jpg"):
        pixels = rng.integers(0, 256, (20, 30, 3), "uint8")
        Image.fromarray(pixels).save(name)
    return ["a.jpg", "b.jpg"]


def files(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.slow
def test_project_writes_a_pair_and_a_vector(source, photos, tmp_path, capsys):
    argv = ["project", source, "a.jpg", "--steps", "3", "--starts", "2"]
    assert cli.main([*argv, "--out", "pair.png"]) == 0
    assert files(tmp_path) == ["a.jpg", "b.jpg", "pair.npz", "pair.png"]
    out = capsys.readouterr().out.splitlines()
    assert "scaled from 20x30 to 16x16 pixels, height x width" in out[0]
    assert out[1].startswith("a.jpg: pixels differ by ")
    assert out[2] == "see pair.png, and pair.npz for the latent vector"
    walk = ["interpolate", source, "--from", "pair.npz", "--to", "b.jpg"]
    assert cli.main([*walk, "--frames", "3", "--out", "walk.png"]) == 0
    out = capsys.readouterr().out
    assert "b.jpg: pixels differ by" in out and "pair.npz to b.jpg" in out


@pytest.mark.slow
def test_the_seed_determines_the_result(source, photos, tmp_path):
    vectors = []
    for name, seed in (("one", "1"), ("two", "1"), ("three", "2")):
        argv = ["project", source, "a.jpg", "--steps", "1", "--starts", "1"]
        assert cli.main([*argv, "--seed", seed, "--out", f"{name}.png"]) == 0
        with np.load(f"{name}.npz") as file:
            vectors.append(file["latent"])
    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert np.abs(vectors[0] - vectors[2]).max() > 0


def make_conditional():
    sizes = {"attributes_length": 3, "width": 2}
    models.CGAN(
        networks.dcgan_generator((16, 16, 1), 4, **sizes),
        networks.dcgan_discriminator((16, 16, 1), **sizes),
    ).save("labels.keras")


@pytest.mark.parametrize(
    "argv, message",
    [
        (["gan.keras", "none.jpg"], "none.jpg"),
        (["none", "a.jpg"], "none"),
        (["gan.keras", "a.jpg", "--out", "a.gif"], "--out must be a .png file"),
        (["gan.keras", "a.jpg", "--steps", "0"], "at least 1"),
        (["gan.keras", "a.jpg", "--epoch", "3"], "--epoch is for a run folder"),
        (["gan.keras", "text.jpg"], "of an unsupported format"),
        (["gan.keras", "a.jpg", "--seed", "-1"], "--seed must be an integer"),
        (["points.keras", "a.jpg"], "whose samples have the shape (2,)"),
        (["labels.keras", "a.jpg"], "a CGAN, which takes 2 inputs"),
        (["flow.keras", "a.jpg"], "which has no latent vectors"),
        (["empty", "a.jpg"], "must hold a checkpoint"),
    ],
)
def test_bad_input(argv, message, source, photos, tmp_path, capsys):
    (tmp_path / "text.jpg").write_text("text")
    (tmp_path / "empty").mkdir()
    networks.mlp_generator().save("points.keras")
    make_conditional()
    models.FlowMatching(networks.unet_velocity((8, 8, 1), depth=1)).save(
        "flow.keras"
    )
    argv = [source if word == "gan.keras" else word for word in argv]
    before = files(tmp_path)
    assert cli.main(["project", *argv]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert files(tmp_path) == before
