# %% [markdown]
# # Your pictures, in ArtGAN's networks
#
# Point it at a folder of pictures: photographs, paintings, textures. The
# networks see windows of 64 x 64 pixels, cut at random, so that a few hundred
# large pictures go a long way. The notebook says how long it will take, can be
# stopped and goes on where it was. A few minutes on a CPU for a first
# impression; good pictures take hours, or an accelerator.

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
FOLDER = Path("runs/art")  # what the run leaves, and goes on from
COUNT, WIDTH, EPOCHS = (40, 4, 2) if REDUCED else (640, 32, 12)

# %% [markdown]
# ## The pictures
#
# If there is no such folder, some compositions are drawn, so that the notebook
# runs anyhow. For your own, upload a folder (in Colab by the symbol on the
# left) and change `PICTURES`. JPEG, PNG, BMP and GIF are read, in sub-folders
# too; damaged files are skipped and named.


# %%
def compose(seed):
    """Circles and bars of one palette on a ground."""
    rng = np.random.default_rng(seed)
    palette = rng.integers(40, 256, (4, 3))
    picture = Image.new("RGB", (128, 96), tuple(map(int, palette[0])))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = map(int, rng.integers(-20, [128, 96]))
        w, h = map(int, rng.integers(12, 50, 2))
        colour = tuple(map(int, palette[rng.integers(1, 4)]))
        if rng.random() < 0.5:
            draw.ellipse((x, y, x + w, y + w), colour)
        else:
            draw.rectangle((x, y, x + w, y + h), colour)
    return picture


if not PICTURES.exists():
    PICTURES.mkdir(parents=True)
    for seed in range(COUNT):
        compose(seed).save(PICTURES / f"{seed:04d}.png")

# %% [markdown]
# ## The recipe
#
# Data, networks, game and schedule in one place. `artgan-v1` is the quickest of
# the three at 64 x 64; `artgan-v2` has the layers of its author. Narrower
# networks than its own (`width=64`) make it quick enough for a CPU.

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
show(kc.plotting.tile_images(real, columns=16), "what the networks see")

# %% [markdown]
# ## One epoch, and how long the others will take
#
# The first epoch includes building the graph, so that the estimate is on the
# safe side.

# %%
start = time.perf_counter()
recipe.run(FOLDER, epochs=1, verbose=2)
seconds = time.perf_counter() - start
print(f"{seconds:.0f} s for an epoch; {EPOCHS} epochs take at most")
print(
    f"{EPOCHS * seconds / 60:.1f} minutes, an hour makes {3600 / seconds:.0f}"
)

# %% [markdown]
# ## Go on
#
# The same call goes on from the last epoch in the folder: run the cell again
# after an interruption, or with more `epochs`, and it does only what is left.

# %%
model = recipe.run(FOLDER, epochs=EPOCHS, verbose=2)

# %% [markdown]
# Real windows are on the left, samples of the same latent vectors on the right,
# after the first and after the last epoch:

# %%
grids = sorted((FOLDER / "samples").glob("epoch_*.png"))
for path in (grids[0], grids[-1]):
    show(plt.imread(path), path.stem)

# %%
show(plt.imread(FOLDER / "accuracies.png"), "the discriminator's accuracy")

# %% [markdown]
# ## Samples
#
# New pictures, as an array and as files; and a walk from one to another.

# %%
samples = model.sample(32, seed=1)
show(kc.plotting.tile_images(samples, columns=16), "samples")
kc.experiments.write_samples("samples", samples)
print(len(list(Path("samples").glob("*.png"))), "files in samples/")
walk = model.interpolate(1, 2, steps=16)
show(kc.plotting.tile_images(walk, columns=16), "a walk")

# %% [markdown]
# How much of the samples' variety of colours there is, beside the data's: 1 is
# as much, and near 0 every picture has one palette.

# %%
reference, _ = pictures.sample(min(256, len(pictures)))
ratio = kc.metrics.palette_ratio(model.sample(256, seed=2), reference)
print(f"palette ratio: {ratio:.2f}")

# %% [markdown]
# ## Go on from here
#
# - More epochs, and the network's own width: delete `runs/art`, set
#   `width=None`, and use an accelerator.
# - 128 x 128 pixels: `RECIPES["artgan-v3"]`.
# - From a terminal: `keras-creative train artgan-v1 --data my_pictures --out
#   runs/art`, and `keras-creative sample runs/art -n 64 --out samples.png`.
