"""The recipes, by name."""

from keras_creative.recipes.picture_gan import PictureGAN
from keras_creative.recipes.picture_vae import PictureVAE
from keras_creative.recipes.point_gan import PointGAN

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

RECIPES = {
    "artgan-v1": PictureGAN(
        **{**_ARTGAN, "latent_dim": 100}, networks="artgan-v1", size=64
    ),
    "artgan-v2": PictureGAN(
        **_ARTGAN, networks="artgan-v2", size=64, smooth_real=0.05
    ),
    "artgan-v3": PictureGAN(**_ARTGAN, networks="artgan-v3", size=128),
    "cgan-8gaussians": PointGAN("8Gaussians"),
    "dcgan-cifar10": PictureGAN("cifar10", width=64),
    "dcgan-mnist": PictureGAN("mnist", width=32),
    "design-fashion-mnist": PictureGAN("fashion-mnist", **_DESIGN),
    "design-mnist": PictureGAN("mnist", **_DESIGN),
    "ebgan-mnist": PictureGAN(
        "mnist", variant="ebgan", width=32, lr_g=1e-3, lr_d=2e-3
    ),
    "infogan-8gaussians": PointGAN("8Gaussians", variant="infogan"),
    "infogan-mnist": PictureGAN(
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
    "r3gan-25gaussians": PointGAN("25Gaussians", variant="r3gan"),
    "r3gan-8gaussians": PointGAN("8Gaussians", variant="r3gan"),
    "vae-fashion-mnist": PictureVAE("fashion-mnist"),
    "vae-mnist": PictureVAE("mnist"),
    "wgan-gp-fashion-mnist": PictureGAN(
        "fashion-mnist",
        variant="wgan-gp",
        width=32,
        lr_g=1e-4,
        lr_d=1e-4,
        beta_1=0.0,
        beta_2=0.9,
    ),
}
