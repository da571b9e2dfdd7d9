"""Writes the files of an earlier version that this folder keeps.

    python tests/compat/make_files.py FOLDER

was run with version 0.1.0, at commit 61ca729, on the lowest versions of
setup.py, so that every supported Keras can read the files. They are not written
again: later versions must read what an earlier one wrote.
"""

import os
import sys
from pathlib import Path

import keras
import numpy as np

from keras_creative import experiments, models, networks

_UNITS = {"num_layers": 2, "units": 8}
_CLASSES = 3


def main(folder):
    """Write six models and three run folders."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    write_pictures()
    for name, model in make_models().items():
        fit(model)
        model.save(f"{name}.keras")
        np.save(f"{name}.npy", model.sample(4, seed=1))
    small = {"batch_size": 16, "epochs": 2, "seed": 3}
    pictures = {"data": "pictures.npz", "size": 8, **small}
    recipes = {
        "pictures": experiments.PictureGAN(
            variant="design", width=2, latent_dim=4, holdout=(2,), **pictures
        ),
        "codes": experiments.PictureVAE(jit=False, **pictures),
        "points": experiments.PointGAN(
            variant="cgan",
            holdout=(1,),
            few_shot={2: 3},
            **_UNITS,
            **{**small, "batch_size": 64},
        ),
    }
    for name, recipe in recipes.items():
        recipe.run(f"runs/{name}", verbose=0, keep=1)
    for drawing in Path("runs").rglob("*.png"):
        drawing.unlink()


def write_pictures():
    """48 pictures of three kinds: a light row at another height."""
    rng = np.random.default_rng(0)
    labels = np.arange(48) % _CLASSES
    images = rng.integers(0, 60, (48, 8, 8), dtype="uint8")
    for image, label in zip(images, labels, strict=True):
        image[2 * label : 2 * label + 2] += 190
    np.savez_compressed("pictures.npz", x=images, y=labels)


def make_models():
    """A model of each kind, as small as can be."""
    sizes = _UNITS
    generator = networks.mlp_generator
    discriminator = networks.mlp_discriminator
    codes = models.Codes((3,), continuous=1)
    image = (8, 8, 1)
    return {
        "gan": models.GAN(
            generator(**sizes), discriminator(**sizes), penalty="r1", ema=0.9
        ),
        "design_gan": models.DesignGAN(
            generator(**sizes), discriminator(num_classes=_CLASSES, **sizes)
        ),
        "wgan_gp": models.WGANGP(generator(**sizes), discriminator(**sizes)),
        "cgan": models.CGAN(
            generator(attributes_length=_CLASSES, **sizes),
            discriminator(attributes_length=_CLASSES, **sizes),
        ),
        "info_gan": models.InfoGAN(
            generator(2 + codes.size, **sizes),
            discriminator(code_size=codes.size, **sizes),
            codes,
        ),
        "vae": models.VAE(
            networks.mlp_vae_encoder(image, 2, units=8),
            networks.mlp_vae_decoder(2, image, units=8),
        ),
    }


def fit(model):
    """Two steps, so that the optimizers have a state."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(1)
    shape = (60, *model.sample_shape)
    x = rng.uniform(-1, 1, shape).astype("float32")
    y = np.arange(60) % _CLASSES
    labelled = model.num_classes is not None
    if isinstance(model, models.VAE):
        model.compile("adam")
    else:
        model.compile("adam", "adam")
    model.fit(x, y if labelled else None, batch_size=30, verbose=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
