"""Deformation VAE: the contract, and that it deforms as it has seen."""

import keras
import numpy as np
import pytest

from keras_creative import losses, networks, testing
from keras_creative.models import DeformationVAE
from keras_creative.networks.deformation import warp

RNG = np.random.default_rng(0)


def make_kwargs(**kwargs):
    return {
        "encoder": networks.deformation_encoder((8, 8, 1), 3, width=16),
        "decoder": networks.deformation_decoder(3, (8, 8, 1), width=16),
        **kwargs,
    }


def draw(tasks, images):
    """Smooth images: of noise, rounding errors grow in a few steps."""
    slopes = RNG.uniform(-0.1, 0.1, (2, tasks, images, 1, 1, 1))
    y, x = np.mgrid[-3.5:4, -3.5:4][..., None]
    return (slopes[0] * y + slopes[1] * x).astype("float32")


DATA = {"x": draw(32, 3), "y": draw(32, 2)}
SUBJECTS = {
    "DeformationVAE": testing.Subject(
        DeformationVAE,
        lambda **kwargs: make_kwargs(beta=0.5, **kwargs),
        data=lambda model: DATA,
    )
}


@testing.parametrize_with_checks(SUBJECTS, slow=True)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


def test_loss_by_hand():
    """Error over twice the variance, and the divergence of the code."""
    model = DeformationVAE(**make_kwargs(deviation=0.25, beta=3.0))
    shots, queries, noise = map(
        keras.ops.convert_to_tensor,
        (DATA["x"][:5, 0], DATA["y"][:5, 0], np.zeros((5, 3), "float32")),
    )
    loss, parts = model.evidence_loss(shots, queries, noise)
    code = model.encoder([shots, queries])
    made = model.decoder([shots, code["mean"]])
    error = np.mean(losses.multiscale_squared_error(queries, made))
    kl = np.mean(losses.gaussian_kl(code["mean"], code["log_variance"]))
    np.testing.assert_allclose(parts["reconstruction"], 8 * error, rtol=1e-5)
    np.testing.assert_allclose(loss, 8 * error + 3 * kl, rtol=1e-5)


@pytest.fixture(scope="module")
def of_shifts():
    """A model of squares that two hands draw 4 columns apart, seed 0."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    pictures = -np.ones((400, 4, 16, 16, 1), "float32")
    rows, columns = rng.integers(1, 10, 400), rng.integers(1, 6, 400)
    moved = 4 * rng.integers(0, 2, (400, 4))
    for task in range(400):
        for image in range(4):
            row, column = rows[task], columns[task] + moved[task, image]
            pictures[task, image, row : row + 5, column : column + 5] = 1
    model = DeformationVAE(
        networks.deformation_encoder((16, 16, 1), 2, width=16),
        networks.deformation_decoder(2, (16, 16, 1), width=16),
    )
    model.compile(keras.optimizers.Adam(3e-3), steps_per_execution=20)
    model.fit(
        pictures[:, :2], pictures[:, 2:], batch_size=20, epochs=15, verbose=0
    )
    return model


@pytest.mark.slow
def test_new_shots_are_moved_as_those_of_training(of_shifts):
    """n = 200: squares are moved along rows, and not along columns."""
    shot = -np.ones((1, 16, 16, 1), "float32")
    shot[0, 6:11, 5:10] = 1
    samples = of_shifts.sample_like(shot, 200, seed=0)
    ink = np.maximum(samples[..., 0] + 1, 0)
    ink /= ink.sum(axis=(1, 2), keepdims=True)
    rows = (ink.sum(axis=2) * np.arange(16)).sum(axis=1)
    columns = (ink.sum(axis=1) * np.arange(16)).sum(axis=1)
    assert np.abs(rows - 8).max() < 1
    assert columns.std() > 1.5 and columns.min() < 5 and columns.max() > 9
    again = of_shifts.sample_like(shot, 200, seed=0)
    np.testing.assert_array_equal(samples, again)


@pytest.mark.slow
def test_without_shots_the_last_one_of_training_is_deformed(of_shifts):
    last = np.array(of_shifts.last_shot)
    assert last.max() == 1 and last.min() == -1
    expected = of_shifts.sample_like(last[None], 4, seed=3)
    np.testing.assert_allclose(of_shifts.sample(4, seed=3), expected, atol=1e-5)
    latents = of_shifts.latents(4, 3)
    np.testing.assert_allclose(of_shifts.sampler(latents), expected, atol=1e-5)


def test_each_shot_is_used_in_turn():
    model = DeformationVAE(**make_kwargs())
    dark, light = np.full((8, 8, 1), -1.0), np.full((8, 8, 1), 0.5)
    samples = model.sample_like([dark, light], 5, seed=0)
    means = samples.mean(axis=(1, 2, 3))
    np.testing.assert_allclose(means, [-1, 0.5, -1, 0.5, -1], atol=1e-5)


@pytest.mark.slow
def test_temperature_scales_the_codes():
    model = DeformationVAE(**make_kwargs(temperature=0.0))
    shots = DATA["x"][0, :1]
    cold = model.sample_like(shots, 2, seed=0)
    mean = model.decoder([shots, np.zeros((1, 3))])
    np.testing.assert_allclose(cold, np.repeat(mean, 2, axis=0), atol=1e-6)
    model.temperature = 2.0
    warm = model.sample_like(shots, 1, seed=0)
    expected = model.decoder([shots, 2 * model.latents(1, 0)])
    np.testing.assert_allclose(warm, expected, atol=1e-6)


def test_warp_reads_from_other_places():
    """A ramp is read exactly inside, and its border from outside."""
    images = np.arange(36, dtype="float32").reshape(1, 6, 6, 1)
    shifts = np.zeros((1, 6, 6, 2), "float32")
    np.testing.assert_allclose(warp(images, shifts), images, atol=1e-5)
    shifts[..., 0], shifts[..., 1] = 1.0, 0.25
    made = np.asarray(warp(images, shifts))[0, ..., 0]
    inside = images[0, 2:5, 1:4, 0] + 0.25
    np.testing.assert_allclose(made[1:4, 1:4], inside, atol=1e-5)
    np.testing.assert_allclose(made[4:, 5], [35, 35])


def test_warp_is_sharper_than_linear():
    """Halfway beside a line, 9/16 of it; -1/16 at the next place."""
    images = np.zeros((1, 8, 8, 1), "float32")
    images[:, :, 4] = 1
    shifts = np.full((1, 8, 8, 2), [0, 0.5], "float32")
    made = np.asarray(warp(images, shifts))[0, 3, :, 0]
    expected = [0, 0, -1 / 16, 9 / 16, 9 / 16, -1 / 16, 0, 0]
    np.testing.assert_allclose(made, expected, atol=1e-6)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"deviation": 0.0}, "`deviation` must be positive"),
        ({"beta": -1.0}, "`beta` must not be negative"),
        ({"temperature": -1.0}, "`temperature` must not be negative"),
        (
            {"decoder": networks.deformation_decoder(4, (8, 8, 1), width=8)},
            r"a code of this length.*to \(3,\), decoder from .*\(4,\)",
        ),
        (
            {"encoder": networks.shot_encoder((8, 8, 1), 3, width=8)},
            "two images to a dict of",
        ),
    ],
)
def test_wrong_arguments(changes, message):
    with pytest.raises(ValueError, match=message):
        DeformationVAE(**make_kwargs(**changes))


def test_sides_that_are_no_multiple_of_four():
    decoder = networks.deformation_decoder(2, (9, 14, 3), width=8)
    made = decoder([np.zeros((2, 9, 14, 3)), np.ones((2, 2))])
    assert made.shape == (2, 9, 14, 3)
    with pytest.raises(ValueError, match="at least 8 pixels"):
        networks.deformation_encoder((7, 8, 1), width=8)
