import dataclasses

import keras
import numpy as np
import pytest

from keras_creative import losses, runs
from keras_creative.models.few_shot.few_shot_model import FewShotModel
from keras_creative.recipes import RECIPES, TaskFIGR, TaskFlow, TaskVAE


@pytest.fixture
def path(tmp_path):
    """Ten concepts of eight pictures."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (80, 8, 8)).astype("uint8")
    x[:, [0, -1]] = x[:, :, [0, -1]] = 0
    names = np.array([f"c{i}" for i in range(10)])
    np.savez(tmp_path / "tasks.npz", x=x, y=np.arange(80) // 8, names=names)
    return str(tmp_path / "tasks.npz")


def small(path, kind):
    common = {"data": path, "size": 8, "batch_size": 2, "steps": 2, "epochs": 2}
    if kind == "flow":
        return TaskFlow(**common, queries=2, code=4, width=8, sampling_steps=1)
    if kind == "vae":
        return TaskVAE(**common, queries=2, latent_dim=3, width=8)
    return TaskFIGR(**common, width=2, latent_dim=3, inner_steps=2)


class StopAfterAnEpoch(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = True


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["flow", "vae", "figr"])
def test_stopped_run_equals_an_unbroken_one(path, kind, tmp_path):
    recipe = small(path, kind)
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    session = recipe.begin(tmp_path / "stopped")
    session.callbacks.append(StopAfterAnEpoch())
    session.train(verbose=0)
    resumed = recipe.run(tmp_path / "stopped", verbose=0)
    assert isinstance(resumed, FewShotModel)
    for a, b in zip(unbroken.weights, resumed.weights, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6, err_msg=a.path)
    folder = runs.RunFolder(tmp_path / "stopped")
    assert folder.measures()[-1]["measures"]["shot_distance_ratio"] > 0
    verdict = str(runs.run_verdict(folder.path))
    assert "training steps so far" in verdict
    assert (tmp_path / "stopped" / "samples" / "epoch_0002.png").exists()


def test_concepts_of_the_parts_differ(path):
    recipe = dataclasses.replace(
        small(path, "flow"), test=("c1", "c4"), rotations=True
    )
    parts = recipe.load_split()
    assert [len(part) for part in parts] == [28, 1, 2]
    data = recipe.load_data()
    assert data.turns == 4 and parts.test.turns == 1
    shots, queries = next(iter(recipe.make_batches(data, None)))
    assert shots.shape == (2, 4, 8, 8, 1) and queries.shape[1] == 2


def test_few_groups_have_a_part_each(path):
    with np.load(path) as arrays:
        images = arrays["x"][:24]
    np.savez(path, x=images, y=np.arange(24) // 8)
    parts = small(path, "vae").load_split()
    assert [len(part) for part in parts] == [1, 1, 1]


def test_later_epochs_draw_other_tasks(path):
    recipe = small(path, "figr")
    data = recipe.load_data()
    first, second, third = list(recipe.make_batches(data, None).take(3))
    later = next(iter(recipe.make_batches(data, None, epochs_made=1)))
    np.testing.assert_array_equal(later, third)
    assert not np.array_equal(first, second)


def test_settings_of_figr(path):
    recipe = dataclasses.replace(
        small(path, "figr"), loss="non-saturating", networks="resnet"
    )
    model = recipe.make_model(recipe.load_data())
    assert isinstance(model.criterion, losses.NonSaturating)
    assert model.penalty.weight == 0
    recipe = dataclasses.replace(small(path, "figr"), channel_norms=True)
    model = recipe.make_model(recipe.load_data())
    assert isinstance(model.penalty, losses.ChannelGradientPenalty)
    assert model.penalty.weight == 10


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"test": ("c99",)}, "Received: test='c99'"),
        ({"shots": 7}, "shots=7, queries=2, and 8 pictures"),
        ({"networks": "mlp"}, "networks='mlp'"),
        (
            {"networks": "dcgan", "loss": "minimax", "channel_norms": True},
            "loss='minimax'",
        ),
    ],
)
def test_wrong_settings(path, changes, message, tmp_path):
    kind = "figr" if "networks" in changes else "flow"
    recipe = dataclasses.replace(small(path, kind), **changes)
    with pytest.raises(ValueError, match=message):
        recipe.run(tmp_path / "run", verbose=0)


def test_recipes_of_the_paper():
    figr = RECIPES["figr-mnist"]
    assert figr.test == ("9",) and figr.shots == 4 and figr.inner_steps == 10
    assert RECIPES["figr-omniglot"].inner_lr == 1e-3
    assert RECIPES["figr-icons"].outer_lr == 1e-4
