import keras
import numpy as np
import pytest

from keras_creative import experiments, models, networks
from keras_creative.runs import export


@pytest.fixture
def gan():
    keras.utils.set_random_seed(0)
    return models.GAN(
        networks.dcgan_generator((8, 8, 1), latent_dim=4, width=4),
        networks.dcgan_discriminator((8, 8, 1), width=4),
    )


@pytest.mark.parametrize("name", ["g.keras", "g.onnx", "folder"])
def test_what_is_written_makes_the_same_samples(name, gan, tmp_path, capfd):
    if name.endswith("onnx"):
        pytest.importorskip("tf2onnx")
        pytest.importorskip("onnxruntime")
    difference = experiments.export_generator(gan, tmp_path / name)
    assert difference < 1e-5
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert capfd.readouterr().out == ""


def test_networks_with_two_inputs(tmp_path):
    cgan = models.CGAN(
        networks.mlp_generator(attributes_length=3),
        networks.mlp_discriminator(attributes_length=3),
        np.eye(3, dtype="float32"),
    )
    assert experiments.export_generator(cgan, tmp_path / "cgan") < 1e-5


def test_a_generator_that_has_changed_since_is_noticed(
    gan, tmp_path, monkeypatch
):
    def write_other(network, path):
        other = keras.models.clone_model(network)
        other.save(path)

    pair = write_other, export._run_keras
    monkeypatch.setitem(export._WRITERS, "keras", pair)
    difference = experiments.export_generator(gan, tmp_path / "g.keras")
    assert difference > 1e-3


def test_bad_exports(gan, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(ValueError, match="Received: format='pickle'"):
        experiments.export_generator(gan, tmp_path / "g", "pickle")
    with pytest.raises(ValueError, match="does not exist for"):
        experiments.export_generator(gan, tmp_path / "taken")
    with pytest.raises(ValueError, match="must end in .keras"):
        experiments.export_generator(gan, tmp_path / "g.h5", "keras")
    with pytest.raises(ValueError, match="have no suffix .* Received: .*h5"):
        experiments.export_generator(gan, tmp_path / "g.h5")
    with pytest.raises(ValueError, match="holds none"):
        experiments.export_generator(tmp_path / "taken", tmp_path / "g.keras")


def test_onnx_needs_float32(tmp_path):
    pytest.importorskip("tf2onnx")
    pytest.importorskip("onnxruntime")
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        generator = networks.mlp_generator()
    finally:
        keras.config.set_dtype_policy("float32")
    half = models.GeneratorSampler(generator)
    with pytest.raises(ValueError, match="Received: layers of .*bfloat16"):
        experiments.export_generator(half, tmp_path / "g.onnx")
    assert not list(tmp_path.iterdir())
