# %% [markdown]
# # A creative GAN on eight Gaussians
#
# A GAN (generative adversarial network) trains a *generator*, which makes
# samples, against a *discriminator*, which learns to tell them from real data.
# Here the data are points from eight Gaussians on a ring, one of which is
# hidden. DesIGN's creativity loss rewards the generator for samples that look
# real and belong to no class. Does it ever reach the Gaussian that it was never
# shown? This is the first experiment of the 2019 project that the package
# continues. It takes a few minutes on a CPU.

# %%
import os

import keras
import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 100 if REDUCED else 3000
WEIGHTS = [0.5] if REDUCED else [0, 0.5, 5]
HIDDEN = 1

# %% [markdown]
# ## The data
#
# The ring has known centers and a known density. Batches are generated in the
# TensorFlow graph.

# %%
ring = kc.datasets.load_toy("8Gaussians", holdout=[HIDDEN])
real, labels = ring.sample(400)
print("shown:", ring.shown)

# %% [markdown]
# ## The model
#
# The discriminator has two outputs: real or generated, and the class. The
# generator is trained to be classified as real and, with the weight `lambda_g`,
# as no particular class. Three further settings stabilize the training: an R1
# penalty that decays over the first half and prevents the loss of modes,
# learning rates that decay to 0, and an average of the generator's weights,
# from which samples are drawn.


# %%
def falling(rate):
    schedule = keras.optimizers.schedules.CosineDecay(rate, STEPS)
    return keras.optimizers.Adam(schedule, beta_1=0.5)


def train(lambda_g):
    keras.utils.set_random_seed(0)
    fading = keras.optimizers.schedules.PolynomialDecay(0.1, STEPS // 2, 0.0)
    model = kc.models.DesignGAN(
        kc.networks.mlp_generator(),
        kc.networks.mlp_discriminator(num_classes=ring.num_classes),
        creativity="uniform",
        lambda_d=0.5,
        lambda_g=lambda_g,
        penalty=kc.losses.R1Penalty(fading),
        ema=0.99,
    )
    model.compile(
        g_optimizer=falling(3e-3),
        d_optimizer=falling(9e-3),
        steps_per_execution=50,
    )
    epochs = STEPS // 100
    history = model.fit(
        ring.batches(400), steps_per_epoch=100, epochs=epochs, verbose=0
    )
    return model, history.history


model, history = train(lambda_g=0.5)
plt.figure(figsize=(6, 3))
for name in ("d_accuracy_real", "d_accuracy_fake"):
    plt.plot(history[name], label=name)
plt.xlabel("hundreds of steps")
plt.ylim(0, 1)
plt.legend()
plt.show()

# %% [markdown]
# ## Samples
#
# Real points are black and generated ones green; the red circle marks the
# hidden Gaussian.


# %%
def draw(axes, points, title):
    axes.plot(*real.T, "k.", markersize=3)
    axes.plot(*points[:400].T, ".", color="limegreen", markersize=3)
    axes.plot(*ring.centers[HIDDEN], "ro", fillstyle="none", markersize=20)
    axes.set(title=title, xlim=(-3, 3), ylim=(-3, 3), aspect="equal")


points = model.sample(2500, seed=0)
figure, axes = plt.subplots(figsize=(5, 5))
draw(axes, points, "one of eight Gaussians hidden")
plt.show()

# %% [markdown]
# ## Measures and chance level
#
# Three measures: the number of shown modes that are captured, the share of the
# samples within three standard deviations of a mode, and the share that hits
# the hidden mode. The chance level is the hit rate of samples that are spread
# evenly over the circle.


# %%
def measure(points):
    shown = list(ring.shown)
    found = kc.metrics.mode_measures(points, ring.centers[shown], ring.std)
    hits = kc.metrics.hit_rate(points, ring.centers[HIDDEN], ring.std)
    return found["modes_captured"], found["high_quality_3std"], hits


radius = np.linalg.norm(ring.centers[HIDDEN])
chance = kc.metrics.circle_chance(ring.std, radius)
modes, quality, hits = measure(points)
print(f"modes captured: {modes} of {len(ring.shown)}")
print(f"high quality:   {quality:.3f} (perfect sampler: 0.989)")
print(f"hidden mode:    {hits:.4f} (chance level {chance:.4f})")

# %% [markdown]
# ## How much creativity?
#
# With `lambda_g=0` there is no creativity loss; 0.5 is the weight of 2019, and
# 5 is ten times as much. Does any of them generate the hidden Gaussian? Halfway
# between two modes a classifier is undecided between these two; only in the
# center of the ring is it undecided between all. The loss does not favor the
# gap at the hidden mode, and a large weight reduces the quality. `DesignGAN`
# smooths the labels of its class head; without it (`label_smoothing=0`, the
# loss of 2019) even a weight of 0.5 collapses to a single spot.

# %%
figure, panels = plt.subplots(1, 3, figsize=(12, 4))
for axes, weight in zip(panels, WEIGHTS, strict=False):
    trained = model if weight == 0.5 else train(weight)[0]
    points = trained.sample(2500, seed=0)
    modes, quality, hits = measure(points)
    draw(axes, points, f"lambda_g={weight}")
    print(
        f"lambda_g={weight:<4} modes captured {modes} of {len(ring.shown)}, "
        f"high quality {quality:.3f}, hidden mode {hits:.4f}"
    )
plt.show()

# %% [markdown]
# ## Next steps
#
# - Other losses: `creativity="can"`, `"sharma-mittal"`, or your own Keras loss.
# - Other data: `holdout=[1, 4]`, `load_toy("25Gaussians")`.
# - A conditional model, from which the hidden mode can be *requested* by its
#   direction: `kc.experiments.PointGAN(holdout=(1,))`.
