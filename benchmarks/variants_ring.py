"""Every variant on the ring of eight Gaussians, at equal generator steps.

All play with the same networks, batches, averaging and falling rates; a row's
own settings stand in `ROWS`. They were chosen on seeds 10 and 11.
"""

import statistics
import time

import keras

from keras_creative import datasets, experiments, models, networks

SAMPLES = 2500
STEPS = 3000
BATCH_SIZE = 256
EMA = 0.99
STEPS_PER_EXECUTION = 100


def fading(start, share=0.5):
    """A weight that falls to 0 over the first share of all steps."""
    return keras.optimizers.schedules.PolynomialDecay(
        start, int(share * STEPS), 0.0
    )


# Class, its arguments, and what the discriminator's builder is given.
ROWS = {
    "GAN": (models.GAN, {}, {}),
    "GAN, minimax": (models.GAN, {"criterion": "minimax"}, {}),
    "GAN, smoothed": (models.GAN, {"criterion": "smoothed"}, {}),
    "GAN + instance noise": (models.GAN, {"instance_noise": "fading"}, {}),
    "GAN + R1": (models.GAN, {"penalty": "r1"}, {}),
    "GAN + DRAGAN": (models.GAN, {"penalty": "dragan"}, {}),
    "LSGAN": (models.LSGAN, {}, {}),
    "HingeGAN": (models.HingeGAN, {}, {}),
    "HingeGAN + SN": (models.HingeGAN, {}, {"spectral_normalization": True}),
    "RelativisticGAN": (models.RelativisticGAN, {}, {}),
    "RelativisticGAN, average": (
        models.RelativisticGAN,
        {"average": True},
        {},
    ),
    "R3GAN": (models.R3GAN, {"gamma": 0.01}, {}),
    "WGAN": (models.WGAN, {"clip": 0.1}, {}),
    "WGANGP": (models.WGANGP, {"penalty_weight": 0.1}, {}),
    "EBGAN": (models.EBGAN, {}, {}),
}
RATES = {"default": (1e-3, 2e-3)}
