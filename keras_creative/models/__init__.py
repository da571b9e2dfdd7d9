"""Adversarial models: one file per variant.

`GAN.train_step()` is the game that all share whose algorithm differs in the
criterion, a penalty or further terms alone.
"""

from keras_creative.models.base import AdversarialModel
from keras_creative.models.cgan import ACGAN, CGAN
from keras_creative.models.class_ensemble import ClassEnsemble
from keras_creative.models.codes import Codes
from keras_creative.models.conditional_vae import ConditionalVAE
from keras_creative.models.design_gan import DesignGAN
from keras_creative.models.ebgan import EBGAN
from keras_creative.models.gan import GAN
from keras_creative.models.hinge_gan import HingeGAN
from keras_creative.models.info_gan import InfoGAN
from keras_creative.models.latents import latent_path, traversal
from keras_creative.models.log_means import LogMeans
from keras_creative.models.lsgan import LSGAN
from keras_creative.models.r3gan import R3GAN
from keras_creative.models.relativistic_gan import RelativisticGAN
from keras_creative.models.sampling import GeneratorSampler
from keras_creative.models.stacking import stack, unstack
from keras_creative.models.vae import VAE
from keras_creative.models.wgan import WGAN
from keras_creative.models.wgan_gp import WGANGP

__all__ = [
    "ACGAN",
    "AdversarialModel",
    "CGAN",
    "ClassEnsemble",
    "Codes",
    "ConditionalVAE",
    "DesignGAN",
    "EBGAN",
    "GAN",
    "GeneratorSampler",
    "HingeGAN",
    "InfoGAN",
    "LSGAN",
    "LogMeans",
    "R3GAN",
    "RelativisticGAN",
    "VAE",
    "WGAN",
    "WGANGP",
    "latent_path",
    "stack",
    "traversal",
    "unstack",
]
