"""Draw the README's picture strip, `docs/images/strip.png`.

The panels come from two runs and from two grids that are already in the folder:

    python STYLEGAN.py --fig_name first --label --notebook --missing_mixt 1
    keras-creative train vae-fashion-mnist --epochs 12 --out runs/vae
    python docs/draw_strip.py figs/first.keras runs/vae
"""

import argparse
from pathlib import Path
from statistics import NormalDist

import keras
import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

IMAGES = Path(__file__).parent / "images"
CELL = 66  # pixels from one image of a grid to the next
HIDDEN = 1


def draw(generator, vae):
    """The strip as a figure.

    Args:
        generator: Generator of points that was trained without mode `HIDDEN`.
        vae: Model that decodes codes of two numbers to images.

    Returns:
        A `matplotlib.figure.Figure`.
    """
    figure = plt.figure(figsize=(12, 4.1), dpi=100)
    panels = figure.subplot_mosaic(
        [["ring", "garments", "map", "digits"], ["walk"] * 4],
        height_ratios=(3, 0.72),
    )
    draw_ring(panels["ring"], generator)
    panels["garments"].imshow(crop("garments.png", CELL))
    panels["map"].imshow(decoded_plane(vae))
    panels["digits"].imshow(crop("stacked.png", CELL // 2))
    walk = vae.interpolate(3, 5, steps=24, via=[9])
    panels["walk"].imshow(kc.plotting.tile_images(walk, columns=24))
    titles = {
        "ring": "points, one of eight modes hidden",
        "garments": "DesignGAN: garments, two epochs",
        "map": "VAE: a map of garments",
        "digits": "R3GAN: stacked digits, 1,000 modes",
    }
    for name, axes in panels.items():
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_title(titles.get(name, ""), fontsize=11)
    figure.tight_layout(pad=0.4)
    return figure


def draw_ring(axes, generator):
    """Real and generated points, and a circle around the hidden mode.

    Args:
        axes: Where to draw.
        generator: Generator of points.
    """
    ring = kc.datasets.load_toy("8Gaussians", holdout=[HIDDEN])
    real, _ = ring.sample(400)
    points = kc.models.GeneratorSampler(generator).sample(600, seed=0)
    axes.plot(*real.T, "k.", markersize=4)
    axes.plot(*points.T, ".", color="limegreen", markersize=4)
    axes.plot(*ring.centers[HIDDEN], "ro", fillstyle="none", markersize=26)
    axes.set(xlim=(-2.7, 2.7), ylim=(-2.7, 2.7), aspect="equal")


def decoded_plane(vae, side=9):
    """Images decoded from the quantiles of a plane of latent vectors.

    Args:
        vae: Model that decodes codes of two numbers.
        side: Images on each side. Defaults to `9`.

    Returns:
        Pixels of the grid.
    """
    normal = NormalDist()
    values = [normal.inv_cdf((i + 0.5) / side) for i in range(side)]
    latents = [[x, y] for y in reversed(values) for x in values]
    return kc.plotting.tile_images(vae(np.float32(latents)), columns=side)


def crop(name, cell, cells=5):
    """The first rows and columns of a grid of images.

    Args:
        name: File in `docs/images`.
        cell: Pixels from one image to the next.
        cells: Images on each side. Defaults to `5`.

    Returns:
        Pixels of shape `(height, width, channels)`.
    """
    grid = plt.imread(IMAGES / name)
    return np.asarray(grid)[: cells * cell, : cells * cell]


def main(argv=None):
    """Draw the strip.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("generator", help=".keras file of STYLEGAN.py")
    parser.add_argument("vae", help="run folder of vae-fashion-mnist")
    arguments = parser.parse_args(argv)
    figure = draw(
        keras.saving.load_model(arguments.generator),
        kc.experiments.load_sampler(arguments.vae),
    )
    figure.savefig(IMAGES / "strip.png")


if __name__ == "__main__":
    main()
