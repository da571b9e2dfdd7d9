import io
import json
import zipfile

import h5py
import keras
import numpy as np
import pytest

from keras_creative import experiments, models, networks
from keras_creative.files.model_files import load_model

WEIGHTS = "model.weights.h5"
KERNEL = "generator/layers/dense/vars/0"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The members of a model's file."""
    model = models.GAN(
        networks.mlp_generator(2, units=4, num_layers=2),
        networks.mlp_discriminator(units=4, num_layers=2),
    )
    model.compile()
    path = tmp_path_factory.mktemp("saved") / "model.keras"
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.keras"


def write(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def write_changed(path, saved, change):
    """The model with other weights: `change` is told the HDF5 file."""
    file = io.BytesIO(saved[WEIGHTS])
    with h5py.File(file, "r+") as weights:
        change(weights)
    write(path, {**saved, WEIGHTS: file.getvalue()})


def test_whole_file(path, saved):
    write(path, saved)
    assert load_model(path).sample(3, seed=0).shape == (3, 2)


@pytest.mark.parametrize("compile", [True, False])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers(path, saved, compile, value):
    def change(weights):
        weights[KERNEL][0, 0] = value

    write_changed(path, saved, change)
    with pytest.raises(ValueError, match="or infinity in .*kernel"):
        load_model(path, compile)


def test_optimizer_whose_state_is_not_finite(path, saved):
    def change(weights):
        weights["d_optimizer/vars/3"][...] = np.nan

    write_changed(path, saved, change)
    with pytest.raises(ValueError, match="or infinity in adam"):
        load_model(path)


@pytest.mark.parametrize("group", ["g_optimizer", "generator/layers/dense"])
def test_group_that_is_missing(path, saved, group):
    def change(weights):
        del weights[group]

    write_changed(path, saved, change)
    with pytest.raises(ValueError, match="that can be loaded"):
        load_model(path)


def external(weights, folder):
    (folder / "secret").write_bytes(bytes(32))
    secret = [(str(folder / "secret"), 0, 32)]
    weights.create_dataset(KERNEL, (2, 4), "float32", external=secret)


def virtual(weights, folder):
    layout = h5py.VirtualLayout((2, 4), "float32")
    layout[:] = h5py.VirtualSource(folder / "other.h5", "x", (2, 4))
    weights.create_virtual_dataset(KERNEL, layout)


def soft_link(weights, folder):
    weights["elsewhere"] = np.zeros((2, 4), "float32")
    weights[KERNEL] = h5py.SoftLink("/elsewhere")


def external_link(weights, folder):
    weights[KERNEL] = h5py.ExternalLink(folder / "other.h5", "x")


@pytest.mark.parametrize("link", [external, virtual, soft_link, external_link])
def test_weights_of_another_file(path, saved, tmp_path, monkeypatch, link):
    """Refused by this package, whatever Keras does."""
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["x"] = np.zeros((2, 4), "float32")

    def change(weights):
        del weights[KERNEL]
        link(weights, tmp_path)

    write_changed(path, saved, change)
    monkeypatch.setattr(keras.saving, "load_model", None)
    with pytest.raises(ValueError, match="Weights must lie in the file"):
        load_model(path)


def test_weights_that_are_declared_only(path, saved):
    def change(weights):
        del weights[KERNEL]
        weights.create_dataset(
            KERNEL, (10**6, 10**4), "float32", chunks=(10, 10)
        )

    write_changed(path, saved, change)
    with pytest.raises(ValueError, match="Weights must be stored in full"):
        load_model(path)


def test_layer_that_asks_for_all_memory(path, saved):
    config = saved["config.json"].replace(b'"units": 4', b'"units": 400000000')
    write(path, {**saved, "config.json": config})
    with pytest.raises(ValueError, match="no more memory than its weights"):
        load_model(path)


def test_layer_whose_output_asks_for_all_memory(path):
    layers = [keras.Input((2,)), keras.layers.RepeatVector(10**9)]
    keras.Sequential(layers).save(path)
    with pytest.raises(ValueError, match="numbers a sample. Received: 20"):
        load_model(path)


def test_file_of_a_newer_keras_names_both_versions(path, saved):
    config = json.loads(saved["config.json"])
    config["config"]["moustache"] = True
    metadata = {"keras_version": "99.1.2", "date_saved": "?"}
    members = {"config.json": config, "metadata.json": metadata}
    write(path, saved | {k: json.dumps(v) for k, v in members.items()})
    with pytest.raises(ValueError) as error:
        load_model(path)
    assert str(error.value).endswith(
        f"Keras 99.1.2 wrote it, and this is Keras {keras.__version__}"
    )


@pytest.mark.parametrize("text", ["[" * 10000, "{", "[]", '{"a": 1}'])
def test_config_of_no_model(path, saved, text):
    write(path, {**saved, "config.json": text})
    with pytest.raises(ValueError, match="that can be loaded"):
        load_model(path)


def test_sampler_is_checked_too(path, saved):
    def change(weights):
        weights[KERNEL][0, 0] = np.nan

    write_changed(path, saved, change)
    with pytest.raises(ValueError, match="infinity"):
        experiments.load_sampler(path)
