import keras
import numpy as np
import pytest

from keras_creative import models, networks

SHAPE = (16, 16, 3)


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(0)
    return models.GAN(
        networks.dcgan_generator(SHAPE, 6, width=4),
        networks.dcgan_discriminator(SHAPE, width=4),
    )


def test_it_recovers_latent_vectors(model):
    wanted = model.latents(3, seed=[11, 12, 13])
    found = models.project(model, model.sample(3, seed=[11, 12, 13]))
    np.testing.assert_allclose(found.latents, wanted, atol=1e-3)
    np.testing.assert_allclose(
        found.samples, model.sample(3, seed=[11, 12, 13]), atol=1e-4
    )
    assert (found.errors < 0.01 * found.usual).all()


def test_pixels_alone_are_enough(model):
    sampler = models.GeneratorSampler(model.generator)
    found = models.project(sampler, model.sample(1, seed=[11]))
    np.testing.assert_allclose(
        found.latents, model.latents(1, seed=[11]), atol=1e-3
    )


@pytest.mark.slow
def test_the_best_start_is_taken(model):
    image = model.sample(1, seed=[11])
    short = {"steps": 2, "learning_rate": 0.01}
    one = models.project(model, image, starts=1, **short)
    many = models.project(model, image, starts=256, **short)
    assert many.errors[0] <= one.errors[0]
    again = models.project(model, image, starts=1, **short)
    np.testing.assert_array_equal(one.latents, again.latents)


def test_errors_by_hand(model):
    """Of a black image, which the generator cannot make."""
    image = np.full((1, *SHAPE), -1.0)
    found = models.project(model, image, steps=20)
    error = np.sqrt(np.mean((found.samples + 1) ** 2))
    assert found.errors[0] == pytest.approx(error, rel=1e-5)
    samples = model.sample(256, seed=0)
    usual = np.sqrt(np.mean((samples + 1) ** 2))
    assert found.usual[0] == pytest.approx(usual, rel=1e-4)


def test_latent_vectors_stay_short(model):
    image = np.full((1, *SHAPE), -1.0)
    found = models.project(model, image, steps=100, learning_rate=1.0)
    length = np.linalg.norm(found.latents)
    assert length <= np.sqrt(6) + 2 + 1e-5
    assert length > np.sqrt(6) + 1.9


def test_the_averaged_generator_is_used():
    keras.utils.set_random_seed(0)
    model = models.GAN(
        networks.dcgan_generator(SHAPE, 2, width=2),
        networks.dcgan_discriminator(SHAPE, width=2),
        ema=0.9,
    )
    changed = [2 * weight for weight in model.generator.get_weights()]
    model.averaged_generator.set_weights(changed)
    found = models.project(model, model.sample(1, seed=[1]))
    np.testing.assert_allclose(
        found.latents, model.latents(1, seed=[1]), atol=1e-2
    )


def test_a_code_is_a_start(model):
    """With steps that change nothing, the code of the encoder is returned."""
    code = model.latents(1, seed=[11])

    class Encoding(models.GeneratorSampler):
        def encode(self, x):
            return code

    found = models.project(
        Encoding(model.generator),
        model.sample(1, seed=[11]),
        steps=1,
        learning_rate=1e-9,
    )
    np.testing.assert_allclose(found.latents, code, atol=1e-6)


def conditional():
    sizes = {"attributes_length": 3, "width": 2}
    return models.CGAN(
        networks.dcgan_generator((16, 16, 1), 4, **sizes),
        networks.dcgan_discriminator((16, 16, 1), **sizes),
    )


def points():
    return models.GeneratorSampler(networks.mlp_generator())


def flow():
    return models.FlowMatching(networks.unet_velocity((8, 8, 1), depth=1))


@pytest.mark.parametrize(
    "make, message",
    [
        (conditional, "a CGAN, which takes 2 inputs"),
        (points, r"a GeneratorSampler, whose samples have the shape \(2,\)"),
        (flow, "a FlowMatching, which has no latent vectors"),
        (object, "an? object, which has no latent vectors"),
    ],
)
def test_models_without_such_a_space(make, message):
    with pytest.raises(ValueError, match=message):
        models.project(make(), np.zeros((1, 16, 16, 1)))


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"images": np.zeros((1, 8, 8, 3))}, r"shape \(n, 16, 16, 3\)"),
        ({"images": np.full((1, *SHAPE), np.nan)}, "NaN"),
        ({"steps": 0}, "`steps` must be"),
        ({"starts": 0}, "`starts` must be"),
        ({"learning_rate": 0}, "`learning_rate` must be"),
    ],
)
def test_wrong_arguments(model, kwargs, message):
    kwargs = {"images": np.zeros((1, *SHAPE))} | kwargs
    with pytest.raises(ValueError, match=message):
        models.project(model, **kwargs)
