"""The contract of the package's models, as checks that anyone can run.

A variant of your own is done when it passes, a GAN `ADVERSARIAL_CHECKS` and an
autoencoder `VAE_CHECKS`:

```python
@pytest.mark.parametrize(
    "check", testing.ADVERSARIAL_CHECKS, ids=lambda check: check.__name__
)
def test_my_variant(check, tmp_path):
    check(testing.Subject(MyGAN, make_init_kwargs, labels=True), tmp_path)
```

The check on two devices needs two logical CPUs, made before TensorFlow starts
with `tf.config.set_logical_device_configuration()`.
"""

import contextlib
import dataclasses
import functools
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from keras_creative.callbacks import NanGuard
from keras_creative.precision import dtype_policy

_BATCH_SIZE = 8
_STEPS = 4
# What a fresh process does: samplers first, which need nothing of the package.
_LOADING = """
import importlib, sys
import keras, numpy as np
folder, *modules = sys.argv[1:]
def sample(index, name):
    model = keras.saving.load_model(f"{folder}/{index}/{name}.keras")
    inputs = list(np.load(f"{folder}/{index}/inputs.npz").values())
    samples = model(inputs if len(inputs) > 1 else inputs[0])
    np.save(f"{folder}/{index}/{name}.npy", samples)
for index in range(len(modules)):
    sample(index, "sampler")
import keras_creative
for index, module in enumerate(modules):
    importlib.import_module(module)
    sample(index, "model")
"""


@dataclasses.dataclass(frozen=True)
class Subject:
    """A model class and what it takes to make and train it.

    Args:
        cls: The class, a `keras_creative.models.AdversarialModel` or
            `keras_creative.models.VAE`.
        init_kwargs: Function that makes the constructor's arguments, with new
            networks at every call. Smallest sizes make the checks quick.
        labels: Whether training data carries labels. Defaults to `False`.
        data: Function of the model that makes the dict of the arguments `x`
            and, with labels, `y` of `fit()`, the same at every call: arrays
            of 32 rows. Defaults to `None`: samples evenly from [-1, 1], and
            labels of every class.
    """

    cls: type
    init_kwargs: Callable
    labels: bool = False
    data: Callable | None = None

    def make(self, **compile_kwargs: Any) -> Any:
        """A compiled model, the same at every call."""
        keras.utils.set_random_seed(0)
        model = self.cls(**self.init_kwargs())
        rates = {
            name: 0.01 * index
            for index, name in enumerate(self.optimizers, start=1)
        }
        model.compile(
            **{
                name: keras.optimizers.Adam(rate, beta_1=0.5)
                for name, rate in rates.items()
            },
            **compile_kwargs,
        )
        return model

    @property
    def optimizers(self) -> list[str]:
        """Names of the optimisers that `compile()` takes."""
        parameters = inspect.signature(self.cls.compile).parameters
        return [name for name in parameters if name.endswith("optimizer")]

    def make_data(self, model: Any) -> dict[str, np.ndarray]:
        """Arguments `x` and `y` of `fit()`, the same at every call."""
        if self.data is not None:
            return self.data(model)
        rng = np.random.default_rng(0)
        n = _BATCH_SIZE * _STEPS
        shape = (n, *model.sampler.output_shape[1:])
        data = {"x": rng.uniform(-1, 1, shape).astype("float32")}
        if self.labels:
            data["y"] = rng.integers(0, model.num_classes, n).astype("int32")
        return data

    def fit(
        self, model: Any, epochs: int = 1, **kwargs: Any
    ) -> dict[str, list[float]]:
        """Train on the data in a fixed order; the History's dict."""
        history = model.fit(
            **self.make_data(model),
            batch_size=_BATCH_SIZE,
            shuffle=False,
            epochs=epochs,
            verbose=0,
            **kwargs,
        )
        return history.history

    @functools.cached_property
    def reference(self) -> tuple[dict[str, list[float]], Any]:
        """History and model of two unbroken epochs in graph mode."""
        model = self.make()
        return self.fit(model, epochs=2), model


def check_config_round_trip(subject: Subject, folder: Path) -> None:
    """`from_config(get_config())` makes the same model again."""
    model = subject.make()
    restored = subject.cls.from_config(model.get_config())
    _assert_equal_configs(model.get_config(), restored.get_config())
    restored.set_weights(model.get_weights())
    np.testing.assert_array_equal(
        model.sample(4, seed=0), restored.sample(4, seed=0)
    )


def check_loads_in_a_fresh_process(subject: Subject, folder: Path) -> None:
    """The saved model and its sampler load where nothing was registered.

    The new process imports Keras for the sampler, and for the model the module
    of its class, which cannot be a notebook or a script that was run.
    """
    load_in_a_fresh_process([subject], folder)


def load_in_a_fresh_process(subjects: Sequence[Subject], folder: Path) -> None:
    """`check_loads_in_a_fresh_process()` of several, in one process.

    Args:
        subjects: Sequence of `Subject`.
        folder: `pathlib.Path` of an empty folder to write to.

    Raises:
        AssertionError: If what was loaded gives other samples.
        subprocess.CalledProcessError: If one does not load.
    """
    expected = []
    for index, subject in enumerate(subjects):
        own = folder / str(index)
        own.mkdir()
        expected.append(_save_with_inputs(subject, own))
    modules = [subject.cls.__module__ for subject in subjects]
    subprocess.run(
        [sys.executable, "-c", _LOADING, folder, *modules],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    for index, samples in enumerate(expected):
        for name in ("sampler", "model"):
            np.testing.assert_allclose(
                np.load(folder / str(index) / f"{name}.npy"),
                samples,
                atol=1e-6,
                err_msg=subjects[index].cls.__name__,
            )


def _save_with_inputs(subject, folder):
    model = subject.make()
    subject.fit(model)
    sampler = model.sampler
    inputs = [np.ones((2, *i.shape[1:]), "float32") for i in sampler.inputs]
    np.savez(folder / "inputs.npz", *inputs)
    model.save(folder / "model.keras")
    sampler.save(folder / "sampler.keras")
    return keras.ops.convert_to_numpy(
        model(inputs if len(inputs) > 1 else inputs[0])
    )


def check_fits_arrays_and_datasets(subject: Subject, folder: Path) -> None:
    """`fit()` does the same on arrays and on a `tf.data.Dataset`."""
    expected, _ = subject.reference
    model = subject.make()
    data = subject.make_data(model)
    parts = data["x"] if len(data) == 1 else (data["x"], data["y"])
    dataset = tf.data.Dataset.from_tensor_slices(parts).batch(_BATCH_SIZE)
    history = model.fit(dataset, epochs=2, verbose=0, shuffle=False).history
    _assert_equal_histories(history, expected)


def check_players_train_alone(subject: Subject, folder: Path) -> None:
    """A player's step leaves the other's weights bit-identical."""
    for still in ("generator", "discriminator"):
        model = subject.make()
        model.compile(
            g_optimizer=keras.optimizers.SGD(0.1 * (still != "generator")),
            d_optimizer=keras.optimizers.SGD(0.1 * (still == "generator")),
        )
        before = {
            player: [v.numpy() for v in getattr(model, player).weights]
            for player in ("generator", "discriminator")
        }
        subject.fit(model)
        for player, weights in before.items():
            same = all(
                np.array_equal(old, new)
                for old, new, variable in zip(
                    weights,
                    getattr(model, player).get_weights(),
                    getattr(model, player).weights,
                    strict=True,
                )
                if variable.trainable
            )
            assert same == (player == still), (player, still)


def check_history_is_the_trackers(subject: Subject, folder: Path) -> None:
    """History holds the trackers' epoch means, each epoch on its own."""
    model = subject.make()
    last_logs = []

    class Record(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == _STEPS - 1:
                last_logs.append(dict(logs))

    history = subject.fit(model, epochs=2, callbacks=[Record()])
    assert sorted(history) == sorted(model.tracked)
    assert list(model.get_metrics_result()) == list(model.tracked)
    for epoch, logs in enumerate(last_logs):
        for name in model.tracked:
            np.testing.assert_allclose(
                logs[name], history[name][epoch], rtol=1e-6
            )
    assert int(model.log_means.steps) == _STEPS


def check_has_no_third_optimizer(subject: Subject, folder: Path) -> None:
    """Keras' unused default optimizer is not made; both players' are built."""
    model = subject.make()
    assert model.optimizer is None
    assert model.g_optimizer.built and model.d_optimizer.built


def check_steps_per_execution(subject: Subject, folder: Path) -> None:
    """Four steps in one execution are four steps."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(steps_per_execution=4), epochs=2)
    _assert_equal_histories(history, expected)


def check_eager_equals_graph(subject: Subject, folder: Path) -> None:
    """`run_eagerly=True` computes what the graph computes."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(run_eagerly=True), epochs=2)
    _assert_equal_histories(history, expected)


def check_xla_equals_graph(subject: Subject, folder: Path) -> None:
    """`jit_compile=True` computes what the graph computes."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(jit_compile=True), epochs=2)
    _assert_equal_histories(history, expected, rtol=1e-4)


def check_resumes_from_a_saved_model(subject: Subject, folder: Path) -> None:
    """A run continued from `.keras` equals one that never stopped."""
    expected, unbroken = subject.reference
    stopped = subject.make()
    subject.fit(stopped, epochs=1)
    stopped.save(folder / "model.keras")
    resumed = keras.saving.load_model(folder / "model.keras")
    history = subject.fit(resumed, epochs=2, initial_epoch=1)
    for name in expected:
        np.testing.assert_allclose(history[name], expected[name][1:], rtol=1e-6)
    _assert_equal_weights(resumed, unbroken)


def check_resumes_by_backup_and_restore(subject: Subject, folder: Path) -> None:
    """A run killed in its second epoch resumes by Keras' own callback."""

    class Kill(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    def backup():
        return keras.callbacks.BackupAndRestore(str(folder / "backup"))

    _, unbroken = subject.reference
    with contextlib.suppress(KeyboardInterrupt):
        subject.fit(subject.make(), epochs=2, callbacks=[backup(), Kill()])
    resumed = subject.make()
    subject.fit(resumed, epochs=2, callbacks=[backup()])
    _assert_equal_weights(resumed, unbroken)


def check_two_devices_equal_one(subject: Subject, folder: Path) -> None:
    """The same global batch on two replicas takes the same SGD steps."""
    _check_two_devices(subject, _BATCH_SIZE * _STEPS, _BATCH_SIZE)


def check_uneven_devices_equal_one(subject: Subject, folder: Path) -> None:
    """So it does with 4 + 3 samples, and with 1 + 0."""
    _check_two_devices(subject, 15, 7)


def _check_two_devices(subject, count, batch_size):
    devices = [d.name for d in tf.config.list_logical_devices("CPU")[:2]]
    if len(devices) < 2:
        raise RuntimeError(
            "This check needs two logical CPUs. "
            f"Received: logical_devices={devices}"
        )

    def train():
        model = subject.make()
        model.compile(*(keras.optimizers.SGD(0.01) for _ in subject.optimizers))
        data = {k: v[:count] for k, v in subject.make_data(model).items()}
        settings = {"batch_size": batch_size, "verbose": 0}
        history = model.fit(**data, shuffle=False, epochs=2, **settings).history
        held_back = model.evaluate(**data, return_dict=True, **settings)
        return history, held_back, model

    expected, expected_held_back, alone = train()
    # Collectives of several strategies in one process get in each other's way.
    strategy = tf.distribute.MirroredStrategy(
        devices, cross_device_ops=tf.distribute.ReductionToOneDevice()
    )
    with strategy.scope():
        history, held_back, mirrored = train()
    _assert_equal_histories(history, expected, rtol=1e-5)
    _assert_equal_histories(held_back, expected_held_back, rtol=1e-5)
    _assert_equal_weights(mirrored, alone, atol=1e-6)


def check_mixed_bfloat16_is_finite(subject: Subject, folder: Path) -> None:
    """Half-precision networks train with finite logs."""
    with dtype_policy("mixed_bfloat16"):
        history = subject.fit(subject.make())
    assert all(np.all(np.isfinite(v)) for v in history.values()), history


def check_seed_fixes_the_run(subject: Subject, folder: Path) -> None:
    """The same seed gives the same run, another seed another one."""
    expected, _ = subject.reference
    again, other = subject.make(), subject.make()
    other.seed = again.seed + 1
    _assert_equal_histories(subject.fit(again, epochs=2), expected)
    name = again.tracked[0]
    assert subject.fit(other)[name][0] != expected[name][0]


def check_nan_stops_the_run(subject: Subject, folder: Path) -> None:
    """`NanGuard` ends the run and names the step."""

    class Poison(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 2:
                for weight in self.model.trainable_variables:
                    weight.assign(weight * np.nan)

    try:
        subject.fit(subject.make(), callbacks=[Poison(), NanGuard()])
    except FloatingPointError as error:
        assert "step 2 of epoch 1" in str(error), error
    else:
        raise AssertionError("Training went on with a NaN.")


def check_validation_changes_nothing(subject: Subject, folder: Path) -> None:
    """Validation reports every log and does not touch training."""
    expected, _ = subject.reference
    validated = subject.make()
    data = tuple(subject.make_data(validated).values())
    history = subject.fit(validated, epochs=2, validation_data=data)
    for name, values in expected.items():
        np.testing.assert_allclose(history[name], values, rtol=1e-6)
        assert np.all(np.isfinite(history[f"val_{name}"]))
    first, second = (
        validated.evaluate(*data, verbose=0, return_dict=True) for _ in range(2)
    )
    assert first == second and sorted(first) == sorted(expected)


def check_samples(subject: Subject, folder: Path) -> None:
    """Samples are fixed by their seed and leave training's noise alone."""
    model = subject.make()
    draws = int(model.draws.value)
    samples = model.sample(5, seed=1, batch_size=2)
    assert samples.shape == (5, *model.sampler.output_shape[1:])
    np.testing.assert_allclose(samples, model.sample(5, seed=1), atol=1e-5)
    assert not np.allclose(samples, model.sample(5, seed=2))
    assert not np.allclose(model.sample(5), model.sample(5))
    assert int(model.draws.value) == draws


ADVERSARIAL_CHECKS = (
    check_config_round_trip,
    check_eager_equals_graph,
    check_fits_arrays_and_datasets,
    check_has_no_third_optimizer,
    check_history_is_the_trackers,
    check_loads_in_a_fresh_process,
    check_mixed_bfloat16_is_finite,
    check_nan_stops_the_run,
    check_players_train_alone,
    check_resumes_by_backup_and_restore,
    check_resumes_from_a_saved_model,
    check_samples,
    check_seed_fixes_the_run,
    check_steps_per_execution,
    check_two_devices_equal_one,
    check_uneven_devices_equal_one,
    check_validation_changes_nothing,
    check_xla_equals_graph,
)

_OF_TWO_PLAYERS = (check_has_no_third_optimizer, check_players_train_alone)
VAE_CHECKS = tuple(
    check for check in ADVERSARIAL_CHECKS if check not in _OF_TWO_PLAYERS
)


def check_adversarial_model(
    cls,
    init_kwargs: Callable[[], dict[str, Any]],
    folder: Path,
    labels: bool = False,
) -> None:
    """Run every check of the contract on one model class.

    Args:
        cls: A `keras_creative.models.AdversarialModel` class.
        init_kwargs: Function that makes its arguments, new at every call.
        folder: `pathlib.Path` of an empty folder to write to.
        labels: Whether training data carries labels. Defaults to `False`.

    Raises:
        AssertionError: If the class breaks the contract.
    """
    subject = Subject(cls, init_kwargs, labels)
    for check in ADVERSARIAL_CHECKS:
        own = folder / check.__name__
        own.mkdir()
        check(subject, own)


def _assert_equal_histories(history, expected, rtol=1e-5):
    assert sorted(history) == sorted(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(
            history[name], values, rtol=rtol, atol=rtol, err_msg=name
        )


def _assert_equal_weights(model, expected, atol=1e-6):
    for weight, other in zip(model.weights, expected.weights, strict=True):
        np.testing.assert_allclose(
            weight.numpy(),
            other.numpy(),
            rtol=1e-6,
            atol=atol,
            err_msg=weight.path,
        )


def _assert_equal_configs(config, expected):
    """Equal, the nested networks, losses and penalties included."""
    assert config.keys() == expected.keys()
    for key, value in config.items():
        assert value == expected[key], key
