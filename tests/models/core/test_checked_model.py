"""What `fit()` and `evaluate()` accept, and what they refuse by name."""

import re
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks
from keras_creative.models.core.data_rules import DataRules, output_range

SHAPE = (4, 4, 1)
PIXELS = np.random.default_rng(0).uniform(-1, 1, (8, *SHAPE)).astype("float32")
LABELS = np.arange(8) % 3
RANGES = {
    "bytes": (255 * (PIXELS + 1) / 2).astype("uint8"),
    "floats to 255": 255 * (PIXELS + 1) / 2,
    "NaN": np.where(PIXELS > 0, np.nan, PIXELS),
}


def make_gan(shape=SHAPE, num_classes=None):
    sizes = {"num_layers": 2, "units": 4}
    model = models.DesignGAN(
        networks.mlp_generator(2, shape, **sizes),
        networks.mlp_discriminator(shape, num_classes=num_classes, **sizes),
    )
    model.compile(run_eagerly=True)
    return model


def make_vae(shape=SHAPE, **kwargs):
    model = models.VAE(
        networks.mlp_vae_encoder(shape, 2, 4),
        networks.mlp_vae_decoder(2, shape, 4),
        **kwargs,
    )
    model.compile(run_eagerly=True)
    return model


class Batches(keras.utils.PyDataset):
    """Two batches of arrays."""

    def __init__(self, *parts):
        super().__init__()
        self.parts = parts

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return tuple(part[4 * index : 4 * index + 4] for part in self.parts)


def as_dataset(*parts):
    return tf.data.Dataset.from_tensor_slices(parts).batch(4)


def as_generator(*parts):
    return (Batches(*parts)[index] for index in range(2))


FORMS = {
    "arrays": lambda *parts: dict(zip("xy", parts, strict=False)),
    "tf.data": lambda *parts: {"x": as_dataset(*parts)},
    "PyDataset": lambda *parts: {"x": Batches(*parts)},
    "generator": lambda *parts: {
        "x": as_generator(*parts),
        "shuffle": False,
        "steps_per_epoch": 2,
    },
}


@pytest.mark.parametrize("values", RANGES)
@pytest.mark.parametrize("form", FORMS)
def test_pixels_out_of_range_are_refused(form, values):
    data = RANGES[values]
    least = re.escape(f"Received: {data.dtype} values from {data.min():g} to")
    with pytest.raises(ValueError, match=f"to_network_range.*{least}"):
        make_gan().fit(**FORMS[form](data), verbose=0)


@pytest.mark.parametrize("form", FORMS)
def test_pixels_from_0_to_1_are_warned_of_once(form):
    data = (PIXELS + 1) / 2
    with pytest.warns(UserWarning, match="`2 \\* x - 1`") as caught:
        make_gan().fit(**FORMS[form](data), verbose=0)
    assert len([w for w in caught if "pixels" in str(w.message)]) == 1


def test_held_back_data_are_checked_too():
    model = make_gan()
    with pytest.raises(ValueError, match="Pixels must lie in"):
        model.evaluate(RANGES["bytes"], verbose=0)
    for held_back in (RANGES["bytes"],), as_dataset(RANGES["bytes"]):
        with pytest.raises(ValueError, match="Pixels must lie in"):
            model.fit(PIXELS, validation_data=held_back, verbose=0)


def test_autoencoders_of_pixels_refuse_other_ranges():
    for kwargs in {}, {"likelihood": "gaussian"}:
        with pytest.raises(ValueError, match="Pixels must lie in"):
            make_vae(**kwargs).fit(RANGES["bytes"], verbose=0)
    with pytest.warns(UserWarning, match="Pixels must lie in"):
        make_vae(likelihood="gaussian").fit(3 * PIXELS, verbose=0)


def check_silently(rules, x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rules.check(x) is None


def test_what_is_in_range_passes_without_a_word():
    check_silently(DataRules(SHAPE), PIXELS)
    check_silently(DataRules(SHAPE), 1.005 * np.sign(PIXELS))
    check_silently(DataRules(SHAPE), np.zeros((2, *SHAPE)))
    check_silently(DataRules(SHAPE), np.zeros((0, *SHAPE)))
    check_silently(DataRules(SHAPE, output_range=(0, 1)), (PIXELS + 1) / 2)


def test_points_are_free():
    points = 100 * np.ones((4, 2))
    check_silently(make_gan((2,)).data_rules, points)
    check_silently(DataRules((2,), output_range=(-1, 1)), points)
    check_silently(DataRules((784,)), np.ones((4, 784)))
    with pytest.raises(ValueError, match=r"Pixels must lie in \[-1, 1\]"):
        DataRules((784,), output_range=(-1, 1)).check(9 * np.ones((4, 784)))


def test_output_range_is_that_of_the_last_activation():
    def made_by(*layers):
        inputs = x = keras.Input((4,))
        for layer in layers:
            x = layer(x)
        return output_range(keras.Model(inputs, x))

    dense, reshape = keras.layers.Dense, keras.layers.Reshape((2, 2))
    assert made_by(dense(4, activation="tanh"), reshape) == (-1, 1)
    assert made_by(dense(4, activation="sigmoid")) == (0, 1)
    assert made_by(dense(4)) is None
    scaled = keras.layers.Rescaling(127.5, 127.5)
    assert made_by(dense(4, activation="tanh"), scaled) is None
    assert output_range(make_vae().sampler) == (-1, 1)
    assert output_range(make_gan((2,)).sampler) is None


WRONG_LABELS = {
    "too large": (np.where(np.arange(8) == 6, 3, LABELS), "labels from . to 3"),
    "negative": (LABELS - 1, "labels from -1 to"),
    "strings": (LABELS.astype(str), "y.dtype="),
    "fractions": (LABELS + 0.5, "labels from 0.5 to 2.5"),
    "other one-hot": (np.eye(4)[LABELS], "y.shape="),
}


@pytest.mark.parametrize("labels", WRONG_LABELS)
@pytest.mark.parametrize("form", FORMS)
def test_wrong_labels_are_refused(form, labels):
    """Labels that are too large stand in the second batch alone."""
    wrong, message = WRONG_LABELS[labels]
    with pytest.raises(ValueError, match=f"(?i)labels must.*{message}"):
        make_gan(num_classes=3).fit(**FORMS[form](PIXELS, wrong), verbose=0)


@pytest.mark.parametrize("labels", [LABELS, LABELS[:, None], LABELS * 1.0])
def test_labels_of_the_classes_pass(labels):
    rules = DataRules(SHAPE, num_classes=3)
    assert rules.check(PIXELS, labels) is None
    assert rules.check(PIXELS, np.eye(3)[LABELS]) is None
    single = DataRules(SHAPE, num_classes=3, attributes_length=1)
    assert single.check(PIXELS, np.float32([[0.5]] * 8)) is None


def test_checked_data_are_the_data():
    model = make_gan(num_classes=3)
    expected = as_dataset(PIXELS, LABELS)
    rules = models.core.checked_data.CheckedData(model.data_rules)
    data = rules.checked(expected)
    assert data.element_spec == expected.element_spec
    assert int(data.cardinality()) == 2
    for batch, other in zip(data, expected, strict=True):
        for part, same in zip(batch, other, strict=True):
            np.testing.assert_array_equal(part, same)


WEIGHTS = np.ones(8, "float32")


@pytest.mark.parametrize("make", [make_gan, make_vae])
def test_weights_of_samples_are_refused(make):
    model = make()
    with pytest.raises(ValueError, match="`sample_weight` is not supported"):
        model.fit(PIXELS, sample_weight=WEIGHTS, verbose=0)
    with pytest.raises(ValueError, match="`class_weight` is not supported"):
        model.fit(PIXELS, LABELS, class_weight={0: 1.0}, verbose=0)
    with pytest.raises(ValueError, match="`sample_weight` is not supported"):
        model.evaluate(PIXELS, sample_weight=WEIGHTS, verbose=0)
    with pytest.raises(ValueError, match="`sample_weight` is not supported"):
        model.train_on_batch(PIXELS, LABELS, sample_weight=WEIGHTS)
    for form in ("tf.data", "PyDataset", "generator"):
        with pytest.raises(ValueError, match="Received: sample_weight"):
            model.fit(**FORMS[form](PIXELS, LABELS, WEIGHTS), verbose=0)
    with pytest.raises(ValueError, match="Received: sample_weight"):
        held_back = PIXELS, LABELS, WEIGHTS
        model.fit(PIXELS, validation_data=held_back, verbose=0)


def keep(epoch, rate):
    return rate


@pytest.mark.parametrize(
    "callback",
    [
        keras.callbacks.LearningRateScheduler(keep),
        keras.callbacks.ReduceLROnPlateau("d_loss"),
    ],
)
def test_callbacks_of_one_optimizer_name_what_to_write(callback):
    for callbacks in callback, [keras.callbacks.History(), callback]:
        with pytest.raises(ValueError, match=r"callbacks.Schedule\(g_optim"):
            make_gan().fit(PIXELS, callbacks=callbacks, verbose=0)


def test_callbacks_of_one_optimizer_work_on_an_autoencoder():
    model = make_vae()
    history = model.fit(
        PIXELS,
        verbose=0,
        callbacks=[
            keras.callbacks.LearningRateScheduler(lambda epoch, rate: 0.5),
            keras.callbacks.ReduceLROnPlateau("kl"),
        ],
    ).history
    assert history["learning_rate"] == [0.5]


@pytest.mark.parametrize("make", [make_gan, make_vae])
def test_monitors_need_no_mode(make):
    model = make()
    monitors = {
        f"{prefix}{log}": keras.callbacks.EarlyStopping(f"{prefix}{log}")
        for log in model.tracked
        for prefix in ("", "val_")
    }
    told = keras.callbacks.EarlyStopping(model.tracked[0], mode="max")
    model.fit(
        PIXELS,
        validation_data=(PIXELS,),
        callbacks=[*monitors.values(), told],
        verbose=0,
    )
    rising = {log for log, stop in monitors.items() if stop.mode == "max"}
    assert ("val_elbo" in rising) == ("elbo" in model.tracked)
    assert not any("loss" in log or "kl" in log for log in rising)
    assert told.mode == "max"
