"""Flow matching: the contract, and the mathematics."""

import functools

import keras
import numpy as np
import pytest

from keras_creative import models, networks, testing

# One process serves every model.
SHARED = (testing.check_loads_in_a_fresh_process,)


def mlp_kwargs(length=None, **kwargs):
    return {
        "network": networks.mlp_velocity(
            num_layers=2, units=8, attributes_length=length
        ),
        "sampling_steps": 3,
        **kwargs,
    }


def unet_kwargs(length=None, **kwargs):
    return {
        "network": networks.unet_velocity(
            (5, 4, 2), width=8, depth=1, attributes_length=length
        ),
        "sampling_steps": 2,
        **kwargs,
    }


def subject(cls, make, labels=False, **kwargs):
    return testing.Subject(cls, functools.partial(make, **kwargs), labels)


SUBJECTS = {
    "FlowMatching": subject(models.FlowMatching, mlp_kwargs, ema=0.9),
    "GuidedFlowMatching": subject(
        models.GuidedFlowMatching,
        mlp_kwargs,
        labels=True,
        length=2,
        attributes=[[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]],
        guidance=2.0,
        label_dropout=0.3,
        ema=0.9,
    ),
}
OPTIONS = {
    "FlowMatching-images": subject(
        models.FlowMatching, unet_kwargs, times="logit-normal", solver="euler"
    ),
    "GuidedFlowMatching-images": subject(
        models.GuidedFlowMatching,
        unet_kwargs,
        labels=True,
        length=3,
        guidance=1.5,
    ),
}


@testing.parametrize_with_checks(
    SUBJECTS, slow=True, exclude=dict.fromkeys(SUBJECTS, SHARED)
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
@testing.parametrize_with_checks(
    OPTIONS, slow=True, exclude=dict.fromkeys(OPTIONS, SHARED)
)
def test_contract_of_options(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
def test_all_load_in_a_fresh_process(tmp_path):
    rows = SUBJECTS | OPTIONS
    testing.load_in_a_fresh_process(list(rows.values()), tmp_path)


def exact_network(mean, std):
    """The velocity between N(0, 1) and N(mean, std^2), on a line.

    With `x_t = (1 - t) z + t x`, its variance is `s = (1 - t)^2 + t^2 std^2`
    and `E[x - z | x_t] = mean + (t std^2 - (1 - t)) (x_t - t mean) / s`.
    """
    x = keras.Input((1,))
    t = keras.Input((1,))
    variance = (1 - t) ** 2 + (t * std) ** 2
    slope = (t * std**2 - (1 - t)) / variance
    return keras.Model([x, t], mean + slope * (x - t * mean))


@pytest.mark.slow
@pytest.mark.parametrize(
    "solver, steps, error", [("euler", 200, 0.02), ("heun", 50, 1e-3)]
)
def test_exact_velocity_maps_noise_to_the_data(solver, steps, error):
    """The flow of a Gaussian is linear, `x = mean + std z`."""
    model = models.FlowMatching(
        exact_network(3.0, 0.5), solver=solver, sampling_steps=steps
    )
    noise = np.float32([[-2.0], [0.0], [1.5]])
    expected = 3.0 + 0.5 * noise
    np.testing.assert_allclose(model(noise), expected, atol=error)
    np.testing.assert_allclose(model.sampler(noise), model(noise), atol=1e-5)


def test_heun_is_of_second_order_and_euler_of_first():
    noise = np.float32([[1.0]])
    for solver, factor in (("euler", 2), ("heun", 4)):
        model = models.FlowMatching(exact_network(3.0, 0.5), solver=solver)
        errors = []
        for model.sampling_steps in (20, 40):
            errors.append(abs(float(model(noise)[0, 0]) - 3.5))
        assert errors[0] / errors[1] == pytest.approx(factor, rel=0.15)


def test_loss_is_that_of_the_straight_paths():
    """4096 points of seed 0: the exact velocity has the conditional variance.

    `Var[x - z | x_t] = std^2 / s`, whose mean over `t` is `std pi / 2` for
    times from 0 to 1; the logs agree to 5 %.
    """
    std = 0.5
    model = models.FlowMatching(exact_network(3.0, std))
    model.compile("sgd")
    x = 3.0 + std * np.random.default_rng(0).normal(size=(4096, 1))
    loss = model.evaluate(x.astype("float32"), verbose=0, batch_size=4096)
    assert loss == pytest.approx(std * np.pi / 2, rel=0.05)


def test_paths_go_from_noise_to_samples():
    z, x = np.zeros((3, 2, 2, 1)), np.ones((3, 2, 2, 1), "float32")
    t = np.float32([[0.0], [0.25], [1.0]])
    points = models.diffusion.flow_matching.paths(z.astype("float32"), x, t)
    np.testing.assert_allclose(points[:, 0, 0, 0], [0.0, 0.25, 1.0])


@pytest.mark.parametrize(
    "times, deviation", [("uniform", 0.289), ("logit-normal", 0.208)]
)
def test_times(times, deviation):
    """10,000 times: of a uniform distribution, or more in the middle."""
    model = models.FlowMatching(**mlp_kwargs(times=times))
    drawn = np.asarray(model.draw_times(10_000))
    assert drawn.shape == (10_000, 1) and 0 <= drawn.min() < drawn.max() < 1
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
    assert drawn.std() == pytest.approx(deviation, abs=0.005)


def test_samples_come_from_the_average():
    model = models.FlowMatching(**mlp_kwargs(ema=0.9))
    before = model.sample(3, seed=0)
    for weight in model.network.weights:
        weight.assign(weight + 1.0)
    np.testing.assert_array_equal(model.sample(3, seed=0), before)
    model.compile()
    model.fit(np.zeros((4, 2), "float32"), verbose=0)
    assert not np.allclose(model.sample(3, seed=0), before)


def test_restores_the_state_of_another():
    x = np.random.default_rng(0).uniform(-1, 1, (16, 2)).astype("float32")
    other = models.FlowMatching(**mlp_kwargs(ema=0.9))
    other.compile()
    other.fit(x, verbose=0)
    own = models.FlowMatching(**mlp_kwargs(ema=0.99))
    own.compile()
    own.restore_state_from(other)
    np.testing.assert_array_equal(
        own.sample(3, seed=0), other.sample(3, seed=0)
    )
    assert int(own.draws) == int(other.draws)


def linear_guided(**kwargs):
    """Velocity 1 without a label, 2 and 4 for labels 0 and 1."""
    x, t, code = keras.Input((1,)), keras.Input((1,)), keras.Input((3,))
    row = keras.initializers.Constant(np.float32([[2.0], [4.0], [1.0]]))
    v = keras.layers.Dense(1, use_bias=False, kernel_initializer=row)(code)
    network = keras.Model([x, t, code], v)
    return models.GuidedFlowMatching(network, sampling_steps=2, **kwargs)


def test_guidance_weighs_the_label():
    model = linear_guided()
    noise, codes = np.zeros((2, 1), "float32"), np.eye(2, dtype="float32")
    for model.guidance, expected in (
        (1.0, [2, 4]),
        (0.0, [1, 1]),
        (3.0, [4, 10]),
    ):
        np.testing.assert_allclose(model((noise, codes))[:, 0], expected)
        exported = model.sampler([noise, codes])
        np.testing.assert_allclose(exported[:, 0], expected)


def test_labels_are_dropped_with_their_probability():
    model = linear_guided(label_dropout=0.25)
    (codes,) = model._conditions(np.ones(10_000, "int32"))
    codes = np.asarray(codes)
    dropped = codes[:, 2] == 1
    assert dropped.mean() == pytest.approx(0.25, abs=0.02)
    np.testing.assert_array_equal(codes[dropped], [[0, 0, 1]] * dropped.sum())
    np.testing.assert_array_equal(
        codes[~dropped], [[0, 1, 0]] * (~dropped).sum()
    )


def test_every_weight_has_a_gradient():
    model = models.GuidedFlowMatching(**unet_kwargs(length=3))
    model.compile(keras.optimizers.SGD(0.1))
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (8, *model.sample_shape)).astype("float32")
    before = [v.numpy() for v in model.network.trainable_variables]
    model.fit(x, np.arange(8) % 3, epochs=2, batch_size=4, verbose=0)
    for old, new in zip(before, model.network.trainable_variables, strict=True):
        assert np.any(old != new.numpy()), new.path


@pytest.mark.slow
def test_learns_two_blobs_and_their_labels():
    """1,200 steps of seed 0: samples on both blobs, and on the one asked."""
    rng = np.random.default_rng(0)
    labels = np.arange(512) % 2
    points = np.float32([[-1, 0], [1, 0]])[labels]
    points += 0.1 * rng.normal(size=(512, 2)).astype("float32")
    keras.utils.set_random_seed(0)
    model = models.GuidedFlowMatching(
        networks.mlp_velocity(units=64, attributes_length=2), ema=0.99
    )
    model.compile(keras.optimizers.Adam(3e-3), steps_per_execution=8)
    model.fit(points, labels, batch_size=64, epochs=150, verbose=0)
    for label, side in ((0, -1), (1, 1)):
        samples = model.sample(200, seed=0, labels=label)
        np.testing.assert_allclose(samples.mean(axis=0), [side, 0], atol=0.1)
        np.testing.assert_allclose(samples.std(axis=0), 0.1, atol=0.05)
    model.guidance = 0.0
    share = (model.sample(500, seed=0, labels=1)[:, 0] > 0).mean()
    assert 0.4 < share < 0.6


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"times": "beta"}, r"\('uniform', 'logit-normal'\). Received: times="),
        ({"solver": "rk4"}, r"\('euler', 'heun'\). Received: solver='rk4'"),
        ({"sampling_steps": 0}, "Received: sampling_steps=0"),
        ({"ema": 1.0}, "Received: ema=1.0"),
        ({"length": 2}, "samples and times, .* without `attributes_length`"),
        ({"network": networks.mlp_generator()}, r"inputs of shapes \[\(2,\)\]"),
    ],
)
def test_bad_arguments_are_named(kwargs, message):
    with pytest.raises(ValueError, match=message):
        models.FlowMatching(**mlp_kwargs(**kwargs))


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"length": None}, "with `attributes_length`"),
        ({"label_dropout": 1.0}, "Received: label_dropout=1.0"),
        ({"guidance": -1.0}, "Received: guidance=-1.0"),
        (
            {"label_dropout": 0.0, "guidance": 2.0},
            "guidance=2.0, label_dropout=0",
        ),
        ({"attributes": [[0.0]]}, r"attributes.shape=\(1, 1\)"),
    ],
)
def test_bad_arguments_of_guidance_are_named(kwargs, message):
    with pytest.raises(ValueError, match=message):
        models.GuidedFlowMatching(**mlp_kwargs(**{"length": 2, **kwargs}))


def test_bad_data_are_named():
    model = models.GuidedFlowMatching(**mlp_kwargs(length=2))
    model.compile()
    with pytest.raises(ValueError, match=r"samples of shape \(3,\)"):
        model.fit(np.zeros((4, 3), "float32"), np.zeros(4))
    with pytest.raises(ValueError, match="Received: y=None"):
        model.fit(np.zeros((4, 2), "float32"))
    with pytest.raises(ValueError, match="must lie in 0 to 1"):
        model.sample(2, labels=2)
