# %% [markdown]
# # Garments of no class
#
# DesIGN on Fashion-MNIST: the discriminator learns the ten kinds of garments,
# and the generator is asked for pictures that look real and leave its class
# head at a loss. About five minutes on a CPU.

# %%
import os

import keras
import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 4 if REDUCED else 1800
WIDTH = 4 if REDUCED else 32  # channels of the networks' thinnest stage

# %% [markdown]
# ## The data
#
# Read from the folder in the environment variable `KERAS_CREATIVE_DATA` when it
# is set, and otherwise by `keras.datasets`. Pictures are set in a square of
# 32 x 32 pixels, in [-1, 1].

# %%
NAMES = "t-shirt trousers pullover dress coat sandal shirt sneaker bag boot"
NAMES = NAMES.split()
garments = kc.datasets.PictureSet.load("fashion-mnist")
real, labels = garments.sample(60)


def show(pictures, title, columns=20):
    grid = kc.plotting.tile_images(pictures, columns)
    plt.figure(figsize=(12, 12 * len(grid) / grid.shape[1]))
    plt.imshow(grid)
    plt.title(title)
    plt.axis("off")
    plt.show()


show(real, f"{len(garments)} garments in {garments.num_classes} classes")

# %% [markdown]
# ## The model
#
# DCGAN's networks, the discriminator with a class head. `lambda_d` is the
# weight of the classification in the discriminator's loss, `lambda_g` that of
# the creativity in the generator's.

# %%
keras.utils.set_random_seed(0)
model = kc.models.DesignGAN(
    kc.networks.dcgan_generator(
        garments.sample_shape, latent_dim=64, width=WIDTH
    ),
    kc.networks.dcgan_discriminator(
        garments.sample_shape, garments.num_classes, width=WIDTH
    ),
    creativity="uniform",
    lambda_d=0.5,
    lambda_g=0.1,
    ema=0.99,
)
model.compile(
    g_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5),
    d_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5),
)
history = model.fit(
    garments.batches(64), steps_per_epoch=STEPS // 4, epochs=4, verbose=2
)

# %%
pictures = model.sample(60, seed=0)
show(pictures, "made")

# %% [markdown]
# ## Of no class?
#
# The class head says how sure it is of its best guess: near 1 for a garment
# that it knows, and a tenth when it has no idea at all.


# %%
def class_shares(pictures):
    logits = model.discriminator.predict(pictures, verbose=0)["class_logits"]
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


made = model.sample(500, seed=1)
shares = class_shares(made)
of_real = class_shares(garments.sample(min(500, len(garments)), seed=1)[0])
print(f"sureness on real garments: {of_real.max(axis=1).mean():.2f}")
print(f"sureness on made ones:     {shares.max(axis=1).mean():.2f}")

# %%
plt.figure(figsize=(7, 3))
bins = np.linspace(0.1, 1, 19)
plt.hist(of_real.max(axis=1), bins, alpha=0.6, label="real")
plt.hist(shares.max(axis=1), bins, alpha=0.6, label="made")
plt.xlabel("probability of the likeliest class")
plt.legend()
plt.show()

# %% [markdown]
# The garments about which the head is least and most sure, with the two classes
# it wavers between first:

# %%
order = shares.max(axis=1).argsort()
for index in order[:5]:
    first, second = shares[index].argsort()[::-1][:2]
    print(
        f"{NAMES[first]} ({shares[index, first]:.2f}) or "
        f"{NAMES[second]} ({shares[index, second]:.2f})"
    )
show(made[order[:20]], "least sure")
show(made[order[-20:]], "most sure")

# %% [markdown]
# ## On the way from one to another

# %%
show(model.interpolate(1, 2, steps=20), "from one latent vector to another")

# %% [markdown]
# ## Go on from here
#
# - The same as a run that can be stopped and resumed, with `losses.png`,
#   checkpoints and a grid for each epoch:
#   `kc.experiments.RECIPES["design-fashion-mnist"].run("runs/garments")`.
# - Other wishes: `creativity="can"`, a larger `lambda_g`, `criterion="hinge"`.
# - Hide a class, `PictureSet.load("fashion-mnist", holdout=[1])`, and ask a
#   referee whether it was made: `kc.experiments.score_samples()`.
