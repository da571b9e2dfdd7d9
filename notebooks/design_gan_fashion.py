# %% [markdown]
# # Garments without a class
#
# A GAN (generative adversarial network) trains a *generator*, which makes
# images, against a *discriminator*, which learns to tell them from real ones.
# DesIGN adds a class head: here the discriminator also learns the ten classes
# of Fashion-MNIST, and the generator is trained to make images that look real
# and cannot be assigned to a class. It takes about five minutes on a CPU.

# %%
import os

import keras
import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 4 if REDUCED else 1800
WIDTH = 4 if REDUCED else 32  # channels of the narrowest stage

# %% [markdown]
# ## The data
#
# The images are read from the folder in the environment variable
# `KERAS_CREATIVE_DATA` if it is set, and otherwise by `keras.datasets`. They
# are padded to 32 x 32 pixels, with values in [-1, 1].

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
# The networks are those of DCGAN, with a class head. `lambda_d` is the weight
# of the classification loss of the discriminator, `lambda_g` that of the
# creativity loss of the generator.

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
show(pictures, "generated")

# %% [markdown]
# ## Do they have a class?
#
# The largest class probability is a measure of certainty: near 1 for a garment
# of a known class, and one tenth when all classes are equally likely.


# %%
def class_probabilities(pictures):
    logits = model.discriminator.predict(pictures, verbose=0)["class_logits"]
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


generated = model.sample(500, seed=1)
probabilities = class_probabilities(generated)
of_real = class_probabilities(
    garments.sample(min(500, len(garments)), seed=1)[0]
)
print(f"certainty for real garments: {of_real.max(axis=1).mean():.2f}")
print(f"certainty for samples:       {probabilities.max(axis=1).mean():.2f}")

# %%
plt.figure(figsize=(7, 3))
bins = np.linspace(0.1, 1, 19)
plt.hist(of_real.max(axis=1), bins, alpha=0.6, label="real")
plt.hist(probabilities.max(axis=1), bins, alpha=0.6, label="generated")
plt.xlabel("probability of the most likely class")
plt.legend()
plt.show()

# %% [markdown]
# The least and the most certain samples; for the least certain ones the two
# most likely classes are printed:

# %%
order = probabilities.max(axis=1).argsort()
for index in order[:5]:
    first, second = probabilities[index].argsort()[::-1][:2]
    print(
        f"{NAMES[first]} ({probabilities[index, first]:.2f}) or "
        f"{NAMES[second]} ({probabilities[index, second]:.2f})"
    )
show(generated[order[:20]], "least certain")
show(generated[order[-20:]], "most certain")

# %% [markdown]
# ## Interpolation

# %%
show(model.interpolate(1, 2, steps=20), "between two latent vectors")

# %% [markdown]
# ## Next steps
#
# - The same as a run that can be stopped and resumed, with `losses.png`,
#   checkpoints and a grid per epoch:
#   `kc.experiments.RECIPES["design-fashion-mnist"].run("runs/garments")`.
# - Other losses: `creativity="can"`, a larger `lambda_g`, `criterion="hinge"`.
# - Hide a class, `PictureSet.load("fashion-mnist", holdout=[1])`, and measure
#   with a classifier whether it was generated:
#   `kc.experiments.score_samples()`.
