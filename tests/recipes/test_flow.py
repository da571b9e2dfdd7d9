import dataclasses
import json

import numpy as np
import pytest

from keras_creative import experiments, models, networks
from keras_creative.models.diffusion.flow_matching import TIMES
from keras_creative.models.diffusion.solvers import SOLVERS
from keras_creative.recipes.settings import describe

POINTS = experiments.PointFlow(
    num_layers=2, units=8, batch_size=8, epochs=1, sampling_steps=2, jit=False
)
PICTURES = experiments.PictureFlow(
    "mnist", size=8, width=8, batch_size=8, epochs=1, sampling_steps=1
)


def make(recipe, **changes):
    recipe = dataclasses.replace(recipe, **changes)
    return recipe.make_model(recipe.load_data())


def test_choices_are_those_of_the_package():
    for cls in (experiments.PointFlow, experiments.PictureFlow):
        fields = cls.__dataclass_fields__
        assert set(describe(fields["solver"]).choices) == {*SOLVERS}
        assert set(describe(fields["times"]).choices) == {*TIMES}
    chosen = describe(experiments.PictureFlow.__dataclass_fields__["networks"])
    assert set(chosen.choices) == {*networks.VELOCITY_NETWORKS}


def test_points_with_and_without_labels():
    assert type(make(POINTS)) is models.FlowMatching
    model = make(POINTS, conditional=True, holdout=(1,), guidance=2.0)
    angles = np.arange(8) * np.pi / 4
    np.testing.assert_allclose(
        model.attributes,
        np.stack([np.sin(angles), np.cos(angles)], 1),
        atol=1e-6,
    )
    assert model.guidance == 2.0 and model.label_dropout == 0.1
    model = make(POINTS, conditional=True, attributes="one-hot")
    np.testing.assert_array_equal(model.attributes, np.eye(8))


def test_side_information_is_named_only_where_it_was_given():
    hidden = dataclasses.replace(POINTS, holdout=(1,))
    told = dataclasses.replace(hidden, conditional=True)
    data = hidden.load_data()
    assert hidden.measure_context(data)["side_information"] is None
    assert told.measure_context(data)["side_information"] == "position"


@pytest.mark.slow
def test_run_of_points_fills_its_folder(tmp_path):
    recipe = dataclasses.replace(POINTS, conditional=True, holdout=(1,))
    model = recipe.run(tmp_path, verbose=0)
    measures = json.loads((tmp_path / "measures.json").read_text())
    assert not measures["classes"]["1"]["shown"]
    assert (tmp_path / "samples" / "epoch_0001.png").exists()
    assert (tmp_path / "losses.png").exists()
    sampler = experiments.load_sampler(tmp_path)
    np.testing.assert_allclose(
        sampler.sample(2, seed=0), model.sample(2, seed=0), atol=1e-6
    )
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["recipe"] == "PointFlow"


@pytest.mark.slow
def test_stopped_run_equals_an_unbroken_one(tiny_mnist, tmp_path):
    recipe = dataclasses.replace(PICTURES, conditional=True, epochs=2)
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    recipe.run(tmp_path / "stopped", epochs=1, verbose=0)
    resumed = recipe.run(tmp_path / "stopped", epochs=2, verbose=0)
    assert int(resumed.optimizer.iterations) == 4
    np.testing.assert_allclose(
        resumed.sample(4, seed=0), unbroken.sample(4, seed=0), atol=1e-5
    )


@pytest.mark.slow
def test_run_of_pictures_fills_its_folder(tiny_mnist, tmp_path):
    recipe = dataclasses.replace(PICTURES, holdout=(7,))
    model = recipe.run(tmp_path / "run", verbose=0)
    assert (tmp_path / "run" / "samples" / "epoch_0001.png").exists()
    assert model.sample(2).shape == (2, 8, 8, 1)


def test_pictures_with_labels(tiny_mnist):
    model = make(PICTURES, conditional=True, networks="mlp", width=None)
    assert model.sample(2, labels=3).shape == (2, 8, 8, 1)
    assert model.num_classes == 10


def test_condition_needs_labels(tmp_path):
    np.savez(tmp_path / "plain.npz", x=np.zeros((16, 28, 28, 1), "uint8"))
    with pytest.raises(ValueError, match="`conditional` must be False"):
        make(PICTURES, data=str(tmp_path / "plain.npz"), conditional=True)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"solver": "rk4"}, "Received: solver='rk4'"),
        ({"times": "beta"}, "Received: times='beta'"),
        ({"attributes": "smell"}, "Received: attributes='smell'"),
        ({"holdout": (8,)}, r"Received: holdout=\(8,\)"),
        ({"guidance": 2.0}, "unless `conditional` is True. .*guidance=2.0"),
        ({"label_dropout": 0.2}, "Received: label_dropout=0.2"),
        ({"conditional": True, "guidance": -1.0}, "Received: guidance=-1.0"),
    ],
)
def test_bad_settings(changes, message):
    with pytest.raises(ValueError, match=message):
        make(POINTS, **changes)


def test_mlp_has_no_width(tiny_mnist):
    with pytest.raises(ValueError, match="`width` .* Received: width=8"):
        make(PICTURES, networks="mlp")
