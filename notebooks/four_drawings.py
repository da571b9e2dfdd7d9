# %% [markdown]
# # Four drawings are enough
#
# Somebody draws a symbol four times. A model that has never seen it is to draw more
# of it. It cannot learn a symbol from four pictures alone, but it can learn from
# *other* symbols how drawings of one symbol differ. This is meta-learning, and it
# takes about two minutes on two cores.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 10 if REDUCED else 3000
SHOWN = 3


def show(pixels, width=10):
    plt.figure(figsize=(width, width * pixels.shape[0] / pixels.shape[1]))
    plt.imshow(pixels, cmap="gray")
    plt.axis("off")
    plt.show()


# %% [markdown]
# ## Tasks
#
# Omniglot has characters of many alphabets, each drawn by 20 people. A character is
# a *task*: some drawings of it, the shots, are given, and others are asked for. The
# alphabets of the test are not trained on.

# %%
if REDUCED:  # without a download: random pictures
    noise = np.random.default_rng(0).integers(0, 256, (160, 32, 32, 1))
    tasks = kc.datasets.TaskSet(noise.astype("uint8"), np.arange(160) // 8)
    train, validation, test = tasks.split(validation=0.2, test=0.2)
else:
    tasks = kc.datasets.load_tasks("omniglot", size=32)
    train, validation, test = tasks.split(test=tasks.evaluation)
    train = train.rotated()  # a turned character is a further one
print(len(train), "tasks of training,", len(test), "of the test")

# %% [markdown]
# ## How drawings differ
#
# `DeformationVAE` learns codes of deformations. Its encoder sees two drawings of a
# character, and its decoder bends the first of them to become the second. Codes do
# not say which character it is, so that they can be used for any.

# %%
recipe = kc.recipes.RECIPES["deformation-vae-omniglot"]
model = recipe.make_model(train)
model.fit(
    train.episodes(tasks=8, shots=4, queries=4),
    steps_per_epoch=STEPS,
    verbose=2,
)

# %% [markdown]
# ## New characters
#
# Four drawings of characters of the test, what the model makes of them, and for each
# sample the most similar real drawing by someone else.

# %%
shots, others = zip(*(test.shots_of(i, shots=4) for i in range(SHOWN)))
samples = [model.sample_like(given, 8, seed=0) for given in shots]
nearest = [
    real[kc.metrics.nearest_examples(made, real)[0]]
    for made, real in zip(samples, others)
]
show(kc.plotting.shot_sheets(shots, samples, nearest, scale=2))

# %% [markdown]
# ## Are they copies?
#
# A method that returns the shots would be recognized by everyone. So the distance of
# a sample to the nearest shot is compared with that of a real drawing: 0 is a copy,
# and 1 is as different as another person's drawing.

# %%
for given, made, real in zip(shots, samples, others):
    print(f"{kc.metrics.shot_distance_ratio(made, given, real):.2f}")

# %% [markdown]
# ## Your own drawings
#
# `keras-creative train deformation-vae-omniglot --out runs/few` trains the same model
# in a run folder, and
# `keras-creative imitate runs/few --shots a.png b.png c.png d.png` makes more of your
# drawings. Photographs of ink on paper are inverted and scaled. Here four strokes
# stand for them.

# %%
y, x = np.mgrid[:32, :32]
drawings = []
for bend in (0.0, 0.1, 0.2, 0.3):
    wave = 16 + 6 * np.sin(y / 5 + 5 * bend) + bend * (y - 16)
    drawings.append(np.where(abs(x - wave) < 1.2, 1.0, -1.0)[..., None])
drawings = np.array(drawings, "float32")
more = model.sample_like(drawings, 16, seed=1)
show(kc.plotting.shot_sheets(drawings[None], more[None], scale=3), width=4)

# %% [markdown]
# The model bends what it is given. It adds no stroke and leaves none out: what some
# people draw and others do not is beyond a deformation. See
# [few-shot generation](../docs/few-shots.md) for other methods, and for how they
# compare.
