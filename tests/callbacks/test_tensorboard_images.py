import io

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image
from tensorflow.core.util import event_pb2

from keras_creative import callbacks


def written(folder):
    """Values of the event file in a folder, by tag and step."""
    (path,) = (folder / "samples").iterdir()
    found = {}
    for record in tf.data.TFRecordDataset(str(path)):
        event = event_pb2.Event.FromString(record.numpy())
        for value in event.summary.value:
            plugin = value.metadata.plugin_data.plugin_name
            found[value.tag, event.step] = plugin, tf.make_ndarray(value.tensor)
    return found


def test_samples_rates_and_weights(make_gan, fit, tmp_path):
    model = make_gan((8, 8, 1))
    model.d_optimizer.learning_rate = 0.25
    fit(model, [callbacks.TensorBoardImages(tmp_path, n=4)], epochs=2)
    found = written(tmp_path)
    assert {step for _, step in found} == {0, 1}
    plugin, (width, height, png) = found["samples", 1]
    assert (plugin, width, height) == ("images", b"19", b"19")
    pixels = np.asarray(Image.open(io.BytesIO(png)))
    shown = np.clip(model.sample(4, seed=0), -1, 1)[0, ..., 0]
    np.testing.assert_array_equal(
        pixels[1:9, 1:9, 0], np.rint((shown + 1) * 127.5)
    )
    assert found["epoch_d_learning_rate", 0] == ("scalars", np.float32(0.25))
    assert found["epoch_g_learning_rate", 1][1] == np.float32(0.1)
    weight = model.generator.trainable_variables[0]
    plugin, buckets = found[f"generator/{weight.path}", 1]
    assert plugin == "histograms" and buckets.shape == (30, 3)
    assert buckets[:, 2].sum() == weight.numpy().size
    assert buckets[0, 0] == pytest.approx(weight.numpy().min())
    assert buckets[-1, 1] == pytest.approx(weight.numpy().max())
    assert any(tag.startswith("discriminator/") for tag, _ in found)


@pytest.mark.slow
def test_points_every_other_epoch_without_histograms(
    make_plain_gan, fit, points, tmp_path
):
    pages = callbacks.TensorBoardImages(
        tmp_path, every=2, histograms=False, real=points
    )
    fit(make_plain_gan(), [pages], epochs=2)
    names = {"samples", "epoch_g_learning_rate", "epoch_d_learning_rate"}
    assert written(tmp_path).keys() == {(name, 1) for name in names}


@pytest.mark.slow
def test_a_broken_weight_can_be_written(make_gan, fit, tmp_path):
    model = make_gan((8, 8, 1))
    for weight in model.discriminator.trainable_variables:
        weight.assign(np.nan * weight.value)
    fit(model, [callbacks.TensorBoardImages(tmp_path)], epochs=1)
    assert ("samples", 0) in written(tmp_path)


@pytest.mark.parametrize("name", ["every", "n"])
def test_wrong_arguments(name, tmp_path):
    with pytest.raises(ValueError, match=f"Received: {name}=0"):
        callbacks.TensorBoardImages(tmp_path, **{name: 0})


def test_a_model_without_samples(tmp_path):
    pages = callbacks.TensorBoardImages(tmp_path)
    pages.set_model(keras.Sequential())
    with pytest.raises(ValueError, match="Received: a Sequential"):
        pages.on_train_begin()
