"""Functions that build generators and discriminators as Keras models.

The networks contain no losses."""

from keras_creative.networks.artgan import (
    artgan_v1_discriminator,
    artgan_v1_generator,
    artgan_v2_discriminator,
    artgan_v2_generator,
    artgan_v3_discriminator,
    artgan_v3_generator,
)
from keras_creative.networks.autoencoders import (
    dcgan_autoencoder,
    mlp_autoencoder,
)
from keras_creative.networks.dcgan import dcgan_discriminator, dcgan_generator
from keras_creative.networks.deformation import (
    deformation_decoder,
    deformation_encoder,
    warp,
)
from keras_creative.networks.families import (
    FAMILIES,
    FIGR_NETWORKS,
    VELOCITY_NETWORKS,
    Family,
)
from keras_creative.networks.fastgan import (
    fastgan_discriminator,
    fastgan_generator,
)
from keras_creative.networks.figr import figr_discriminator, figr_generator
from keras_creative.networks.figr_resnet import (
    figr_resnet_discriminator,
    figr_resnet_generator,
)
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.masked import mask_generator
from keras_creative.networks.mlp import (
    mlp_discriminator,
    mlp_generator,
    mlp_velocity,
)
from keras_creative.networks.shot_encoder import shot_encoder
from keras_creative.networks.style import style_decoder, style_encoder
from keras_creative.networks.translation import (
    patch_discriminator,
    resnet_translator,
    unet_translator,
)
from keras_creative.networks.unet import unet_velocity
from keras_creative.networks.vae import (
    conv_vae_decoder,
    conv_vae_encoder,
    mlp_vae_decoder,
    mlp_vae_encoder,
)
from keras_creative.networks.vgg import vgg19_encoder

__all__ = [
    "FAMILIES",
    "FIGR_NETWORKS",
    "Family",
    "VELOCITY_NETWORKS",
    "artgan_v1_discriminator",
    "artgan_v1_generator",
    "artgan_v2_discriminator",
    "artgan_v2_generator",
    "artgan_v3_discriminator",
    "artgan_v3_generator",
    "conv_vae_decoder",
    "conv_vae_encoder",
    "dcgan_autoencoder",
    "dcgan_discriminator",
    "dcgan_generator",
    "discriminator_heads",
    "deformation_decoder",
    "deformation_encoder",
    "fastgan_discriminator",
    "fastgan_generator",
    "figr_discriminator",
    "figr_generator",
    "figr_resnet_discriminator",
    "figr_resnet_generator",
    "mask_generator",
    "mlp_autoencoder",
    "mlp_discriminator",
    "mlp_generator",
    "mlp_vae_decoder",
    "mlp_vae_encoder",
    "mlp_velocity",
    "patch_discriminator",
    "resnet_translator",
    "shot_encoder",
    "unet_translator",
    "style_decoder",
    "style_encoder",
    "unet_velocity",
    "vgg19_encoder",
    "warp",
]
