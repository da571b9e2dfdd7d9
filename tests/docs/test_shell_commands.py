"""The documents' commands, in their order, on small data, short and reduced."""

import dataclasses
import importlib.util
import io
import itertools
import re
import shlex
import zipfile

import keras
import numpy as np
import pytest
from PIL import Image
from test_documents import DOCUMENTS, commands_of

from keras_creative import cli, experiments
from keras_creative.recipes.building import pictures

# Runs that a document takes for granted.
EARLIER = {
    "latent-space.md": ["garments", "vae"],
    "reports.md": ["garments", "art"],
}
RECIPES = {
    "garments": "design-fashion-mnist",
    "vae": "vae-fashion-mnist",
    "art": "dcgan-mnist",
}
SMALL = {
    "epochs": 1,
    "steps": 2,
    "width": 8,
    "batch_size": 8,
    "num_layers": 1,
    "units": 8,
}


def small(recipe):
    fields = {field.name for field in dataclasses.fields(recipe)}
    changes = {name: value for name, value in SMALL.items() if name in fields}
    return dataclasses.replace(recipe, **changes)


def write_omniglot(folder):
    """Two archives of characters, each of eight drawings."""
    folder.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (8, 32, 32), "uint8")
    for number, alphabets in ((1, ("Greek", "Latin")), (2, ("Tagalog",))):
        stem = f"images_background_small{number}"
        with zipfile.ZipFile(folder / f"{stem}.zip", "w") as archive:
            for alphabet, drawing in itertools.product(alphabets, range(8)):
                data = io.BytesIO()
                Image.fromarray(noise[drawing]).save(data, "PNG")
                name = f"{stem}/{alphabet}/character01/{drawing}.png"
                archive.writestr(name, data.getvalue())


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A folder with small data sets, pictures of one's own, small recipes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    rng = np.random.default_rng(0)
    labels = np.arange(60) % 10
    for name, shape in (
        ("mnist", (28, 28)),
        ("fashion-mnist", (28, 28)),
        ("cifar10", (32, 32, 3)),
    ):
        pixels = rng.integers(0, 256, (60, *shape)).astype("uint8")
        np.savez(tmp_path / f"{name}.npz", x=pixels, y=labels)
    (tmp_path / "my_pictures").mkdir()
    for index in range(48):
        pixels = rng.integers(0, 256, (130, 140, 3))
        keras.utils.save_img(tmp_path / "my_pictures" / f"{index}.png", pixels)
    for folder, index in itertools.product(("photos", "paintings"), range(4)):
        (tmp_path / folder).mkdir(exist_ok=True)
        pixels = rng.integers(0, 256, (110, 100, 3))
        keras.utils.save_img(tmp_path / folder / f"{index}.png", pixels)
    np.savez(
        tmp_path / "emoji64.npz",
        x=rng.integers(0, 256, (40, 64, 64, 3)).astype("uint8"),
        codes=[f"{number:x}" for number in range(20)] * 2,
        vendor=np.repeat([0, 1], 20).astype("uint8"),
        vendors=["google", "twitter"],
    )
    for name in ("a.png", "b.png", "c.png", "d.png"):
        pixels = rng.integers(0, 256, (28, 28, 3))
        keras.utils.save_img(tmp_path / name, pixels)
    write_omniglot(tmp_path / "omniglot")
    monkeypatch.setattr(pictures, "_FEWEST_STEPS", 2)
    for name, recipe in experiments.RECIPES.items():
        monkeypatch.setitem(experiments.RECIPES, name, small(recipe))


def own_arguments(command):
    """What follows the program's name, for the commands that are run here."""
    program, *argv = shlex.split(re.sub(r"--epochs \d+", "--epochs 2", command))
    if argv[:1] == ["board"]:
        argv += ["--small", "--models", "gan"]
    is_run = program == "keras-creative" and argv[0] != "legacy"
    return argv if is_run else None


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=[path.name for path in DOCUMENTS]
)
def test_commands_run_as_written(path, workplace, tmp_path):
    for run in EARLIER.get(path.name, ()):
        assert cli.main(["train", RECIPES[run], "--out", f"runs/{run}"]) == 0
    for command in commands_of(path):
        argv = own_arguments(command)
        if argv is None:
            continue
        for file, module in ((".mp4", "imageio_ffmpeg"), (".onnx", "tf2onnx")):
            if file in command and not importlib.util.find_spec(module):
                pytest.skip(f"{command} needs {module}")
        assert cli.main(argv) == 0, command
        if "--out" in argv:
            assert (tmp_path / argv[argv.index("--out") + 1]).exists()
