import re

import keras
import numpy as np
import pytest
from stylegan_runs import assert_refused, run

DATA_VARIABLE = "KERAS_CREATIVE_DATA"
DIGITS = np.arange(40) % 10


class TestPictures:
    @pytest.fixture(autouse=True)
    def root(self, monkeypatch, tmp_path):
        """Folder for the data; nothing is downloaded."""

        def load_data():
            raise OSError("no network\nin tests")

        monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
        root = tmp_path / "data"
        root.mkdir()
        monkeypatch.setenv(DATA_VARIABLE, str(root))
        return root

    @pytest.fixture
    def tiny(self, root):
        pictures = np.arange(40 * 28 * 28).reshape(40, 28, 28) % 251
        np.savez(root / "mnist.npz", x=pictures.astype("uint8"), y=DIGITS)

    @pytest.mark.parametrize("flags", [[], ["--label"]])
    def test_run(self, tiny, eager, tmp_path, flags):
        ran = run(tmp_path, "--dataset", "mnist", "--niters", "1", *flags)
        assert (ran.code, ran.err) == (0, [])
        assert ran.out[0] == (
            "mnist: classes shown 1, 2, 3, 4, 5, 6, 7, 8, 9; excluded 0 "
            "(--missing_mixt)"
        )
        assert ran.out[-1].endswith(f"see {ran.figs}/loss-fig.png")
        names = {name for name in ran.files if "tfevents" not in name}
        assert names == {
            "loss-fig.png",
            "loss-fig-metrics.png",
            "loss-fig.keras",
            "loss-fig.json",
            "tf_default_lrd_0.009_lrg_0.003/fig_00000.png",
        }
        assert ran.record["measures"] is None
        assert ran.record["settings"]["labelled"] == bool(flags)
        assert ran.model.sample(1).shape == (1, 32, 32, 1)

    def test_found_nowhere(self, monkeypatch, tmp_path):
        monkeypatch.delenv(DATA_VARIABLE)
        message = "found nowhere.* or give a file instead of 'mnist' as"
        assert_refused(tmp_path, ["--dataset", "mnist"], message)

    def test_truncated_file(self, root, tmp_path):
        (root / "mnist").mkdir()
        path = root / "mnist" / "train-images-idx3-ubyte"
        path.write_bytes(bytes([0, 0, 8, 3]) + bytes(5))
        assert_refused(tmp_path, ["--dataset", "mnist"], re.escape(str(path)))

    def test_larger_batch_than_data(self, tiny, tmp_path):
        flags = ["--dataset", "mnist", "--batch_size", "37"]
        assert_refused(tmp_path, flags, "batch_size")

    def test_missing_class_of_ten(self, tiny, tmp_path):
        flags = ["--dataset", "mnist", "--missing_mixt", "10"]
        assert_refused(tmp_path, flags, "0 to 9")
