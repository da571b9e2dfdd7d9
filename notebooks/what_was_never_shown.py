# %% [markdown]
# # What was never shown
#
# A GAN or a VAE that is trained on data without a part of them does not generate
# that part. Can another method, which is told nothing about it either? It can if
# something that *is* shown says where the missing part lies. The first two
# methods below presume something of the data, their *prior*, and *propose*
# samples: they offer them as new, with their novelty and a reason. The third has
# its prior in the network: it is given shapes, and draws textures. All of it
# takes about five minutes on two cores.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 50 if REDUCED else 2000
IMAGES = 100 if REDUCED else 300
GARMENTS = 20 if REDUCED else 1000  # training steps with shapes


def show(pictures, title, columns=12, width=10):
    tiled = kc.plotting.tile_images(pictures, columns)
    plt.figure(figsize=(width, width * tiled.shape[0] / tiled.shape[1]))
    plt.imshow(tiled, cmap="gray")
    plt.title(title, loc="left", fontsize=9)
    plt.axis("off")
    plt.show()


# %% [markdown]
# ## A mode of a ring, by symmetry
#
# Eight Gaussians lie on a ring, and one of them is hidden. A flow-matching model
# learns the other seven.

# %%
ring = kc.datasets.load_toy("8Gaussians", holdout=[3])
recipe = kc.recipes.PointFlow(holdout=(3,))
flow = recipe.make_model(recipe.load_data())
flow.fit(
    ring.batches(recipe.batch_size, labelled=False),
    steps_per_epoch=STEPS,
    verbose=0,
)
examples, _ = ring.sample(1000 if REDUCED else 2000)

# %% [markdown]
# `SymmetryProposer` looks for motions that carry most of the data on to the data.
# It does not know that there are eight modes, or that there is a ring. It finds
# turns and reflections. They carry neighbors of the gap into the gap, and such
# places are proposed.

# %%
proposer = kc.proposals.SymmetryProposer(
    flow, examples, starts=20 if REDUCED else 100
)
for symmetry in proposer.symmetries[:8]:
    print(f"{symmetry}, of {symmetry.share:.0%} of the data")
proposals = proposer.propose(300)
samples = flow.sample(1000, seed=0)

plt.figure(figsize=(4, 4))
plt.scatter(*samples.T, s=2, color="gray", label="samples")
plt.scatter(*proposals.samples.T, s=2, color="red", label="proposals")
plt.legend(loc="center", markerscale=4)
plt.axis("equal")
plt.show()

# %% [markdown]
# The scorer opens what was hidden: how many proposals, and how many samples, lie
# within three standard deviations of the hidden mode?

# %%
hidden = kc.datasets.load_toy("8Gaussians").components[[3]]
for name, points in {"proposals": proposals.samples, "samples": samples}.items():
    if len(points):
        rate = kc.metrics.hit_rate(points, hidden, ring.std)
        print(f"{name}: {rate:.1%} within the hidden mode")

# %% [markdown]
# Data without a symmetry have no proposals. That is the price of a prior: where it
# does not hold, nothing is found, and the method says so.

# %%
rng = np.random.default_rng(0)
cloud = rng.normal(size=(7, 2))[rng.integers(7, size=500)]
cloud = cloud + 0.03 * rng.normal(size=cloud.shape)
nothing = kc.proposals.SymmetryProposer(flow, cloud, starts=20)
print(len(nothing.symmetries), "symmetries:", nothing.nothing)

# %% [markdown]
# ## New images from patches of known ones
#
# Why do trained diffusion models not repeat their training images? Because a
# convolution sees a patch around each pixel only, say Kamb and Ganguli (2025).
# Their *local score machine* computes this limit without any training: each part
# of a new image follows other training images. `NoveltyProposer` offers those
# samples that look like the data locally, and are far from all of them.

# %%
garments = kc.datasets.PictureSet.load("fashion-mnist", size=28)
images, _ = garments.sample(IMAGES)
machine = kc.models.LocalScoreMachine(images, patch_sizes=(14, 6))
made = machine.sample(24, seed=0)
show(made, "samples of the machine")

# %%
nearest, _ = kc.metrics.nearest_examples(made, images)
show(images[nearest], "the training image that is nearest to each")

# %%
new = kc.proposals.NoveltyProposer(machine, images).propose(12)
if len(new.samples):
    show(new.samples, "proposals")
    print(f"novelty {np.median(new.novelty):.2f} in the median")

# %% [markdown]
# `keras-creative mosaic my_pictures --out new.png` makes such samples of your own
# pictures, and shows all of them.
#
# ## Shape and texture, chosen apart
#
# DesIGN's second generator takes the mask of a shape, and draws the texture from
# noise. Each row below is a garment that the generator has not seen; its shape is
# combined with other textures in each column.

# %%
recipe = kc.recipes.RECIPES["design-mask-fashion-mnist"]
data = recipe.load_data()
model = recipe.make_model(data)
model.fit(
    data.batches(recipe.batch_size), steps_per_epoch=GARMENTS, verbose=0
)

# %%
test = kc.datasets.PictureSet.load("fashion-mnist", split="test")
shapes = model.masks_of(test.sample(6, seed=1)[0])
rows = [
    np.concatenate([[2 * shape - 1], model.sample(8, seed=0, masks=shape)])
    for shape in np.asarray(shapes)
]
show(np.concatenate(rows), "masks, and eight textures of each", columns=9)

# %% [markdown]
# ## Go further
#
# - `keras-creative propose RUN` lets a run folder propose, and the run's report
#   shows what the run thinks is new.
# - `keras-creative board ring` scores the methods for points beside GANs and VAEs
#   on every position, with several seeds; the boards of letters, garments, fonts
#   and textures do so for images.
