"""Comparisons of two models and of their logs."""

import json

import numpy as np


def assert_equal_histories(history, expected, rtol=1e-5):
    """Assert that two histories have the same logs and values.

    Args:
        history: Dict of lists.
        expected: Dict of lists.
        rtol: Relative and absolute tolerance. Defaults to `1e-5`.
    """
    np.testing.assert_equal(sorted(history), sorted(expected))
    for name, values in expected.items():
        np.testing.assert_allclose(
            history[name], values, rtol=rtol, atol=rtol, err_msg=name
        )


def assert_equal_weights(model, expected, atol=1e-6):
    """Assert that two models have the same weights.

    Args:
        model: Keras model.
        expected: Keras model of the same architecture.
        atol: Absolute tolerance. Defaults to `1e-6`.
    """
    for weight, other in zip(model.weights, expected.weights, strict=True):
        np.testing.assert_allclose(
            weight.numpy(),
            other.numpy(),
            rtol=1e-6,
            atol=atol,
            err_msg=weight.path,
        )


def assert_equal_configs(config, expected):
    """Assert that two configs are equal, nested objects included.

    Tuples are compared as lists, since JSON stores them as lists.

    Args:
        config: Dict of `get_config()`.
        expected: Dict of `get_config()`.
    """
    np.testing.assert_equal(sorted(config), sorted(expected))
    for key, value in config.items():
        ours, theirs = (json.dumps(v) for v in (value, expected[key]))
        assert ours == theirs, f"{key}: {ours} is not {theirs}"
