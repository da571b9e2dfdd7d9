"""The code of a group, and what is predicted from it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from keras_creative import models, networks


def make(groups=4, **kwargs):
    keras.utils.set_random_seed(0)
    sizes = {"units": 16, "attributes_length": 3}
    return models.GroupVAE(
        networks.mlp_vae_encoder((2,), 2, **sizes),
        networks.mlp_vae_decoder(2, (2,), **sizes),
        groups=groups,
        likelihood="gaussian",
        **kwargs,
    )


def experts(model, x, labels):
    code = model.encoder([np.float32(x), np.eye(3, dtype="float32")[labels]])
    return [np.asarray(code[name]) for name in ("mean", "log_variance")]


def test_the_code_of_a_group_is_a_product():
    """Precisions add up, the prior's 1 included."""
    model, labels = make(), [0, 1, 1]
    x = np.random.default_rng(0).normal(size=(3, 2))
    mean, log_variance = experts(model, x, labels)
    precision = np.exp(-log_variance)
    expected = (precision * mean).sum(0) / (1 + precision.sum(0))
    found = model.group_code(x, labels)
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    found = model.group_code(x[[2, 0, 1]], [1, 0, 1])
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    alone = model.encode(x[:1], labels=[0])[0]
    np.testing.assert_allclose(model.group_code(x[:1], [0]), alone, rtol=1e-4)


def test_a_sample_is_predicted_from_the_others(monkeypatch):
    model, seen = make(), []
    x = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
    cells = np.array([0, 1, 2, 5])  # three of group 0, one of group 1
    call = type(model.decoder).__call__

    def record(network, inputs, **kwargs):
        if network is model.decoder:
            seen.append(inputs[0])
        return call(network, inputs, **kwargs)

    monkeypatch.setattr(type(model.decoder), "__call__", record)
    _, logs = model.evidence_loss(
        ops.convert_to_tensor(x), cells, ops.zeros((4, 2))
    )
    expected = [
        model.group_code(np.delete(x[:3], i, 0), np.delete([0, 1, 2], i))
        for i in range(3)
    ]
    np.testing.assert_allclose(seen[0][:3], expected, rtol=1e-4)
    np.testing.assert_allclose(seen[0][3], 0, atol=1e-6)  # of the prior
    mean, log_variance = experts(model, x, [0, 1, 2, 2])
    total = 0.0
    for members in (slice(0, 3), slice(3, 4)):
        precision = np.exp(-log_variance[members])
        variance = 1 / (1 + precision.sum(0))
        code = variance * (precision * mean[members]).sum(0)
        total += 0.5 * (code**2 + variance - 1 - np.log(variance)).sum()
    assert float(logs["kl"]) == pytest.approx(total / 4, rel=1e-4)


@pytest.mark.slow
def test_other_labels_in_the_style_of_a_group():
    """Groups are shifts and classes directions; a fifth is hidden.

    24 groups with standard deviation 2, seed 0: errors below 1.
    """
    directions = np.array([[1, 0], [0, 1], [-1, -1]])
    shifts = np.random.default_rng(0).normal(0, 2, (24, 2))
    cells = np.arange(72)
    x = (directions[cells % 3] + shifts[cells // 3]).astype("float32")
    hidden = cells[::5]
    shown = ~np.isin(cells, hidden)
    model = make(groups=24, beta=0.01)
    model.compile(keras.optimizers.Adam(0.01), steps_per_execution=100)
    data = tf.data.Dataset.from_tensors((x[shown], cells[shown])).repeat()
    model.fit(data, steps_per_epoch=600, verbose=0)
    for cell in hidden:
        group, label = divmod(cell, 3)
        others = np.delete(range(3), label)
        shots = directions[others] + shifts[group]
        [made] = model.sample_like(shots, others, labels=[label])
        expected = directions[label] + shifts[group]
        assert np.linalg.norm(made - expected) < 1


def test_wrong_labels_are_refused():
    model = make()
    model.compile()
    x = np.zeros((8, 2), "float32")
    with pytest.raises(ValueError, match="0 to 11"):
        model.fit(x, np.full(8, 12))
    with pytest.raises(ValueError, match="`groups` must be"):
        make(groups=0)
    with pytest.raises(ValueError, match="labels"):
        model.group_code(x[:2], [0, 3])
