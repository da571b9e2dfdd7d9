# %% [markdown]
# # Your own images with ArtGAN's networks
#
# This notebook trains a GAN (generative adversarial network) on a folder of
# images: photographs, paintings or textures. A *generator* learns to draw
# images that a *discriminator* cannot tell from yours. The networks are trained
# on random crops of 64 x 64 pixels, so that a few hundred large images are
# enough for a start. The notebook estimates its training time, and it can be
# stopped and resumed. A first impression takes a few minutes on a CPU; good
# images take hours, or an accelerator.

# %%
import dataclasses
import os
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageDraw

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
PICTURES = Path("my_pictures")  # your folder
FOLDER = Path("runs/art")  # the run folder
COUNT, WIDTH, EPOCHS = (40, 4, 2) if REDUCED else (640, 32, 12)

# %% [markdown]
# ## The images
#
# If the folder does not exist, some compositions are drawn as example data. To
# use your own images, upload a folder (in Colab by the folder icon on the left)
# and change `PICTURES`. JPEG, PNG, BMP, GIF and other files are read, also from
# subfolders; damaged files are skipped and listed.


# %%
def compose(seed):
    """Circles and bars of one palette on a background."""
    rng = np.random.default_rng(seed)
    palette = rng.integers(40, 256, (4, 3))
    picture = Image.new("RGB", (128, 96), tuple(map(int, palette[0])))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = map(int, rng.integers(-20, [128, 96]))
        w, h = map(int, rng.integers(12, 50, 2))
        color = tuple(map(int, palette[rng.integers(1, 4)]))
        if rng.random() < 0.5:
            draw.ellipse((x, y, x + w, y + w), color)
        else:
            draw.rectangle((x, y, x + w, y + h), color)
    return picture


if not PICTURES.exists():
    PICTURES.mkdir(parents=True)
    for seed in range(COUNT):
        compose(seed).save(PICTURES / f"{seed:04d}.png")

# %% [markdown]
# ## The recipe
#
# A recipe combines data, networks, losses and settings. `artgan-v1` is the
# fastest of the three versions and works at 64 x 64 pixels; `artgan-v2` has the
# layers of ArtGAN's author. Networks of half the default width (64) make it
# fast enough for a CPU.

# %%
recipe = dataclasses.replace(
    kc.experiments.RECIPES["artgan-v1"].with_data(PICTURES),
    width=WIDTH,
    batch_size=16,
    lr_g=4e-4,
    lr_d=4e-4,
    ema=0.99,
)
pictures = recipe.load_data()
steps = pictures.steps_per_epoch(recipe.batch_size)
print(
    f"{len(pictures)} pictures, {steps} steps of {recipe.batch_size} an epoch"
)


def show(grid, title):
    plt.figure(figsize=(12, 12 * len(grid) / grid.shape[1]))
    plt.imshow(grid)
    plt.title(title)
    plt.axis("off")
    plt.show()


real, _ = pictures.sample(min(32, len(pictures)))
show(kc.plotting.tile_images(real, columns=16), "training images")

# %% [markdown]
# ## One epoch, and an estimate for the others
#
# The first epoch includes building the graph, so that the estimate is an upper
# bound.

# %%
start = time.perf_counter()
recipe.run(FOLDER, epochs=1, verbose=2)
seconds = time.perf_counter() - start
print(f"{seconds:.0f} s per epoch; {EPOCHS} epochs take at most")
print(
    f"{EPOCHS * seconds / 60:.1f} minutes; {3600 / seconds:.0f} epochs per hour"
)

# %% [markdown]
# ## Resume
#
# The same call resumes from the last epoch in the folder: after an
# interruption, or with a larger `EPOCHS`, run the cell again and it trains only
# the remaining epochs.

# %%
model = recipe.run(FOLDER, epochs=EPOCHS, verbose=2)

# %% [markdown]
# Real images are on the left and samples on the right, from the same latent
# vectors after the first and after the last epoch:

# %%
grids = sorted((FOLDER / "samples").glob("epoch_*.png"))
for path in (grids[0], grids[-1]):
    show(plt.imread(path), path.stem)

# %%
show(plt.imread(FOLDER / "accuracies.png"), "the discriminator's accuracy")

# %% [markdown]
# ## Samples
#
# New images, as an array and as files, and an interpolation between two of
# them.

# %%
samples = model.sample(32, seed=1)
show(kc.plotting.tile_images(samples, columns=16), "samples")
kc.experiments.write_samples("samples", samples)
print(len(list(Path("samples").glob("*.png"))), "files in samples/")
walk = model.interpolate(1, 2, steps=16)
show(kc.plotting.tile_images(walk, columns=16), "interpolation")

# %% [markdown]
# The palette ratio compares the variety of colors of the samples with that of
# the data: 1 means the same variety, 0 means that all images share one palette.

# %%
reference, _ = pictures.sample(min(256, len(pictures)))
ratio = kc.metrics.palette_ratio(model.sample(256, seed=2), reference)
print(f"palette ratio: {ratio:.2f}")

# %% [markdown]
# ## Next steps
#
# - More epochs and the default width: delete `runs/art`, set `width=None`, and
#   use an accelerator.
# - 128 x 128 pixels: `RECIPES["artgan-v3"]`.
# - From a terminal: `keras-creative train artgan-v1 --data my_pictures --out
#   runs/art`, and `keras-creative sample runs/art -n 64 --out samples.png`.
