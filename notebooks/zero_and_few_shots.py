# %% [markdown]
# # Zero and few shots
#
# A variational autoencoder (VAE) learns to compress images to a few numbers,
# the *code*, and to restore them; new images are decoded from random codes.
# Here one class, trousers, is hidden from the training, entirely (zero shots)
# or except for four examples (few shots). Do the models generate trousers? Two
# kinds are compared, one without labels and one that is conditioned on them,
# and a classifier of all classes measures the samples. It takes a few minutes
# on a CPU.

# %%
import os

import keras
import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 20 if REDUCED else 4000  # of 64 garments
REPEAT = 10 if REDUCED else 1000  # repetitions of each shot per epoch
SAMPLES = 50 if REDUCED else 1000
TROUSERS, SHOTS = 1, 4

# %% [markdown]
# ## Splitting the data
#
# `holdout()` hides a class. `few_shot()` hides all but a few examples, which
# are repeated so that the class has enough weight among the others. Both return
# the training data and the hidden data.

# %%
garments = kc.datasets.PictureSet.load("fashion-mnist", size=28)
zero = kc.datasets.holdout(garments, [TROUSERS])
few = kc.datasets.few_shot(garments, TROUSERS, k=SHOTS, repeat=REPEAT)
print("shown:", zero.training.shown)
print("shots:", few.training.shots[TROUSERS].shape)


def show(rows, titles, columns=20, width=12):
    figure, panels = plt.subplots(
        len(rows), 1, figsize=(width, 1.15 * len(rows)), squeeze=False
    )
    for axes, pictures, title in zip(panels[:, 0], rows, titles, strict=True):
        axes.imshow(kc.plotting.tile_images(pictures[:columns], columns))
        axes.set_title(title, loc="left", fontsize=9)
        axes.axis("off")
    plt.tight_layout()
    plt.show()


show(
    [zero.training.sample(20)[0], zero.hidden.sample(20)[0]],
    ["shown", "hidden"],
)

# %% [markdown]
# ## Four models
#
# Dense networks with a code of 20 numbers, as in the 2019 project. The
# conditional VAE receives the label as an input, so that trousers can be
# requested.


# %%
def train(data, conditional, latent_dim=20):
    keras.utils.set_random_seed(0)
    condition = {"attributes_length": data.num_classes} if conditional else {}
    make = kc.models.ConditionalVAE if conditional else kc.models.VAE
    shape = data.sample_shape
    model = make(
        kc.networks.mlp_vae_encoder(shape, latent_dim, **condition),
        kc.networks.mlp_vae_decoder(latent_dim, shape, **condition),
    )
    model.compile(keras.optimizers.Adam(1e-3), steps_per_execution=20)
    batches = data.batches(64, labelled=conditional)
    model.fit(batches, steps_per_epoch=STEPS, verbose=0)
    return model


models, names, generated, splits = [], [], [], []
for conditional in (False, True):
    for split, shots in ((zero, "no"), (few, f"{SHOTS}")):
        model = train(split.training, conditional)
        requested = {"labels": TROUSERS} if conditional else {}
        kind = "conditional VAE" if conditional else "VAE"
        models.append(model)
        names.append(f"{kind}, {shots} shots")
        generated.append(model.sample(SAMPLES, seed=0, **requested))
        splits.append(split)
show([few.training.shots[TROUSERS], *generated], ["the shots", *names])

# %% [markdown]
# ## The referee
#
# The referee is a small classifier that was trained on all classes, including
# hidden ones. The recovery rate is the share of the samples that it classifies
# as trousers with a probability above 0.9. It is compared with the rate of real
# trousers, an upper bound, and with that of real garments of other classes, the
# chance level, which a model reaches that makes nothing new.
#
# A high rate alone proves little: a model may repeat the same pair of trousers,
# or copy the shots. `unique` is the share of the recovered samples that are not
# near-duplicates of an earlier one; `distance to shots` is 0 for copies, and
# about 1 for samples that are as far from the shots as other trousers are.

# %%
referee = kc.experiments.load_referee(garments, cache="cache", epochs=1)
print(f"the referee's accuracy: {referee.accuracy:.3f}")
scores = [
    kc.experiments.score_samples(
        samples, split, referee, n_training=min(5000, len(split.training))
    )
    for samples, split in zip(generated, splits, strict=True)
]
COLUMNS = {
    "recovery_rate": "recovery",
    "recovery_rate_real": "real",
    "recovery_rate_shown": "chance",
    "recovered_uniqueness": "unique",
    "shot_distance_ratio": "distance to shots",
}
print(f"\n{'':24}", *(f"{title:>10}" for title in COLUMNS.values()))
for name, row in zip(names, scores, strict=True):
    values = [row.get(column) for column in COLUMNS]
    cells = ["-" if v is None or np.isnan(v) else f"{v:.3f}" for v in values]
    print(f"{name:24}", *(f"{cell:>10}" for cell in cells))

# %% [markdown]
# ## A map of garments
#
# With a code of two numbers, everything that a model can generate fits in one
# image, in which all cells are equally likely. Trousers are hidden from this
# model: where would they be? Look for transitions between garments, and for
# cells that show no garment.

# %%
plane = train(zero.training, conditional=False, latent_dim=2)
latent_map = kc.plotting.latent_map(plane, side=6 if REDUCED else 20)
plt.figure(figsize=(8, 8))
plt.imshow(latent_map)
plt.axis("off")
plt.show()

# %% [markdown]
# Trousers can be encoded although the model never saw any. They are decoded to
# the most similar garments that it knows.

# %%
trousers, _ = zero.hidden.sample(20)
show(
    [trousers, plane.reconstruct(trousers)],
    ["hidden trousers", "their reconstructions"],
)

# %% [markdown]
# ## Interpolation
#
# Straight lines from a shown garment to hidden trousers, in the latent space of
# the unconditional model with few shots:

# %%
vae = models[1]
garment = zero.training.sample(1, seed=3)[0][0]
walks = [vae.interpolate(garment, goal, steps=20) for goal in trousers[:3]]
show(walks, ["a garment to hidden trousers", "to others", "to others"])

# %% [markdown]
# ## Next steps
#
# - Another class: sneakers (7) are similar to the other shoes.
# - `few_shot(garments, 1, k=16)`, `beta=4`, or `conv_vae_encoder()`.
# - As a run with checkpoints, from a terminal:
#   `keras-creative train vae-fashion-mnist --few_shot 1:4 --out runs/shots`.
