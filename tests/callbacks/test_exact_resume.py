import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import callbacks, datasets, models, networks


class Kill(keras.callbacks.Callback):
    """Ctrl-C in the second step of an epoch, counted from 0."""

    def __init__(self, epoch):
        super().__init__()
        self.last = epoch

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        if (self.epoch, batch) == (self.last, 1):
            raise KeyboardInterrupt


def stop_and_resume(make, fit, folder, epochs=3, **arguments):
    """An unbroken run, and one that is stopped in its last epoch."""
    unbroken, resumed = make(), make()
    expected = fit(unbroken, epochs=epochs, **arguments)
    resume = callbacks.ExactResume(folder)
    with pytest.raises(KeyboardInterrupt):
        fit(make(), [resume, Kill(epochs - 1)], epochs=epochs, **arguments)
    history = fit(
        resumed, [callbacks.ExactResume(folder)], epochs=epochs, **arguments
    )
    assert history.keys() == expected.keys()
    for name, values in history.items():
        np.testing.assert_allclose(values, expected[name][-1:], atol=1e-6)
    for own, other in zip(resumed.variables, unbroken.variables, strict=True):
        np.testing.assert_allclose(
            own.numpy(), other.numpy(), atol=1e-6, err_msg=own.path
        )
    return resumed


@pytest.mark.slow
def test_a_gan_of_other_code_resumes_exactly(make_plain_gan, fit, tmp_path):
    """Dropout, batch normalization, noise of Keras and unbuilt optimizers."""
    resumed = stop_and_resume(make_plain_gan, fit, tmp_path, epochs=2)
    assert int(resumed.g_optimizer.iterations) == 6


def make_design_gan():
    keras.utils.set_random_seed(0)
    model = models.DesignGAN(
        networks.mlp_generator(2, units=4, num_layers=2),
        networks.mlp_discriminator(units=4, num_layers=2),
        ema=0.9,
    )
    model.compile()
    return model


@pytest.mark.slow
def test_a_model_of_the_package_resumes_exactly(fit, tmp_path):
    resumed = stop_and_resume(make_design_gan, fit, tmp_path)
    assert int(resumed.d_optimizer.iterations) == 9


@pytest.mark.slow
def test_one_optimizer_resumes_exactly(tmp_path, points):
    def make():
        keras.utils.set_random_seed(0)
        model = keras.Sequential(
            [
                keras.Input((2,)),
                keras.layers.Dropout(0.5),
                keras.layers.Dense(2),
            ]
        )
        model.compile("adam", "mse")
        return model

    def fit(model, extra=(), **arguments):
        return model.fit(
            points,
            points,
            batch_size=4,
            shuffle=False,
            verbose=0,
            callbacks=list(extra),
            **arguments,
        ).history

    stop_and_resume(make, fit, tmp_path)


class Losses(keras.Model):
    """Logs the mean of the epoch's data, weighted by their order."""

    def __init__(self):
        super().__init__()
        self.total = self.add_weight(shape=(), initializer="zeros")
        self.built = True

    def train_step(self, data):
        self.total.assign(self.total / 2 + tf.reduce_mean(data))
        return {"total": tf.identity(self.total.value)}

    def get_config(self):
        return {}


def shuffled():
    numbers = tf.data.Dataset.range(12).map(lambda k: tf.cast(k, "float32"))
    return numbers.shuffle(12, seed=3).batch(4).repeat()


def levels():
    gray = np.arange(12, dtype="uint8").reshape(12, 1, 1, 1)
    return datasets.PictureSet(gray * np.ones((8, 8, 1), "uint8"))


DATA = {
    "toy": lambda epochs: datasets.load_toy("8Gaussians").batches(
        4, labelled=False, first_step=3 * epochs
    ),
    "pictures": lambda epochs: levels().batches(
        4, labelled=False, first_epoch=epochs
    ),
    "shuffled": lambda epochs: shuffled().skip(3 * epochs),
}


@pytest.mark.parametrize("name", DATA)
def test_data_go_on_where_they_were_left(name, tmp_path):
    def train(folder, *extra):
        resume = callbacks.ExactResume(folder)
        model = Losses()
        model.compile(optimizer=None, run_eagerly=True)
        model.fit(
            DATA[name](resume.epochs_made),
            steps_per_epoch=3,
            epochs=3,
            shuffle=False,
            verbose=0,
            callbacks=[*extra, resume],
        )
        return model.history.history["total"]

    expected = train(tmp_path / "unbroken")
    assert len(set(expected)) == 3
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "stopped", Kill(2))
    assert train(tmp_path / "stopped") == expected[-1:]


@pytest.mark.slow
def test_what_is_kept_and_when(make_gan, fit, tmp_path):
    resume = callbacks.ExactResume(tmp_path, every=2, keep=2)
    assert resume.epochs_made == 0
    fit(make_gan(), [resume], epochs=5)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["epoch_0004.zip", "epoch_0005.zip"]
    assert resume.epochs_made == 5


def test_a_run_that_has_ended_is_not_made_again(make_gan, fit, tmp_path):
    resume, model = callbacks.ExactResume(tmp_path), make_gan()
    fit(model, [resume], epochs=2)
    again = make_gan()
    assert fit(again, [resume], epochs=2) == {}
    np.testing.assert_array_equal(
        again.sample(3, seed=0), model.sample(3, seed=0)
    )
    assert len(fit(again, [resume], epochs=3)["g_loss"]) == 1
    assert len(fit(again, epochs=2)["g_loss"]) == 2


@pytest.mark.slow
def test_deleted_at_the_end_alone(make_gan, fit, tmp_path):
    folder = tmp_path / "backup"
    resume = callbacks.ExactResume(folder, delete_at_end=True)
    with pytest.raises(KeyboardInterrupt):
        fit(make_gan(), [resume, Kill(1)])
    assert resume.epochs_made == 1
    fit(make_gan(), [resume])
    assert not folder.exists()


@pytest.mark.slow
def test_a_damaged_file_is_passed_over(make_gan, fit, tmp_path):
    resume = callbacks.ExactResume(tmp_path)
    fit(make_gan(), [resume])
    newest = tmp_path / "epoch_0002.zip"
    newest.write_bytes(newest.read_bytes()[:-100])
    with pytest.warns(UserWarning, match="damaged"):
        assert resume.epochs_made == 1
    with pytest.warns(UserWarning, match="damaged"):
        assert len(fit(make_gan(), [resume])["g_loss"]) == 1


def test_weights_that_are_no_numbers_are_refused(make_gan, tmp_path):
    model = make_gan()
    resume = callbacks.ExactResume(tmp_path)
    resume.set_model(model)
    resume.set_params({"epochs": 1})
    model.generator.weights[0].assign(np.nan * model.generator.weights[0])
    resume.on_epoch_end(0)
    resume.set_model(make_gan())
    with pytest.raises(ValueError, match="which does not fit .* be finite"):
        resume.on_train_begin()


@pytest.mark.slow
def test_another_model_is_refused(make_gan, make_plain_gan, fit, tmp_path):
    resume = callbacks.ExactResume(tmp_path)
    fit(make_gan(), [resume], epochs=1)
    with pytest.raises(ValueError, match="Received: .*epoch_0001.zip"):
        fit(make_gan(shape=(8, 8, 1)), [resume])
    other = make_gan()
    other.compile("adam", "adam", run_eagerly=True)
    with pytest.raises(ValueError, match="does not fit the QuickGAN"):
        fit(other, [resume])


def test_wrong_arguments_and_optimizers(tmp_path):
    with pytest.raises(ValueError, match="Received: every=0"):
        callbacks.ExactResume(tmp_path, every=0)
    with pytest.raises(ValueError, match="Received: keep=0"):
        callbacks.ExactResume(tmp_path, keep=0)
    model = Losses()
    model.critic_optimizer = keras.optimizers.Adam()
    resume = callbacks.ExactResume(tmp_path)
    resume.set_model(model)
    with pytest.raises(ValueError, match="`critic_optimizer` must be built"):
        resume.on_train_begin()


def test_usual_names_tell_the_networks_of_optimizers(tmp_path):
    """In a model of the user's own, which declares no players."""
    model = Losses()
    model.generator = keras.Sequential([keras.Input((2,))])
    model.discriminator = keras.Sequential([keras.Input((2,))])
    for network in (model.generator, model.discriminator):
        network.add(keras.layers.Dense(1))
    model.g_optimizer, model.d_optimizer = (
        keras.optimizers.Adam() for _ in "gd"
    )
    resume = callbacks.ExactResume(tmp_path)
    resume.set_model(model)
    resume.on_train_begin()
    assert model.g_optimizer.built and model.d_optimizer.built
