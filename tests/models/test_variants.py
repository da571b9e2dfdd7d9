"""The contract battery, on a tiny model of every adversarial variant."""

import functools

import keras
import numpy as np
import pytest

from keras_creative import layers, losses, models, networks, testing

ON_REPLICAS = (
    testing.check_two_devices_equal_one,
    testing.check_uneven_devices_equal_one,
)
# One process serves every variant.
SHARED = (testing.check_loads_in_a_fresh_process,)


def mlp_kwargs(num_classes=None, packing=1, minibatch=None, **kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(**sizes),
        "discriminator": networks.mlp_discriminator(
            num_classes=num_classes,
            packing=packing,
            minibatch=minibatch,
            **sizes,
        ),
        **kwargs,
    }


def autoencoder_kwargs():
    return {
        "generator": networks.mlp_generator(num_layers=2, units=8),
        "discriminator": networks.mlp_autoencoder(
            code_dim=4, num_layers=2, units=8
        ),
        "ema": 0.9,
    }


def spectral_kwargs():
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(**sizes),
        "discriminator": networks.mlp_discriminator(
            spectral_normalization=True, **sizes
        ),
    }


def conditional_kwargs(length=3, projection=False, **kwargs):
    sizes = {"num_layers": 2, "units": 8, "attributes_length": length}
    return {
        "generator": networks.mlp_generator(condition="both", **sizes),
        "discriminator": networks.mlp_discriminator(
            projection=projection, **sizes
        ),
        **kwargs,
    }


def auxiliary_kwargs(**kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(attributes_length=3, **sizes),
        "discriminator": networks.mlp_discriminator(num_classes=3, **sizes),
        **kwargs,
    }


def coded_kwargs(**kwargs):
    codes = models.Codes(categorical=(3,), continuous=1, circular=1)
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(2 + codes.size, **sizes),
        "discriminator": networks.mlp_discriminator(
            code_size=codes.size, **sizes
        ),
        "codes": codes,
        **kwargs,
    }


def masked_kwargs(**kwargs):
    masks = np.zeros((2, 8, 8, 1))
    masks[0, 2:6, 2:6] = masks[1, :, 3:5] = 1
    return {
        "generator": networks.mask_generator((8, 8, 1), 2, width=4),
        "discriminator": networks.dcgan_discriminator((8, 8, 1), 3, width=4),
        "masks": masks,
        **kwargs,
    }


def decoding_kwargs(make_generator=networks.figr_generator, **kwargs):
    """FIGR's generator has no batch statistics."""
    shape = (16, 16, 1)
    return {
        "generator": make_generator(shape, 2, width=1),
        "discriminator": networks.fastgan_discriminator(shape, width=1),
        "augment": layers.AdaptiveAugment(target=0.1, images=80, interval=1),
        **kwargs,
    }


def subject(cls, make=mlp_kwargs, labels=False, **kwargs):
    make = functools.partial(make, **kwargs)
    return testing.Subject(cls, make, labels=labels)


decay = keras.optimizers.schedules.PolynomialDecay
# A row for each class.
SUBJECTS = {
    "GAN": subject(
        models.GAN,
        criterion=losses.NonSaturating(smooth_real=0.1),
        penalty="r1",
        instance_noise=0.1,
    ),
    "LSGAN": subject(models.LSGAN),
    "HingeGAN": subject(models.HingeGAN, spectral_kwargs),
    "RelativisticGAN": subject(models.RelativisticGAN),
    "R3GAN": subject(models.R3GAN, gamma=decay(0.1, 6, 0.0), ema=0.9),
    "FastGAN": subject(models.FastGAN, decoding_kwargs, ema=0.9),
    "WGAN": subject(models.WGAN, clip=0.1, n_critic=2),
    "WGANGP": subject(models.WGANGP, penalty_weight=0.1, n_critic=2),
    "EBGAN": subject(models.EBGAN, autoencoder_kwargs),
    "CGAN": subject(models.CGAN, conditional_kwargs, labels=True, ema=0.9),
    "ACGAN": subject(models.ACGAN, auxiliary_kwargs, labels=True),
    "InfoGAN": subject(
        models.InfoGAN,
        coded_kwargs,
        lambda_categorical=decay(0.0, 6, 1.0),
        lambda_circular=0.5,
    ),
    "DesignMaskGAN": subject(
        models.DesignMaskGAN, masked_kwargs, labels=True, ema=0.9
    ),
    "DesignGAN": subject(
        models.DesignGAN,
        labels=True,
        num_classes=3,
        creativity="can",
        ema=0.9,
    ),
}
# Options that change what a step does.
OPTIONS = {
    "GAN-DRAGAN": subject(models.GAN, penalty="dragan"),
    "GAN-unrolled": subject(
        models.GAN, unrolled_steps=2, penalty="gradient", instance_noise=0.1
    ),
    "RelativisticGAN-average": subject(models.RelativisticGAN, average=True),
    "CGAN-attributes": subject(
        models.CGAN,
        conditional_kwargs,
        labels=True,
        length=2,
        projection=True,
        attributes=[[0.0, 1.0], [1.0, 0.0], [0.0, -1.0]],
        vicinity=0.1,
        penalty="r1",
        n_critic=2,
    ),
    "DesignGAN-WGANGP": subject(
        models.DesignGAN,
        labels=True,
        num_classes=3,
        criterion="wasserstein",
        penalty="gradient",
        n_critic=2,
    ),
    "DesignGAN-packed": subject(
        models.DesignGAN,
        labels=True,
        num_classes=3,
        packing=2,
        minibatch="stddev",
        diversity="batch-distance",
    ),
    "FastGAN-networks": subject(
        models.FastGAN,
        decoding_kwargs,
        make_generator=networks.fastgan_generator,
        ema=0.9,
    ),
    "DesignGAN-unlabeled": subject(models.DesignGAN, criterion="wasserstein"),
}
# Distances, cosines, deviations and mean scores are those of a replica's batch.
PER_REPLICA = (
    "DesignGAN-packed",
    "DesignMaskGAN",
    "EBGAN",
    "FastGAN-networks",
    "GAN-DRAGAN",
    "RelativisticGAN-average",
)
EXCLUDED = {
    name: SHARED + (ON_REPLICAS if name in PER_REPLICA else ())
    for name in SUBJECTS | OPTIONS
}


def excluded(names):
    return {name: EXCLUDED[name] for name in names}


def test_every_adversarial_model_has_a_row():
    public = {getattr(models, name) for name in models.__all__}
    games = {
        cls
        for cls in public
        if isinstance(cls, type) and issubclass(cls, models.AdversarialModel)
    }
    tested = {row.cls for row in SUBJECTS.values()}
    assert tested == games - {models.AdversarialModel}


@testing.parametrize_with_checks(
    SUBJECTS, slow=True, exclude=excluded(SUBJECTS)
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
@testing.parametrize_with_checks(OPTIONS, slow=True, exclude=excluded(OPTIONS))
def test_contract_of_options(subject, check, tmp_path):
    check(subject, tmp_path)


@pytest.mark.slow
def test_all_load_in_a_fresh_process(tmp_path):
    rows = SUBJECTS | OPTIONS
    testing.load_in_a_fresh_process(list(rows.values()), tmp_path)
