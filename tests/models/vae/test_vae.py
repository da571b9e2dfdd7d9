"""The variational autoencoders: their contract, and their mathematics."""

import functools

import keras
import numpy as np
import pytest

from keras_creative import models, networks, testing
from keras_creative.precision import dtype_policy

# One process serves every model.
SHARED = (testing.check_loads_in_a_fresh_process,)
SHAPE = (4, 4, 1)


# Total correlation, and the others of a group, are those of a replica's batch.
PER_REPLICA = dict.fromkeys(
    ("GroupVAE", "TCVAE"),
    (
        *SHARED,
        testing.check_two_devices_equal_one,
        testing.check_uneven_devices_equal_one,
    ),
)


def mlp_kwargs(sample_shape=SHAPE, latent_dim=2, length=None, **kwargs):
    return {
        "encoder": networks.mlp_vae_encoder(
            sample_shape, latent_dim, 8, attributes_length=length
        ),
        "decoder": networks.mlp_vae_decoder(
            latent_dim, sample_shape, 8, attributes_length=length
        ),
        **kwargs,
    }


def conv_kwargs(**kwargs):
    sizes = {"latent_dim": 3, "image_shape": (8, 8, 2), "width": 4, "units": 8}
    return {
        "encoder": networks.conv_vae_encoder(**sizes),
        "decoder": networks.conv_vae_decoder(**sizes, activation="tanh"),
        **kwargs,
    }


def subject(cls, make, labels=False, **kwargs):
    return testing.Subject(cls, functools.partial(make, **kwargs), labels)


SUBJECTS = {
    "VAE": subject(models.VAE, mlp_kwargs, beta=2.0),
    "ConditionalVAE": subject(
        models.ConditionalVAE,
        mlp_kwargs,
        labels=True,
        length=2,
        attributes=[[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]],
    ),
    "GroupVAE": testing.Subject(
        models.GroupVAE,
        functools.partial(mlp_kwargs, length=3, groups=2),
        labels=True,
        data=lambda model: {
            "x": np.random.default_rng(0).uniform(-1, 1, (32, *SHAPE)),
            "y": np.arange(32) % 6,
        },
    ),
    "TCVAE": subject(models.TCVAE, mlp_kwargs, gamma=3.0),
}
OPTIONS = {
    "VAE-points": subject(
        models.VAE, mlp_kwargs, sample_shape=(2,), likelihood="gaussian"
    ),
    "VAE-conv": subject(models.VAE, conv_kwargs, likelihood="gaussian"),
}


@testing.parametrize_with_checks(
    SUBJECTS, slow=True, exclude=dict.fromkeys(SUBJECTS, SHARED) | PER_REPLICA
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


def linear_kwargs(weight, noise, mean_of, variance):
    """A line `x = weight z + noise`, and an encoder of given moments."""
    x, z = keras.Input((1,)), keras.Input((1,))
    dense = functools.partial(keras.layers.Dense, 1)
    constant = keras.initializers.Constant
    code = {
        "mean": dense(kernel_initializer=constant(mean_of))(x),
        "log_variance": dense(
            kernel_initializer="zeros",
            bias_initializer=constant(np.log(variance)),
        )(x),
    }
    line = dense(kernel_initializer=constant(weight))(z)
    return {
        "encoder": keras.Model(x, code),
        "decoder": keras.Model(z, line),
        "likelihood": "gaussian",
    }


def linear_elbo(x, weight=2.0, noise=0.5, mean_of=None, variance=None):
    total = weight**2 + noise**2
    mean_of = weight / total if mean_of is None else mean_of
    variance = noise**2 / total if variance is None else variance
    model = models.VAE(**linear_kwargs(weight, noise, mean_of, variance))
    model.likelihood.log_variance.assign(np.log(noise**2))
    bounds = model.elbo(np.repeat(x, 2000, axis=0), seed=0, batch_size=8000)
    return bounds.reshape(len(x), 2000).mean(axis=1)


def test_elbo_of_the_true_posterior_is_the_log_likelihood():
    """x is N(0, w^2 + s^2); 2000 codes of seed 0, to 0.1 nats."""
    x = np.float32([[-3.0], [0.0], [1.0], [4.0]])
    variance = 2.0**2 + 0.5**2
    expected = -0.5 * (x[:, 0] ** 2 / variance + np.log(2 * np.pi * variance))
    np.testing.assert_allclose(linear_elbo(x), expected, atol=0.1)


@pytest.mark.parametrize(
    "moments", [{"mean_of": 0.3}, {"variance": 0.2}, {"variance": 0.01}]
)
def test_elbo_of_another_posterior_is_lower(moments):
    x = np.float32([[-3.0], [2.0], [4.0]])
    assert np.all(linear_elbo(x, **moments) < linear_elbo(x) - 0.2)


def test_loss_weighs_the_divergence_by_beta():
    x = np.random.default_rng(0).uniform(-1, 1, (8, *SHAPE)).astype("float32")
    model = models.VAE(**mlp_kwargs(beta=3.0))
    model.compile()
    logs = model.evaluate(x, verbose=0, return_dict=True)
    parts = logs["reconstruction"], logs["kl"]
    assert logs["loss"] == pytest.approx(parts[0] + 3 * parts[1], rel=1e-5)
    assert logs["elbo"] == pytest.approx(-sum(parts), rel=1e-5)


def test_every_weight_has_a_gradient():
    for make in (mlp_kwargs, conv_kwargs):
        model = models.VAE(**make(likelihood="gaussian"))
        model.compile(keras.optimizers.SGD(0.01))
        before = [v.numpy() for v in model.trainable_variables]
        shape = (8, *model.sample_shape)
        x = np.random.default_rng(0).uniform(-1, 1, shape)
        model.fit(x, verbose=0)
        for old, new in zip(before, model.trainable_variables, strict=True):
            assert np.any(old != new.numpy()), new.path


def two_blobs(n=512):
    """Points around (-1, 0) and (1, 0) with a deviation of 0.1, and labels."""
    rng = np.random.default_rng(0)
    labels = np.arange(n) % 2
    centers = np.float32([[-1, 0], [1, 0]])[labels]
    points = centers + 0.1 * rng.normal(size=(n, 2))
    return points.astype("float32"), labels


def fit_blobs(cls, length=None, labelled=False):
    keras.utils.set_random_seed(0)
    model = cls(
        networks.mlp_vae_encoder((2,), 1, 32, length),
        networks.mlp_vae_decoder(1, (2,), 32, length),
        likelihood="gaussian",
    )
    model.compile(keras.optimizers.Adam(1e-2), steps_per_execution=16)
    points, labels = two_blobs()
    y = labels if labelled else None
    model.fit(points, y, batch_size=32, epochs=40, verbose=0)
    return model


@pytest.mark.slow
def test_learns_two_blobs():
    """640 steps of seed 0: samples in both blobs, codes that tell them."""
    model = fit_blobs(models.VAE)
    points, labels = two_blobs()
    samples = model.sample(500, seed=0)
    near = np.abs(samples[:, 0]) > 0.7
    assert near.mean() > 0.8
    assert 0.3 < (samples[near, 0] > 0).mean() < 0.7
    codes = model.encode(points)[:, 0]
    assert abs(np.corrcoef(codes, labels)[0, 1]) > 0.9
    errors = model.reconstruct(points) - points
    assert np.sqrt(np.mean(errors**2)) < 0.3


@pytest.mark.slow
def test_conditional_model_makes_what_it_is_asked():
    model = fit_blobs(models.ConditionalVAE, length=2, labelled=True)
    for label, side in ((0, -1), (1, 1)):
        samples = model.sample(100, seed=0, labels=label)
        np.testing.assert_allclose(samples[:, 0], side, atol=0.5)
    way = model.interpolate(
        [0.0], [0.0], 3, labels=[[1, 0], [0.5, 0.5], [0, 1]]
    )
    assert way[0, 0] < way[1, 0] < way[2, 0]


def test_codes_of_labels_and_of_their_attributes_are_the_same():
    model = models.ConditionalVAE(**mlp_kwargs(length=3))
    x = np.random.default_rng(0).uniform(-1, 1, (5, *SHAPE)).astype("float32")
    labels = [0, 1, 2, 1, 0]
    for method in (model.encode, model.reconstruct, model.elbo):
        np.testing.assert_allclose(
            method(x, labels=labels),
            method(x, labels=np.eye(3)[labels], batch_size=2),
            rtol=1e-5,
        )


def test_pictures_come_out_between_minus_one_and_one():
    model = models.VAE(**mlp_kwargs())
    model.decoder.set_weights([100 * w for w in model.decoder.get_weights()])
    for pictures in (
        model.sample(50, seed=0),
        model.reconstruct(model.sample(50, seed=1)),
        model.sampler(np.ones((1, 2), "float32")).numpy(),
    ):
        assert np.abs(pictures).max() <= 1
        assert np.abs(pictures).max() > 0.9


def test_elbo_is_fixed_by_its_seed_and_not_by_batches():
    model = models.VAE(**mlp_kwargs())
    x = np.zeros((5, *SHAPE), "float32")
    elbo = model.elbo(x, samples=2, seed=1)
    assert elbo.shape == (5,)
    again = model.elbo(x, samples=2, seed=1, batch_size=2)
    np.testing.assert_allclose(again, elbo, rtol=1e-5)
    assert not np.allclose(model.elbo(x, samples=2, seed=2), elbo)


def test_restores_the_state_of_another():
    x = np.random.default_rng(0).uniform(-1, 1, (16, *SHAPE)).astype("float32")
    other = models.VAE(**mlp_kwargs(likelihood="gaussian"))
    other.compile(keras.optimizers.Adam(1e-2))
    other.fit(x, verbose=0)
    own = models.VAE(**mlp_kwargs(likelihood="gaussian", beta=2.0))
    own.compile(keras.optimizers.Adam(1e-3))
    own.restore_state_from(other)
    np.testing.assert_array_equal(own.elbo(x), other.elbo(x))
    assert int(own.draws) == int(other.draws) == 1
    assert int(own.optimizer.iterations) == 1
    assert float(own.optimizer.learning_rate) == pytest.approx(1e-3)
    stranger = models.VAE(**mlp_kwargs(latent_dim=3))
    stranger.compile()
    with pytest.raises(ValueError, match="same networks"):
        stranger.restore_state_from(other)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"beta": -1.0}, "`beta` must not be negative. Received: beta=-1.0"),
        ({"likelihood": "poisson"}, r"\('bernoulli', 'gaussian'\). Received: "),
        (
            {"encoder": networks.mlp_generator(2, (2,), 2, 8)},
            "`encoder` must return a dict",
        ),
        (
            {"decoder": networks.mlp_vae_decoder(3, SHAPE, 8)},
            "`decoder` must take the encoder's code",
        ),
        (
            {"decoder": networks.mlp_vae_decoder(2, SHAPE, 8, 10)},
            "`decoder` must take the encoder's code",
        ),
        ({"decoder": keras.Sequential()}, "`decoder` must be a built"),
    ],
)
def test_bad_arguments_are_named(kwargs, message):
    with pytest.raises(ValueError, match=message):
        models.VAE(**{**mlp_kwargs(), **kwargs})


def test_bad_input_is_named():
    model = models.VAE(**mlp_kwargs())
    model.compile()
    x = np.zeros((4, *SHAPE), "float32")
    with pytest.raises(ValueError, match=r"samples of shape \(5, 5, 1\)"):
        model.fit(np.zeros((4, 5, 5, 1)))
    with pytest.raises(ValueError, match=r"samples of shape \(5, 5, 1\)"):
        model.encode(np.zeros((4, 5, 5, 1)))
    with pytest.raises(ValueError, match="`labels` must be None"):
        model.encode(x, labels=[0, 1, 0, 1])
    with pytest.raises(ValueError, match="Received: samples=0"):
        model.elbo(x, samples=0)


def test_bad_conditions_are_named():
    with pytest.raises(ValueError, match="build it with `attributes_length`"):
        models.ConditionalVAE(**mlp_kwargs())
    with pytest.raises(ValueError, match=r"attributes.shape=\(3, 2\)"):
        models.ConditionalVAE(**mlp_kwargs(length=3), attributes=[[0, 1]] * 3)
    model = models.ConditionalVAE(**mlp_kwargs(length=3))
    model.compile()
    x = np.zeros((4, *SHAPE), "float32")
    with pytest.raises(ValueError, match="Received: y=None"):
        model.fit(x)
    with pytest.raises(ValueError, match="Received: labels=None"):
        model.elbo(x)
    with pytest.raises(ValueError, match="labels from 0 to 3"):
        model.encode(x, labels=[0, 1, 2, 3])


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_summary_calls_no_part_unbuilt(likelihood):
    lines = []
    model = models.VAE(**mlp_kwargs(likelihood=likelihood))
    model.summary(print_fn=lines.append)
    text = "\n".join(lines)
    assert likelihood in text and "unbuilt" not in text


def test_black_and_white_are_the_outcomes_of_the_pixels():
    """Logits 2: white costs log(1 + e^-2), black that and 2 more nats."""
    likelihood = models.VAE(**mlp_kwargs()).likelihood
    logits = 2 * np.ones((3, *SHAPE), "float32")
    samples = np.ones_like(logits) * np.float32([1, -1, 0]).reshape(3, 1, 1, 1)
    white = -16 * np.log1p(np.exp(-2.0))
    np.testing.assert_allclose(
        likelihood.log_likelihood(samples, logits),
        [white, white - 32, white - 16],
        rtol=1e-5,
    )


def test_mixed_float16_scales_the_loss():
    """The step is that of float32: the scale is taken off again."""
    steps = []
    for policy in ("float32", "mixed_float16"):
        with dtype_policy(policy):
            keras.utils.set_random_seed(0)
            model = models.VAE(**mlp_kwargs())
        optimizer = keras.optimizers.SGD(1e-2)
        if policy == "mixed_float16":
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer, 256.0)
        model.compile(optimizer, run_eagerly=True)
        before = np.concatenate([w.ravel() for w in model.get_weights()])
        model.fit(np.ones((4, *SHAPE), "float32"), verbose=0)
        after = np.concatenate([w.ravel() for w in model.get_weights()])
        steps.append(np.abs(after - before).sum())
    np.testing.assert_allclose(steps[1], steps[0], rtol=0.02)
