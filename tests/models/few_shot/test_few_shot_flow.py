"""Few-shot flow: the contract, and that samples follow the shots."""

import keras
import numpy as np
import pytest

from keras_creative import networks, testing
from keras_creative.models import FewShotFlow
from keras_creative.models.few_shot.task_codes import task_codes

RNG = np.random.default_rng(0)
DATA = {
    "x": RNG.uniform(-1, 1, (32, 3, 8, 8, 1)).astype("float32"),
    "y": RNG.uniform(-1, 1, (32, 2, 8, 8, 1)).astype("float32"),
}


def make_kwargs(**kwargs):
    return {
        "encoder": networks.shot_encoder((8, 8, 1), 4, width=8),
        "network": networks.unet_velocity(
            (8, 8, 1), width=8, depth=1, attributes_length=4
        ),
        "sampling_steps": 2,
        **kwargs,
    }


def subject(**kwargs):
    return testing.Subject(
        FewShotFlow, lambda: make_kwargs(**kwargs), data=lambda model: DATA
    )


SUBJECTS = {"FewShotFlow": subject(ema=0.9, code_dropout=0.3, guidance=2.0)}


@testing.parametrize_with_checks(SUBJECTS, slow=True)
def test_contract(subject, check, tmp_path):
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
def of_shades():
    """A model of tasks that are shades of gray, seed 0."""
    keras.utils.set_random_seed(0)
    model = FewShotFlow(**make_kwargs(sampling_steps=8))
    model.compile(keras.optimizers.Adam(3e-3))
    shades = RNG.uniform(-0.8, 0.8, (2000, 1, 1, 1, 1))
    images = shades + 0.05 * RNG.normal(size=(2000, 5, 1, 1, 1))
    images = np.broadcast_to(images, (2000, 5, 8, 8, 1)).astype("float32")
    model.fit(images[:, :3], images[:, 3:], batch_size=20, epochs=6, verbose=0)
    return model


def test_samples_follow_the_shots(of_shades):
    """n = 16 of each: means within 0.15 of the shades of the shots."""
    for shade in (-0.6, 0.0, 0.6):
        shots = np.full((4, 8, 8, 1), shade)
        samples = of_shades.sample_like(shots, 16, seed=0)
        assert samples.mean() == pytest.approx(shade, abs=0.15)
    again = of_shades.sample_like(shots, 16, seed=0)
    np.testing.assert_array_equal(samples, again)


def test_guidance_of_zero_ignores_the_shots(of_shades):
    shots = np.full((4, 8, 8, 1), 0.6)
    of_shades.guidance = 0.0
    samples = of_shades.sample_like(shots, 4, seed=3)
    of_shades.guidance = 1.0
    np.testing.assert_allclose(samples, of_shades.sample(4, seed=3), atol=1e-5)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"code_dropout": 0.0}, "`code_dropout` must be in"),
        ({"guidance": -1.0}, "`guidance` must not be negative"),
        (
            {"encoder": networks.shot_encoder((8, 8, 1), 5, width=8)},
            r"length 4, one less.*to \(5,\)",
        ),
    ],
)
def test_wrong_arguments(changes, message):
    with pytest.raises(ValueError, match=message):
        FewShotFlow(**make_kwargs(**changes))


def test_shots_of_another_shape():
    with pytest.raises(ValueError, match="`shots` must have.*Received"):
        FewShotFlow(**make_kwargs()).sample_like(DATA["x"], 2)
