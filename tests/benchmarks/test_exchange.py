"""The check that both sides of a benchmark do equal work."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


class Layer:
    def __init__(self, name, *weights):
        self.name = name
        self.weights = [np.ones(shape, "float32") for shape in weights]

    def get_weights(self):
        return self.weights


@pytest.fixture
def exchange(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    import exchange

    return exchange


@pytest.fixture
def arrays(exchange, tmp_path):
    # Batch normalization has two weights and two moving statistics.
    layers = [Layer("dense", (2, 3), (3,)), Layer("norm", *[(3,)] * 4)]
    networks = {"generator": SimpleNamespace(layers=layers)}
    path = tmp_path / "file.npz"
    exchange.write(
        path,
        networks,
        {"latent": np.zeros((1, 2))},
        {"loss": 2.0},
        {"std": 0.5},
    )
    return exchange.read(path)


def test_what_is_written_is_read(exchange, arrays):
    weights = exchange.part(arrays, "weights/generator/")
    assert weights["dense/0"].shape == (2, 3)
    assert exchange.part(arrays, "data/") == {"std": 0.5}
    assert list(exchange.part(arrays, "batch/")) == ["latent"]
    assert exchange.count(arrays, "generator") == 2 * 3 + 3 + 3 + 3


def test_equal_work(exchange, arrays):
    work = exchange.compare(
        arrays, {"generator": 15}, {"loss": 2.001}, tolerance=1e-3
    )
    assert work == {"loss": [2.0, 2.001], "generator": [15, 15]}


@pytest.mark.parametrize(
    ("parameters", "values", "message"),
    [
        ({"generator": 14}, {"loss": 2.0}, "generator of 15 and 14"),
        ({"generator": 15}, {"loss": 2.1}, "loss of 2.0 and 2.1"),
        ({"generator": 15}, {"loss": float("nan")}, "loss of 2.0 and nan"),
        ({"generator": 15}, {}, "same values"),
    ],
)
def test_other_work(exchange, arrays, parameters, values, message):
    with pytest.raises(AssertionError, match=message):
        exchange.compare(arrays, parameters, values, tolerance=1e-3)
