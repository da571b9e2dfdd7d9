# %% [markdown]
# # Zero and few shots
#
# Trousers are hidden from a variational autoencoder, wholly or but for four
# examples. Does it make any? Two models are asked, one that knows no labels and
# one that is told them, and a referee that knows all classes looks at what they
# made. A few minutes on a CPU.

# %%
import os

import keras
import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 20 if REDUCED else 4000  # of 64 garments
REPEAT = 10 if REDUCED else 1000  # how often each shot comes in an epoch
SAMPLES = 50 if REDUCED else 1000
TROUSERS, SHOTS = 1, 4

# %% [markdown]
# ## Hiding
#
# `holdout()` hides a class, `few_shot()` all but a few examples, which are
# shown again and again so that the class is not drowned by the others. Both
# give what to train on, and what is hidden.

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
# conditional autoencoder is told the label, and can be asked for one.


# %%
def train(data, conditional, latent_dim=20):
    keras.utils.set_random_seed(0)
    told = {"attributes_length": data.num_classes} if conditional else {}
    make = kc.models.ConditionalVAE if conditional else kc.models.VAE
    shape = data.sample_shape
    model = make(
        kc.networks.mlp_vae_encoder(shape, latent_dim, **told),
        kc.networks.mlp_vae_decoder(latent_dim, shape, **told),
    )
    model.compile(keras.optimizers.Adam(1e-3), steps_per_execution=20)
    batches = data.batches(64, labelled=conditional)
    model.fit(batches, steps_per_epoch=STEPS, verbose=0)
    return model


models, names, made, splits = [], [], [], []
for conditional in (False, True):
    for split, shots in ((zero, "no"), (few, f"{SHOTS}")):
        model = train(split.training, conditional)
        asked = {"labels": TROUSERS} if conditional else {}
        kind = "told the label" if conditional else "VAE"
        models.append(model)
        names.append(f"{kind}, {shots} shots")
        made.append(model.sample(SAMPLES, seed=0, **asked))
        splits.append(split)
show([few.training.shots[TROUSERS], *made], ["the shots", *names])

# %% [markdown]
# ## The referee
#
# A small classifier that was trained on all classes, hidden ones too. It gives
# each sample to a class; the recovery rate is the share that it gives to the
# trousers with a probability over 0.9. Beside it stands the rate of real
# trousers, the most that can be asked for, and that of real garments of other
# classes, which a model reaches that makes nothing new.
#
# A high rate alone proves little: a model may make one pair of trousers again
# and again, or copy the shots. `unique` is the share of recovered samples that
# are no near copy of an earlier one; `distance to shots` is 0 for copies, and
# about 1 for samples as far from the shots as other trousers are.

# %%
referee = kc.experiments.load_referee(garments, cache="cache", epochs=1)
print(f"the referee's accuracy: {referee.accuracy:.3f}")
scores = [
    kc.experiments.score_samples(
        samples, split, referee, n_training=min(5000, len(split.training))
    )
    for samples, split in zip(made, splits, strict=True)
]
COLUMNS = {
    "recovery_rate": "recovery",
    "recovery_rate_real": "of real",
    "recovery_rate_shown": "by chance",
    "recovered_uniqueness": "unique",
    "shot_distance_ratio": "distance to shots",
}
print(f"\n{'':24}", *(f"{title:>10}" for title in COLUMNS.values()))
for name, row in zip(names, scores, strict=True):
    values = [row.get(column) for column in COLUMNS]
    cells = ["-" if v is None or np.isnan(v) else f"{v:.3f}" for v in values]
    print(f"{name:24}", *(f"{cell:>10}" for cell in cells))

# %% [markdown]
# ## A plane of garments
#
# With a code of two numbers all that a model knows can be shown at once. These
# trousers are hidden: where would they be? Every cell of the map is equally
# likely; look for places between garments, and for pictures that are none.

# %%
plane = train(zero.training, conditional=False, latent_dim=2)
latent_map = kc.plotting.latent_map(plane, side=6 if REDUCED else 20)
plt.figure(figsize=(8, 8))
plt.imshow(latent_map)
plt.axis("off")
plt.show()

# %% [markdown]
# Trousers that it never saw are encoded like anything else. What they are
# decoded to is the nearest thing that it knows.

# %%
trousers, _ = zero.hidden.sample(20)
show(
    [trousers, plane.reconstruct(trousers)],
    ["hidden trousers", "what the model of two codes makes of them"],
)

# %% [markdown]
# ## On the way from one to another
#
# From a garment that was shown to trousers that were not, straight through the
# codes of the unconditional model with the few shots:

# %%
vae = models[1]
garment = zero.training.sample(1, seed=3)[0][0]
walks = [vae.interpolate(garment, goal, steps=20) for goal in trousers[:3]]
show(walks, ["a garment to hidden trousers", "to others", "to others"])

# %% [markdown]
# ## Go on from here
#
# - Another class: sneakers are 7, and much like what remains.
# - `few_shot(garments, 1, k=16)`, `beta=4`, or `conv_vae_encoder()`.
# - As a run with checkpoints, from a terminal:
#   `keras-creative train vae-fashion-mnist --few_shot 1:4 --out runs/shots`.
