"""Network families by the names used in recipes and on the command line."""

import dataclasses
import functools
from collections.abc import Callable

from keras_creative.networks import (
    artgan,
    dcgan,
    fastgan,
    figr,
    figr_resnet,
    mlp,
    unet,
)


@dataclasses.dataclass(frozen=True)
class Family:
    """A generator and a discriminator that belong together.

    Args:
        generator: Builder `(image_shape, latent_dim[, width])`.
        discriminator: Builder `(image_shape, num_classes[, width])`, or without
            classes.
    """

    generator: Callable
    discriminator: Callable


FAMILIES = {
    "artgan-v1": Family(
        artgan.artgan_v1_generator, artgan.artgan_v1_discriminator
    ),
    "artgan-v2": Family(
        artgan.artgan_v2_generator, artgan.artgan_v2_discriminator
    ),
    "artgan-v3": Family(
        artgan.artgan_v3_generator, artgan.artgan_v3_discriminator
    ),
    "dcgan": Family(dcgan.dcgan_generator, dcgan.dcgan_discriminator),
    "fastgan": Family(
        fastgan.fastgan_generator,
        functools.partial(fastgan.fastgan_discriminator, decoders=False),
    ),
}
# Those whose samples do not depend on each other within a batch, for FIGR.
FIGR_NETWORKS = {
    "dcgan": Family(figr.figr_generator, figr.figr_discriminator),
    "resnet": Family(
        figr_resnet.figr_resnet_generator, figr_resnet.figr_resnet_discriminator
    ),
}
# Builders `(sample_shape, attributes_length=...)` of flow matching's networks.
VELOCITY_NETWORKS = {
    "mlp": mlp.mlp_velocity,
    "unet": unet.unet_velocity,
}
