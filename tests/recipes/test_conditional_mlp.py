import numpy as np

from keras_creative import experiments, models


def make(**kwargs):
    recipe = experiments.ConditionalMLP(num_layers=2, units=4, **kwargs)
    data = recipe.load_data()
    return recipe, data, recipe.make_model(data)


def test_is_a_cgan_conditioned_on_names():
    _, _, model = make(holdout=(4,))
    assert isinstance(model, models.CGAN)
    np.testing.assert_array_equal(model.attributes, np.eye(8))


def test_shown_and_held_out_labels_are_requested_separately(monkeypatch):
    recipe, data, model = make(holdout=(4,))
    monkeypatch.setattr(
        model, "sample", lambda n, seed, labels: data.centers[labels]
    )
    measures = recipe.measure(model, data)
    assert measures["modes_captured"] == 7
    assert measures["holdout"]["4"]["hit_rate"] == 1
