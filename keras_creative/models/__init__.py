"""Models: a file per variant, whose `train_step()` is its algorithm."""

from keras_creative.models.conditional.acgan import ACGAN
from keras_creative.models.conditional.cgan import CGAN
from keras_creative.models.conditional.codes import Codes
from keras_creative.models.conditional.design_mask_gan import DesignMaskGAN
from keras_creative.models.conditional.info_gan import InfoGAN
from keras_creative.models.core.adversarial_model import AdversarialModel
from keras_creative.models.core.latents import latent_path, traversal
from keras_creative.models.core.log_means import LogMeans
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.projection import Projection, project
from keras_creative.models.core.sampling import GeneratorSampler
from keras_creative.models.diffusion.flow_matching import FlowMatching
from keras_creative.models.diffusion.guided_flow_matching import (
    GuidedFlowMatching,
)
from keras_creative.models.ensemble.class_ensemble import ClassEnsemble
from keras_creative.models.ensemble.stacking import stack, unstack
from keras_creative.models.few_shot.deformation_vae import DeformationVAE
from keras_creative.models.few_shot.faml import FAML
from keras_creative.models.few_shot.few_shot_flow import FewShotFlow
from keras_creative.models.few_shot.figr import FIGR
from keras_creative.models.few_shot.first_order_maml import FirstOrderMAML
from keras_creative.models.gan.design_gan import DesignGAN
from keras_creative.models.gan.ebgan import EBGAN
from keras_creative.models.gan.fastgan import FastGAN
from keras_creative.models.gan.gan import GAN
from keras_creative.models.gan.hinge_gan import HingeGAN
from keras_creative.models.gan.lsgan import LSGAN
from keras_creative.models.gan.r3gan import R3GAN
from keras_creative.models.gan.relativistic_gan import RelativisticGAN
from keras_creative.models.gan.wgan import WGAN
from keras_creative.models.gan.wgan_gp import WGANGP
from keras_creative.models.local.local_score_machine import LocalScoreMachine
from keras_creative.models.local.mosaic import Mosaic
from keras_creative.models.style.style_autoencoder import StyleAutoencoder
from keras_creative.models.translation.cycle_gan import CycleGAN
from keras_creative.models.translation.pix2pix import Pix2Pix
from keras_creative.models.vae.conditional_vae import ConditionalVAE
from keras_creative.models.vae.group_vae import GroupVAE
from keras_creative.models.vae.tc_vae import TCVAE
from keras_creative.models.vae.vae import VAE

__all__ = [
    "ACGAN",
    "AdversarialModel",
    "CGAN",
    "ClassEnsemble",
    "Codes",
    "ConditionalVAE",
    "CycleGAN",
    "DeformationVAE",
    "DesignGAN",
    "DesignMaskGAN",
    "EBGAN",
    "FAML",
    "FIGR",
    "FastGAN",
    "FewShotFlow",
    "FirstOrderMAML",
    "FlowMatching",
    "GAN",
    "GeneratorSampler",
    "GroupVAE",
    "GuidedFlowMatching",
    "HingeGAN",
    "InfoGAN",
    "LSGAN",
    "LocalScoreMachine",
    "LogMeans",
    "Mosaic",
    "Pix2Pix",
    "PlayersModel",
    "Projection",
    "R3GAN",
    "RelativisticGAN",
    "StyleAutoencoder",
    "TCVAE",
    "VAE",
    "WGAN",
    "WGANGP",
    "latent_path",
    "project",
    "stack",
    "traversal",
    "unstack",
]
