import contextlib
import os
import signal
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers side by side: threads of one would take the cores of another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

import numpy as np
import offline
import pytest
import tensorflow as tf

tf.config.set_logical_device_configuration(
    tf.config.list_physical_devices("CPU")[0],
    [tf.config.LogicalDeviceConfiguration()] * 2,
)


offline.refuse_network()


def _iterate_without_autotuning(dataset, iterate=tf.data.Dataset.__iter__):
    """Freeing an autotuned iterator, as of arrays, may take up to a minute."""
    options = tf.data.Options()
    options.autotune.enabled = False
    return iterate(dataset.with_options(options))


tf.data.Dataset.__iter__ = _iterate_without_autotuning


def pytest_addoption(parser):
    parser.addoption(
        "--mutations",
        type=int,
        default=100,
        help="cases of each loader of tests/fuzz/",
    )


# The quick checks that train more than once are slow for all other subjects.
_REPRESENTATIVES = ("DesignGAN", "GAN", "Pix2Pix", "VAE")
_TRAINING_CHECKS = (
    "check_history_is_the_trackers",
    "check_noise_differs_between_batches",
    "check_players_train_alone",
    "check_seed_fixes_the_run",
    "check_validation_changes_nothing",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if getattr(item, "originalname", "") == "test_contract":
            subject, _, check = item.callspec.id.rpartition("-")
            if check in _TRAINING_CHECKS and subject not in _REPRESENTATIVES:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def ctrl_c():
    """Ctrl-C interrupts, also where a shell in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def tiny_mnist(tmp_path, monkeypatch):
    """Twenty pictures with two of each digit, under the data variable."""
    folder = tmp_path / "data"
    folder.mkdir()
    rng = np.random.default_rng(0)
    np.savez(
        folder / "mnist.npz",
        x=rng.integers(0, 256, (20, 28, 28)).astype("uint8"),
        y=np.repeat(np.arange(10), 2),
    )
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(folder))


_HOLD = (
    "import runpy, sys, time\n"
    "FolderLock = runpy.run_path(sys.argv[1])['FolderLock']\n"
    "shared = sys.argv[3] == 'True'\n"
    "print(FolderLock(sys.argv[2]).acquire(shared), flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def hold_lock():
    """Another process that has locked a folder; gives whether it got it."""

    @contextlib.contextmanager
    def hold(folder, shared=False):
        from keras_creative.files import locks

        command = [sys.executable, "-c", _HOLD, locks.__file__, folder]
        command.append(str(shared))
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            try:
                yield process.stdout.readline() == b"True\n"
            finally:
                process.kill()

    return hold
