"""CycleGAN and Pix2Pix: the contract, and losses computed by hand."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_creative import testing
from keras_creative.models import CycleGAN, Pix2Pix

SHAPE = (4, 4, 1)
RNG = np.random.default_rng(0)
A, B = RNG.uniform(-1, 1, (2, 32, *SHAPE)).astype("float32")
DATA = {"x": A, "y": B}


def translator(channels=1, shape=SHAPE):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(3, 3, padding="same")(inputs)
    x = keras.layers.LeakyReLU()(x)
    x = keras.layers.Conv2D(channels, 3, padding="same", activation="tanh")(x)
    return keras.Model(inputs, x)


def judge(channels=1):
    inputs = keras.Input((*SHAPE[:2], channels))
    x = keras.layers.Conv2D(3, 3, activation="leaky_relu")(inputs)
    return keras.Model(inputs, {"score": keras.layers.Conv2D(1, 1)(x)})


def cycle_kwargs(**kwargs):
    return {
        "generator_ab": translator(),
        "generator_ba": translator(),
        "discriminator_a": judge(),
        "discriminator_b": judge(),
        **kwargs,
    }


def pix2pix_kwargs(**kwargs):
    return {"generator": translator(), "discriminator": judge(2), **kwargs}


SUBJECTS = {
    "CycleGAN": testing.Subject(
        CycleGAN,
        lambda: cycle_kwargs(pool_size=10, gradient_norms=True),
        data=lambda model: DATA,
    ),
    "Pix2Pix": testing.Subject(
        Pix2Pix,
        pix2pix_kwargs,
        data=lambda model: DATA,
    ),
}
WITHOUT_POOL = {
    "CycleGAN-no-pool": testing.Subject(
        CycleGAN,
        lambda: cycle_kwargs(pool_size=0, identity_weight=0.0),
        data=lambda model: DATA,
    ),
}
# Nothing is drawn but from a pool, which an evaluation does not use. Replicas
# share the pool of the first.
NO_NOISE = (
    testing.check_noise_differs_between_batches,
    testing.check_seed_fixes_the_run,
)
REPLICAS = (
    testing.check_two_devices_equal_one,
    testing.check_uneven_devices_equal_one,
)


@testing.parametrize_with_checks(
    SUBJECTS,
    slow=True,
    exclude={
        "CycleGAN": (*NO_NOISE, *REPLICAS),
        "Pix2Pix": NO_NOISE,
    },
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
@testing.parametrize_with_checks(
    WITHOUT_POOL, slow=True, exclude={"CycleGAN-no-pool": NO_NOISE}
)
def test_contract_without_a_pool(subject, check, tmp_path):
    check(subject, tmp_path)


class Scaled(keras.layers.Layer):
    """Multiplies by a weight."""

    def __init__(self, factor):
        super().__init__()
        self.factor = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(factor)
        )

    def call(self, x):
        return self.factor * x


def scaling(factor):
    inputs = keras.Input(SHAPE)
    return keras.Model(inputs, Scaled(factor)(inputs))


def scoring(factor, channels=1):
    inputs = keras.Input((*SHAPE[:2], channels))
    return keras.Model(inputs, {"score": Scaled(factor)(inputs)})


def test_losses_of_cycle_gan():
    """B is 2a, A is b / 4 for the generators; scores are 3x and 5x."""
    model = CycleGAN(scaling(2.0), scaling(0.25), scoring(3.0), scoring(5.0))
    a, b = np.full((2, *SHAPE), 0.4), np.full((2, *SHAPE), 0.8)
    fakes = {}
    loss, logs = model.generators_loss(a, b, fakes)
    np.testing.assert_allclose(fakes["b"], 0.8, atol=1e-6)
    np.testing.assert_allclose(fakes["a"], 0.2, atol=1e-6)
    # D_A(0.2) = 0.6 and D_B(0.8) = 4.
    adversarial = (0.6 - 1) ** 2 + (4.0 - 1) ** 2
    # a: 0.8 / 4 = 0.2; b: 0.2 * 2 = 0.4.
    cycle = 0.2 + 0.4
    # A of a: 0.1; B of b: 1.6.
    identity = 0.3 + 0.8
    assert float(logs["adversarial"]) == pytest.approx(adversarial, rel=1e-5)
    assert float(logs["cycle"]) == pytest.approx(cycle, rel=1e-5)
    assert float(logs["identity"]) == pytest.approx(identity, rel=1e-5)
    expected = adversarial + 10 * cycle + 5 * identity
    assert float(loss) == pytest.approx(expected, rel=1e-5)
    loss, _ = model.discriminator_loss(model.discriminator_a, a, fakes["a"])
    expected = ((1.2 - 1) ** 2 + 0.6**2) / 2
    assert float(loss) == pytest.approx(expected, rel=1e-5)


def test_losses_of_pix2pix():
    model = Pix2Pix(scaling(2.0), scoring(1.0, 2), l1_weight=7.0)
    a, b = np.full((2, *SHAPE), 0.4), np.full((2, *SHAPE), 0.3)
    loss, logs = model.generator_loss(a, b)
    # Scores of a pair are 0.4 and 0.8, or 0.4 and 0.3 of the real one.
    adversarial = np.mean(np.log1p(np.exp([-0.4, -0.8])))
    assert float(logs["adversarial"]) == pytest.approx(adversarial, rel=1e-5)
    assert float(loss) == pytest.approx(adversarial + 7 * 0.5, rel=1e-5)
    loss, _ = model.discriminator_loss(a, b)
    real = np.mean(np.log1p(np.exp([-0.4, -0.3])))
    fake = np.mean(np.log1p(np.exp([0.4, 0.8])))
    assert float(loss) == pytest.approx((real + fake) / 2, rel=1e-5)


@pytest.mark.slow
def test_a_resumed_run_is_shown_the_same_pool(tmp_path):
    model = SUBJECTS["CycleGAN"].make()
    model.fit(A, B, batch_size=8, verbose=0)
    assert int(model.pool_a.count) == 10
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.pool_b.samples, model.pool_b.samples)
    other = SUBJECTS["CycleGAN"].make()
    other.restore_state_from(model)
    np.testing.assert_array_equal(other.pool_a.samples, model.pool_a.samples)
    np.testing.assert_array_equal(other.examples, model.examples)


def test_translations():
    model = CycleGAN(scaling(0.5), scaling(0.25), scoring(1.0), scoring(1.0))
    np.testing.assert_allclose(model.translate(A), A / 2)
    np.testing.assert_allclose(model.translate_back(B), B / 4)
    model.compile()
    model.fit(A, B, batch_size=8, shuffle=False, verbose=0)
    np.testing.assert_array_equal(model.examples[:4], A[[24, 16, 8, 0]])


@pytest.mark.slow
def test_a_translation_is_learned_from_pairs():
    """Negatives, which one generator step after another approaches."""
    keras.utils.set_random_seed(0)
    model = Pix2Pix(translator(), judge(2))
    model.compile(
        g_optimizer=keras.optimizers.Adam(0.02),
        d_optimizer=keras.optimizers.Adam(0.002),
    )
    model.fit(A, -A, batch_size=8, epochs=60, verbose=0)
    error = np.abs(model.translate(A) + A).mean()
    assert error < 0.1 < np.abs(A + A).mean()


@pytest.mark.parametrize(
    "call, message",
    [
        (
            lambda: CycleGAN(**cycle_kwargs(generator_ba=translator(3))),
            r"`generator_ba` must map images \(4, 4, 1\)",
        ),
        (
            lambda: CycleGAN(**cycle_kwargs(discriminator_b=judge(2))),
            r"`discriminator_b` must map images \(4, 4, 1\) to a dict",
        ),
        (lambda: CycleGAN(**cycle_kwargs(cycle_weight=-1)), "`cycle_weight`"),
        (lambda: CycleGAN(**cycle_kwargs(pool_size=-1)), "`pool_size`.*-1"),
        (
            lambda: CycleGAN(
                translator(3),
                translator(1, (4, 4, 3)),
                judge(1),
                judge(3),
            ),
            "`identity_weight` must be 0 for sides of different shapes",
        ),
        (
            lambda: Pix2Pix(**pix2pix_kwargs(discriminator=judge())),
            r"`discriminator` must map images \(4, 4, 2\)",
        ),
        (
            lambda: SUBJECTS["Pix2Pix"].make().fit(A, verbose=0),
            "must be pairs of batches, one of each side",
        ),
        (
            lambda: SUBJECTS["Pix2Pix"].make().fit(A, B[:, :3], verbose=0),
            r"samples of shape \(3, 4, 1\)",
        ),
        (
            lambda: SUBJECTS["Pix2Pix"].make().fit(A, 99 * B, verbose=0),
            "Pixels must lie in .-1, 1.",
        ),
        (
            lambda: SUBJECTS["CycleGAN"].make().fit(A, B, batch_size=16),
            "at most `pool_size`, 10",
        ),
        (
            lambda: SUBJECTS["Pix2Pix"].make().translate(A[0]),
            r"images.shape=\(4, 4, 1\)",
        ),
        (
            lambda: SUBJECTS["Pix2Pix"].make().translate(9 * A),
            r"must be in \[-1, 1\]",
        ),
    ],
)
def test_wrong_networks_and_data(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_scores_of_patches_keep_their_shape():
    assert ops.shape(judge()(A)["score"]) == (32, 2, 2, 1)
