import dataclasses
import json

import keras
import numpy as np
import pytest

from keras_creative import datasets, layers, losses
from keras_creative.experiments import DesignMLP, measure_modes


def small(**settings):
    sizes = {"num_layers": 2, "units": 4, "batch_size": 8, "iterations": 5}
    return DesignMLP(**sizes | settings)


def make(**settings):
    experiment = small(**settings)
    return experiment.make_model(experiment.load_data(), run_eagerly=True)


def train(**settings):
    experiment = small(**settings)
    data = experiment.load_data()
    model = experiment.make_model(data, run_eagerly=True, steps_per_execution=2)
    seen = []
    after_batch = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append(
            int(model.g_optimizer.iterations)
        )
    )
    batches = experiment.make_batches(data)
    experiment.train(model, batches, callbacks=[after_batch])
    return model, seen


def dense_layers(network):
    return [x for x in network.layers if isinstance(x, keras.layers.Dense)]


def units(network):
    return sorted(layer.units for layer in dense_layers(network))


def rate(optimizer, step):
    schedule = optimizer._learning_rate
    return float(schedule(step) if callable(schedule) else schedule)


def test_settings_are_plain_data():
    settings = dataclasses.asdict(DesignMLP(loss="wgan", holdout=[1, 3]))
    again = DesignMLP(**json.loads(json.dumps(settings)))
    assert dataclasses.asdict(again) == settings
    with pytest.raises(dataclasses.FrozenInstanceError):
        DesignMLP().seed = 1


@pytest.mark.parametrize("name", datasets.TOY_DATASETS)
def test_toy_data(name):
    data = DesignMLP(dataset=name, scale=3.0, holdout=(2, 1)).load_data()
    expected = datasets.load_toy(name, 3.0)
    assert (data.name, data.holdout) == (name, (1, 2))
    np.testing.assert_array_equal(data.components, expected.components)


def test_unknown_data():
    with pytest.raises(FileNotFoundError, match="Received: source='ring'"):
        DesignMLP(dataset="ring").load_data()


@pytest.mark.parametrize("labelled", [True, False])
def test_networks_for_points(labelled):
    model = make(num_layers=3, units=5, labelled=labelled)
    assert model.latent_shape == (2,)
    assert model.generator.output_shape == (None, 2)
    assert model.num_classes == (8 if labelled else None)
    heads = [1, 8] if labelled else [1]
    assert units(model.generator) == [2, 5, 5]
    assert units(model.discriminator) == sorted([5, 5, *heads])


def test_networks_for_pictures():
    images = np.zeros((20, 28, 28, 1), "uint8")
    data = datasets.PictureSet(images, np.arange(20) % 10)
    model = small().make_model(data)
    assert model.latent_shape == (64,)
    assert model.generator.output_shape == (None, 32, 32, 1)
    assert model.num_classes == 10


def test_minibatch_discrimination():
    for wanted in (True, False):
        model = make(minibatch_discrimination=wanted)
        kinds = {type(layer) for layer in model.discriminator.layers}
        assert (layers.MinibatchDiscrimination in kinds) == wanted


def test_game_and_creativity():
    model = make(loss="gan", creativity="can", lambda_d=0.25, lambda_g=0.75)
    assert isinstance(model.criterion, losses.NonSaturating)
    assert isinstance(model.creativity, losses.CANCreativity)
    assert (model.lambda_d, model.lambda_g) == (0.25, 0.75)


def test_critic_of_the_wasserstein_game_is_clipped():
    model, _ = train(loss="wgan", optimizer="sgd", lr_d=5.0, iterations=2)
    assert isinstance(model.criterion, losses.Wasserstein)
    for layer in dense_layers(model.discriminator):
        largest = max(np.abs(w).max() for w in layer.get_weights())
        assert (largest <= np.float32(0.1)) == (layer.name != "class_logits")


def test_steadied_game_fades():
    model = make(ema=0.9, iterations=100, lr_g=0.5, lr_d=0.25)
    assert model.averaged_generator is not None
    players = {0.5: model.g_optimizer, 0.25: model.d_optimizer}
    for first, optimizer in players.items():
        rates = [rate(optimizer, step) for step in (0, 50, 100)]
        np.testing.assert_allclose(rates, [first, first / 2, 0.0], atol=1e-7)
    assert type(model.penalty) is losses.R1Penalty
    gammas = [float(model.penalty.weight(step)) for step in (0, 49, 51, 100)]
    assert gammas[0] == pytest.approx(0.1)
    assert gammas[1] > 0
    assert gammas[2:] == [0.0, 0.0]


def test_plain_game_does_not():
    model = make(ema=0, lr_g=0.5, lr_d=0.25)
    assert model.averaged_generator is model.penalty is None
    assert model.sampler is model.generator
    for step in (0, 5, 100):
        assert rate(model.g_optimizer, step) == 0.5
        assert rate(model.d_optimizer, step) == 0.25


@pytest.mark.parametrize("name", ["adam", "adamw", "lion", "rmsprop", "sgd"])
def test_optimizers(name):
    model = make(optimizer=name)
    for optimizer in (model.g_optimizer, model.d_optimizer):
        assert type(optimizer) is type(keras.optimizers.get(name))
        assert getattr(optimizer, "beta_1", 0.5) == 0.5
    assert model.g_optimizer is not model.d_optimizer


def test_all_iterations_and_no_more():
    model, seen = train()
    assert seen == [2, 4, 5]
    assert int(model.d_optimizer.iterations) == 5


class TestMeasureModes:
    def test_by_hand(self):
        ring = datasets.load_toy("8Gaussians", holdout=[1, 4])
        points = np.repeat(ring.centers[[0, 0, 1, 2]], 5, axis=0)
        measures = measure_modes(points, ring)
        assert (measures["modes_captured"], measures["modes_shown"]) == (2, 6)
        assert measures["high_quality_3std"] == 0.75
        assert list(measures["holdout"]) == ["1", "4"]
        assert measures["holdout"]["1"]["hit_rate"] == 0.25
        assert measures["holdout"]["4"]["hit_rate"] == 0.0

    @pytest.mark.parametrize(
        "name, box, circle",
        [
            ("8Gaussians", 0.0022, 0.0239),
            ("25Gaussians", 0.0008, None),
            ("swissroll", None, None),
        ],
    )
    def test_chances(self, name, box, circle):
        data = datasets.load_toy(name, holdout=[3])
        hits = measure_modes(np.zeros((4, 2)), data)["holdout"]["3"]
        received = (hits["box_chance"], hits["circle_chance"])
        assert received == pytest.approx((box, circle), abs=5e-5)

    @pytest.mark.parametrize("name", datasets.TOY_DATASETS)
    def test_perfect_samples(self, name):
        """n=5000, seed 0; the roll's components overlap, hence the 1.0."""
        data = datasets.load_toy(name, holdout=[0])
        measures = measure_modes(data.sample(2000)[0], data)
        assert measures["modes_captured"] == measures["modes_shown"]
        assert measures["modes_shown"] == data.num_classes - 1
        assert measures["high_quality_3std"] > 0.98
        assert measures["reverse_kl"] < 0.01


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_default_keeps_all_modes_and_without_smoothing_loses_them(seed):
    """n = 2,500 samples, 3,001 steps; seeds 0 to 4 are in the benchmark."""

    def measured(**settings):
        experiment = DesignMLP(holdout=(0,), seed=seed, **settings)
        data = experiment.load_data()
        model = experiment.make_model(data, steps_per_execution=100)
        experiment.train(model, experiment.make_batches(data))
        return experiment.measure(model, data)

    default = measured()
    assert default["modes_captured"] == 7
    assert default["high_quality_3std"] > 0.9
    assert measured(label_smoothing=0.0)["modes_captured"] < 7
