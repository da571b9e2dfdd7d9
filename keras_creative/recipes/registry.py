"""Recipes by name, and the classes of settings."""

import dataclasses
from collections.abc import Iterable

from keras_creative.recipes.font_vae import FontVAE
from keras_creative.recipes.pair_cycle_gan import PairCycleGAN
from keras_creative.recipes.pair_pix2pix import PairPix2Pix
from keras_creative.recipes.picture_flow import PictureFlow
from keras_creative.recipes.picture_gan import PictureGAN
from keras_creative.recipes.picture_style import PictureStyle
from keras_creative.recipes.picture_vae import PictureVAE
from keras_creative.recipes.point_flow import PointFlow
from keras_creative.recipes.point_gan import PointGAN
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.task_figr import TaskFIGR
from keras_creative.recipes.task_flow import TaskFlow
from keras_creative.recipes.task_vae import TaskVAE

# Classes of settings by the name that a config.json records.
FAMILIES = {
    cls.__name__: cls
    for cls in (
        FontVAE,
        PairCycleGAN,
        PairPix2Pix,
        PictureFlow,
        PictureGAN,
        PictureStyle,
        PictureVAE,
        PointFlow,
        PointGAN,
        TaskFIGR,
        TaskFlow,
        TaskVAE,
    )
}


@dataclasses.dataclass(frozen=True)
class NamedRecipe:
    """A recipe of the package.

    Args:
        recipe: Its settings.
        line: Description for `keras-creative list`.
        minutes: Training time on two cores in minutes. Defaults to `None`: not
            measured.
    """

    recipe: Recipe
    line: str
    minutes: int | None = None


_DESIGN = {
    "variant": "design",
    "width": 32,
    "latent_dim": 64,
    "lr_g": 5e-4,
    "lr_d": 5e-4,
}
_ARTGAN = {
    "data": "",
    "color": True,
    "fit": "scaled-crop",
    "latent_dim": 128,
    "lr_g": 1e-4,
    "lr_d": 1e-4,
    "batch_size": 32,
    "epochs": 100,
}

NAMED = {
    "artgan": NamedRecipe(
        PictureGAN(
            **{
                **_ARTGAN,
                "lr_g": 1e-3,
                "lr_d": 1e-3,
                "batch_size": 16,
                "epochs": 300,
            },
            variant="fastgan",
            networks="fastgan",
            size=64,
            width=24,
            gamma=5.0,
            diff_augment=("color", "translation", "cutout"),
            ada_target=0.6,
            beta_1=0.0,
            beta_2=0.99,
            ema=0.998,
        ),
        "FastGAN with adaptive augmentation, 64x64; a folder of artworks",
    ),
    "artgan-v1": NamedRecipe(
        PictureGAN(
            **{**_ARTGAN, "latent_dim": 100}, networks="artgan-v1", size=64
        ),
        "an MNIST DCGAN scaled up to 64x64; a folder of artworks",
    ),
    "artgan-v2": NamedRecipe(
        PictureGAN(**_ARTGAN, networks="artgan-v2", size=64, smooth_real=0.05),
        "ArtGAN's stable networks, 64x64; a folder of artworks",
    ),
    "artgan-v3": NamedRecipe(
        PictureGAN(**_ARTGAN, networks="artgan-v3", size=128),
        "ArtGAN at 128x128; a folder of artworks",
    ),
    "cgan-8gaussians": NamedRecipe(
        PointGAN("8Gaussians"),
        "CGAN conditioned on the direction of eight Gaussians",
        minutes=1,
    ),
    "cyclegan": NamedRecipe(
        PairCycleGAN("", fit="scaled-crop"),
        "CycleGAN between the pictures of two folders, 64x64",
    ),
    "cyclegan-emoji": NamedRecipe(
        PairCycleGAN(), "CycleGAN between emoji of two vendors, 64x64"
    ),
    "dcgan-cifar10": NamedRecipe(
        PictureGAN("cifar10", width=64), "DCGAN on CIFAR-10, 32x32"
    ),
    "dcgan-mnist": NamedRecipe(
        PictureGAN("mnist", width=32), "DCGAN on the ten digits, 32x32"
    ),
    "design-fashion-mnist": NamedRecipe(
        PictureGAN("fashion-mnist", **_DESIGN),
        "DesIGN losses on the ten garment classes, 32x32",
        minutes=30,
    ),
    "design-mask-fashion-mnist": NamedRecipe(
        PictureGAN("fashion-mnist", variant="design-mask", width=16, epochs=5),
        "DesIGN's generator of textures for given shapes, garments, 32x32",
    ),
    "design-mnist": NamedRecipe(
        PictureGAN("mnist", **_DESIGN),
        "DesIGN losses on the ten digits, 32x32",
    ),
    "ebgan-mnist": NamedRecipe(
        PictureGAN("mnist", variant="ebgan", width=32, lr_g=1e-3, lr_d=2e-3),
        "energy-based GAN on the ten digits, 32x32",
    ),
    "deformation-vae-icons": NamedRecipe(
        TaskVAE("icons"), "VAE that deforms four icons of a thing, 32x32"
    ),
    "deformation-vae-omniglot": NamedRecipe(
        TaskVAE("omniglot", rotations=True),
        "VAE that deforms four drawings of a character, 32x32",
    ),
    "few-shot-flow-icons": NamedRecipe(
        TaskFlow("icons", queries=4),
        "flow given four icons of a thing, 32x32",
    ),
    "few-shot-flow-omniglot": NamedRecipe(
        TaskFlow("omniglot", rotations=True),
        "flow given four drawings of a character, 32x32",
    ),
    "figr-icons": NamedRecipe(
        TaskFIGR("icons"), "FIGR on icons, adapted to four of a thing, 32x32"
    ),
    "figr-mnist": NamedRecipe(
        TaskFIGR("mnist", test=("9",)), "FIGR on digits without the 9, 32x32"
    ),
    "figr-omniglot": NamedRecipe(
        TaskFIGR("omniglot", rotations=True),
        "FIGR on the characters of Omniglot, 32x32",
    ),
    "flow-8gaussians": NamedRecipe(
        PointFlow("8Gaussians"),
        "flow matching on the ring of eight Gaussians",
        minutes=1,
    ),
    "flow-fashion-mnist": NamedRecipe(
        PictureFlow("fashion-mnist"),
        "flow matching on the ten garment classes, 28x28",
    ),
    "group-vae-fonts": NamedRecipe(
        FontVAE(), "VAE with one code for all characters of a font, 32x32"
    ),
    "infogan-8gaussians": NamedRecipe(
        PointGAN("8Gaussians", variant="infogan"),
        "InfoGAN with a code of eight values, on the ring",
    ),
    "infogan-mnist": NamedRecipe(
        PictureGAN(
            "mnist",
            variant="infogan",
            width=32,
            latent_dim=62,
            augment=True,
            warm_up=4000,
            lr_g=1e-3,
            lr_d=5e-4,
            batch_size=32,
            epochs=5,
        ),
        "InfoGAN on the ten digits, 32x32",
        minutes=18,
    ),
    "pix2pix": NamedRecipe(
        PairPix2Pix(""),
        "pix2pix for two folders of pictures with the same names, 64x64",
    ),
    "pix2pix-emoji": NamedRecipe(
        PairPix2Pix(), "pix2pix from emoji of one vendor to another, 64x64"
    ),
    "pix2pix-facades": NamedRecipe(
        PairPix2Pix("facades", size=128),
        "pix2pix from maps of facades to photographs, 128x128",
    ),
    "r3gan-25gaussians": NamedRecipe(
        PointGAN("25Gaussians", variant="r3gan"),
        "R3GAN on a grid of 25 Gaussians",
    ),
    "r3gan-8gaussians": NamedRecipe(
        PointGAN("8Gaussians", variant="r3gan"),
        "R3GAN on the ring of eight Gaussians",
    ),
    "style-autoencoder": NamedRecipe(
        PictureStyle(), "style transfer for any photo; a folder of artworks"
    ),
    "tcvae-fashion-mnist": NamedRecipe(
        PictureVAE("fashion-mnist", latent_dim=10, gamma=5.0),
        "VAE with independent codes on ten garments, 28x28",
    ),
    "vae-art": NamedRecipe(
        PictureVAE(
            "",
            color=True,
            size=64,
            fit="scaled-crop",
            networks="conv",
            latent_dim=128,
            likelihood="gaussian",
            batch_size=32,
            epochs=100,
        ),
        "variational autoencoder, 64x64; a folder of artworks",
    ),
    "vae-fashion-mnist": NamedRecipe(
        PictureVAE("fashion-mnist"),
        "variational autoencoder on ten garments, 28x28",
        minutes=2,
    ),
    "vae-mnist": NamedRecipe(
        PictureVAE("mnist"),
        "variational autoencoder on the ten digits, 28x28",
    ),
    "wgan-gp-fashion-mnist": NamedRecipe(
        PictureGAN(
            "fashion-mnist",
            variant="wgan-gp",
            width=32,
            lr_g=1e-4,
            lr_d=1e-4,
            beta_1=0.0,
            beta_2=0.9,
        ),
        "WGAN-GP on the ten garment classes, 32x32",
    ),
}
RECIPES = {name: named.recipe for name, named in NAMED.items()}


def lines() -> Iterable[tuple[str, str]]:
    """Names of the recipes, with their descriptions and training times."""
    for name, named in NAMED.items():
        minutes = f"; {named.minutes} min" if named.minutes else ""
        yield name, f"{named.line}{minutes}"
