"""The contract, for every variant: a quick part by default, the rest slow."""

import functools

import keras
import pytest

from keras_creative import losses, models, networks, testing

QUICK = (testing.check_config_round_trip,)
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


def subject(cls, make=mlp_kwargs, labels=False, **kwargs):
    make = functools.partial(make, **kwargs)
    return testing.Subject(cls, make, labels=labels)


SUBJECTS = {
    "GAN": subject(
        models.GAN,
        criterion=losses.NonSaturating(smooth_real=0.1),
        penalty="r1",
        instance_noise=0.1,
    ),
    "GAN-DRAGAN": subject(models.GAN, penalty="dragan"),
    "GAN-unrolled": subject(
        models.GAN, unrolled_steps=2, penalty="gradient", instance_noise=0.1
    ),
    "LSGAN": subject(models.LSGAN),
    "HingeGAN": subject(models.HingeGAN, spectral_kwargs),
    "RelativisticGAN": subject(models.RelativisticGAN),
    "RelativisticGAN-average": subject(models.RelativisticGAN, average=True),
    "R3GAN": subject(
        models.R3GAN,
        gamma=keras.optimizers.schedules.PolynomialDecay(0.1, 6, 0.0),
        ema=0.9,
    ),
    "WGAN": subject(models.WGAN, clip=0.1, n_critic=2),
    "WGANGP": subject(models.WGANGP, penalty_weight=0.1, n_critic=2),
    "EBGAN": subject(models.EBGAN, autoencoder_kwargs),
    "CGAN": subject(models.CGAN, conditional_kwargs, labels=True, ema=0.9),
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
    "ACGAN": subject(models.ACGAN, auxiliary_kwargs, labels=True),
    "InfoGAN": subject(
        models.InfoGAN,
        coded_kwargs,
        lambda_categorical=keras.optimizers.schedules.PolynomialDecay(
            0.0, 6, 1.0
        ),
        lambda_circular=0.5,
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
}
# Their batch's distances, cosines, deviation and mean score are the replica's.
PER_REPLICA = {
    "DesignGAN-packed",
    "EBGAN",
    "GAN-DRAGAN",
    "RelativisticGAN-average",
}


def rows():
    for name, row in SUBJECTS.items():
        for check in testing.ADVERSARIAL_CHECKS:
            on_replicas = check in ON_REPLICAS and name in PER_REPLICA
            if check in SHARED or on_replicas:
                continue
            marks = () if check in QUICK else pytest.mark.slow
            yield pytest.param(
                row, check, id=f"{name}-{check.__name__}", marks=marks
            )


@pytest.mark.parametrize("row, check", list(rows()))
def test_contract(row, check, tmp_path):
    check(row, tmp_path)


@pytest.mark.slow
def test_all_load_in_a_fresh_process(tmp_path):
    testing.load_in_a_fresh_process(list(SUBJECTS.values()), tmp_path)
