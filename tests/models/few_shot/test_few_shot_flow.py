"""Few-shot flow: the contract, and that samples follow the shots."""

import keras
import numpy as np
import pytest

from keras_creative import networks, testing
from keras_creative.models import FewShotFlow
from keras_creative.models.few_shot.task_codes import task_codes

RNG = np.random.default_rng(0)


def draw(*shape):
    return RNG.uniform(-1, 1, shape).astype("float32")


DATA = {"x": draw(32, 3, 2), "y": draw(32, 2, 2)}
IMAGES = {"x": draw(32, 3, 8, 8, 1), "y": draw(32, 2, 8, 8, 1)}


def make_kwargs(**kwargs):
    """Networks of points in the plane."""
    shot = keras.Input((2,))
    hidden = keras.layers.Dense(16, "silu")(shot)
    features = keras.layers.Dense(4, name="features")(hidden)
    return {
        "encoder": keras.Model(shot, features, name="encoder"),
        "network": networks.mlp_velocity(
            num_layers=3, units=32, attributes_length=4
        ),
        "sampling_steps": 2,
        **kwargs,
    }


def image_kwargs(**kwargs):
    return {
        "encoder": networks.shot_encoder((8, 8, 1), 4, width=8),
        "network": networks.unet_velocity(
            (8, 8, 1), width=8, depth=1, attributes_length=4
        ),
        "sampling_steps": 2,
        **kwargs,
    }


def subject(make, data, **kwargs):
    return testing.Subject(
        FewShotFlow, lambda: make(**kwargs), data=lambda model: data
    )


SUBJECTS = {
    "FewShotFlow": subject(
        make_kwargs, DATA, ema=0.9, code_dropout=0.3, guidance=2.0
    )
}
OPTIONS = {"FewShotFlow-images": subject(image_kwargs, IMAGES, solver="euler")}


@testing.parametrize_with_checks(SUBJECTS, slow=True)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
@testing.parametrize_with_checks(OPTIONS, slow=True)
def test_contract_of_images(subject, check, tmp_path):
    check(subject, tmp_path)


def test_codes_do_not_depend_on_the_order_of_shots():
    model = FewShotFlow(**make_kwargs())
    shots = DATA["x"][:2]
    codes = task_codes(model.encoder, shots).numpy()
    turned = task_codes(model.encoder, shots[:, ::-1]).numpy()
    np.testing.assert_allclose(codes, turned, atol=1e-6)
    mean = model.encoder(shots[0]).numpy().mean(axis=0)
    np.testing.assert_allclose(codes[0], mean, atol=1e-6)


@pytest.fixture(scope="module")
def of_clusters():
    """A model of tasks that are clusters of points, seed 0."""
    keras.utils.set_random_seed(0)
    model = FewShotFlow(**make_kwargs(sampling_steps=8))
    model.compile(keras.optimizers.Adam(5e-3), steps_per_execution=20)
    centers = RNG.uniform(-1, 1, (8000, 1, 2))
    points = centers + 0.05 * RNG.normal(size=(8000, 8, 2))
    points = points.astype("float32")
    model.fit(points[:, :4], points[:, 4:], batch_size=40, epochs=4, verbose=0)
    return model


CENTERS = np.array([[-0.6, 0.3], [0.0, 0.0], [0.5, 0.5]])


@pytest.mark.slow
def test_samples_follow_the_shots(of_clusters):
    """n = 200 of each: the mean within 0.1 of the shots' center."""
    for center in CENTERS:
        shots = center + 0.05 * RNG.normal(size=(4, 2))
        samples = of_clusters.sample_like(shots, 200, seed=0)
        np.testing.assert_allclose(samples.mean(axis=0), center, atol=0.1)
        assert samples.std(axis=0).max() < 0.25
    again = of_clusters.sample_like(shots, 200, seed=0)
    np.testing.assert_array_equal(samples, again)


def test_guidance_of_zero_ignores_the_shots(of_clusters):
    of_clusters.guidance = 0.0
    samples = of_clusters.sample_like(np.full((4, 2), 0.6), 4, seed=3)
    of_clusters.guidance = 1.0
    expected = of_clusters.sample(4, seed=3)
    np.testing.assert_allclose(samples, expected, atol=1e-5)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"code_dropout": 0.0}, "`code_dropout` must be in"),
        ({"guidance": -1.0}, "`guidance` must not be negative"),
        (
            {"encoder": networks.shot_encoder((8, 8, 1), 4, width=8)},
            r"length 4, one less.*from \(8, 8, 1\) to \(4,\)",
        ),
    ],
)
def test_wrong_arguments(changes, message):
    with pytest.raises(ValueError, match=message):
        FewShotFlow(**make_kwargs(**changes))


def test_shots_that_do_not_fit():
    model = FewShotFlow(**make_kwargs())
    with pytest.raises(ValueError, match=r"\(shots, 2\). Received"):
        model.sample_like(DATA["x"], 2)
    for shots in (0.5, []):
        with pytest.raises(ValueError, match="`shots` must have the shape"):
            model.sample_like(shots, 2)
    with pytest.raises(ValueError, match="finite.*shots from nan to nan"):
        model.sample_like([[np.nan, 0.0]], 2)
    model = FewShotFlow(**image_kwargs())
    with pytest.raises(ValueError, match=r"in \[-1, 1\]. .* from 0 to 255"):
        model.sample_like(np.eye(8)[None, ..., None] * 255, 2)


def test_training_needs_queries():
    model = FewShotFlow(**make_kwargs())
    model.compile()
    with pytest.raises(ValueError, match="pairs of shots and queries"):
        model.fit(DATA["x"], batch_size=4, verbose=0)


def test_samples_of_several_blocks(monkeypatch):
    model = FewShotFlow(**make_kwargs())
    shots = DATA["x"][0]
    whole = model.sample_like(shots, 7, seed=0)
    monkeypatch.setattr("keras_creative.models.few_shot.few_shot_flow.BATCH", 3)
    parts = model.sample_like(shots, 7, seed=0)
    np.testing.assert_allclose(parts, whole, atol=1e-5)
