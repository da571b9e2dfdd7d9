import json

import numpy as np
import pytest

from keras_creative import datasets, experiments, models

SMALL = {"num_layers": 2, "units": 4, "batch_size": 8, "epochs": 1}


def make(**kwargs):
    recipe = experiments.PointGAN(**SMALL, **kwargs)
    data = recipe.load_data()
    return recipe, data, recipe.make_model(data)


def test_positions_are_sine_and_cosine_on_the_ring():
    _, _, model = make(holdout=(1,))
    angles = np.arange(8) * np.pi / 4
    np.testing.assert_allclose(
        model.attributes,
        np.stack([np.sin(angles), np.cos(angles)], 1),
        atol=1e-6,
    )


def test_variants():
    assert isinstance(make(variant="infogan")[2], models.InfoGAN)
    _, _, model = make(attributes="one-hot", condition="joined")
    np.testing.assert_array_equal(model.attributes, np.eye(8))


def test_measures_of_a_perfect_sampler(monkeypatch):
    """What is asked for is drawn from the data itself."""
    recipe, data, model = make(holdout=(1,))

    def ask(n, seed, labels):
        labels = np.broadcast_to(labels, (n,))
        noise = np.random.default_rng(seed).normal(size=(n, 2)) * data.std
        return (data.centers[labels] + noise).astype("float32")

    monkeypatch.setattr(model, "sample", ask)
    measures = recipe.measure(model, data)
    assert measures["side_information"] == "position"
    assert measures["modes"]["modes_captured"] == 7
    hidden = measures["classes"]["1"]
    assert not hidden["shown"] and measures["classes"]["2"]["shown"]
    assert hidden["hit_rate"] > 0.97
    assert hidden["offset"] < 0.2
    assert hidden["std_ratio"] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("name", datasets.TOY_DATASETS)
def test_best_values_are_those_of_the_data_itself(name, monkeypatch):
    """n=10000, 2000 a class, seed 0: within 3 standard errors of the best."""
    recipe, _, model = make()
    data = datasets.load_toy(name)

    def ask(n, seed, labels):
        """All classes in their shares, or the one that is asked for."""
        labels = data.shown if np.ndim(labels) else [labels]
        return data.sample(n, seed, labels)[0]

    monkeypatch.setattr(model, "sample", ask)
    measures = recipe.measure(model, data, n=10_000, seed=0)
    modes = measures["modes"]
    best, narrow = (0.997, 1) if name == "swissroll" else (0.989, 0.974)
    assert modes["modes_captured"] == modes["modes_shown"] == data.num_classes
    assert modes["high_quality_3std"] == pytest.approx(best, abs=0.003)
    assert modes["reverse_kl"] < (data.num_classes - 1) / 10_000
    np.testing.assert_allclose(modes["std_ratio"], narrow, atol=0.06)
    for measured in measures["classes"].values():
        assert measured["hit_rate"] == pytest.approx(best, abs=0.007)
        assert measured["offset"] < 0.1
        assert measured["std_ratio"] == pytest.approx(1, abs=0.05)


def test_what_each_code_owns(monkeypatch):
    recipe, data, model = make(variant="infogan")

    def ask(n, seed, categorical=0):
        return np.tile(data.centers[(categorical + 3) % 8], (n, 1))

    monkeypatch.setattr(model, "sample", ask)
    codes = recipe.measure(model, data)["codes"]
    assert [c["owns"] for c in codes.values()] == [3, 4, 5, 6, 7, 0, 1, 2]
    assert all(c["hit_rate"] == 1 for c in codes.values())


def test_side_information_is_named_only_where_it_was_given():
    recipe, data, model = make(
        holdout=(1,), attributes="one-hot", condition="joined"
    )
    assert recipe.measure(model, data)["side_information"] is None
    recipe, data, model = make()
    assert recipe.measure(model, data)["side_information"] is None


@pytest.mark.slow
def test_run_fills_its_folder(tmp_path):
    recipe = experiments.PointGAN(
        **SMALL, holdout=(1,), few_shot={3: 2}, variant="cgan"
    )
    recipe.run(tmp_path, verbose=0)
    measures = json.loads((tmp_path / "measures.json").read_text())
    assert [k for k, c in measures["classes"].items() if not c["shown"]] == [
        "1",
        "3",
    ]
    assert (tmp_path / "samples" / "epoch_0001.png").exists()
    model = recipe.run(tmp_path, epochs=2, verbose=0)
    assert int(model.g_optimizer.iterations) == 200


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"variant": "wgan"}, "Received: variant='wgan'"),
        ({"attributes": "smell"}, "Received: attributes='smell'"),
        ({"holdout": (8,)}, "Received: holdout=\\(8,\\)"),
        ({"few_shot": {9: 1}}, "label"),
    ],
)
def test_bad_settings(kwargs, message):
    with pytest.raises(ValueError, match=message):
        make(**kwargs)
