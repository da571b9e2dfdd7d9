"""A seed means the same sample in a batch, alone, and on a walk."""

import numpy as np
import pytest

from keras_creative import models, networks


def make_gan():
    return models.GAN(networks.mlp_generator(), networks.mlp_discriminator())


def make_cgan():
    return models.CGAN(
        networks.mlp_generator(attributes_length=3),
        networks.mlp_discriminator(attributes_length=3),
    )


def make_infogan():
    codes = models.Codes((4,), continuous=1)
    return models.InfoGAN(
        networks.mlp_generator(2 + codes.size),
        networks.mlp_discriminator(code_size=codes.size),
        codes,
    )


def make_vae():
    return models.VAE(networks.mlp_vae_encoder(), networks.mlp_vae_decoder())


@pytest.mark.parametrize(
    "make, options",
    [
        (make_gan, {}),
        (make_cgan, {"labels": 0}),
        (make_infogan, {}),
        (make_vae, {}),
    ],
)
def test_each_sample_has_its_seed(make, options):
    model = make()
    samples = model.sample(3, seed=[5, 17, 9], **options)
    alone = model.sample(1, seed=17, **options)
    walk = model.interpolate(17, 9, steps=2)
    np.testing.assert_allclose(samples[1], alone[0], atol=1e-6)
    np.testing.assert_allclose(samples[1:], walk, atol=1e-6)
    np.testing.assert_allclose(
        model.sample(2, seed=range(17, 19), **options)[0], alone[0], atol=1e-6
    )


@pytest.mark.parametrize("seed", [[1], [1, 2, 3], [1, -2]])
def test_refuses_another_number_of_seeds(seed):
    with pytest.raises(ValueError, match="`seed` must .*2 non-negative"):
        make_gan().sample(2, seed=seed)
