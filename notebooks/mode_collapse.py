# %% [markdown]
# # Mode collapse and its remedies
#
# A GAN (generative adversarial network) trains a *generator*, which makes
# samples, against a *discriminator*, which learns to tell them from real data.
# It *collapses* when the generator covers only a part of the data. Here a plain
# GAN misses modes of a ring of eight Gaussians, a callback detects this without
# knowing the modes, and four remedies are compared: less momentum, packing,
# unrolling, and a GAN variant that does not lose modes. It takes a few minutes
# on a CPU.

# %%
import functools
import os
import warnings

import keras
import matplotlib.pyplot as plt

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 100 if REDUCED else 2500
EPOCHS = 2 if REDUCED else 25  # the watch measures after each

# %% [markdown]
# ## A GAN that collapses
#
# The settings are common: Adam's default learning rate of 1e-3 for both
# networks, and the default momentum of 0.9. Both learning rates decay to 0, and
# samples are drawn from an averaged generator, so that the final samples are
# not a transient state.

# %%
ring = kc.datasets.load_toy("8Gaussians")
real, _ = ring.sample(2000)


def falling(rate, beta_1):
    schedule = keras.optimizers.schedules.CosineDecay(rate, STEPS)
    return keras.optimizers.Adam(schedule, beta_1)


def train(make, rate=1e-3, beta_1=0.9, **discriminator_kwargs):
    keras.utils.set_random_seed(0)
    model = make(
        kc.networks.mlp_generator(),
        kc.networks.mlp_discriminator(**discriminator_kwargs),
        ema=0.99,
    )
    model.compile(
        falling(rate, beta_1), falling(rate, beta_1), steps_per_execution=50
    )
    watch = kc.callbacks.CollapseWatch(real)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = model.fit(
            ring.batches(256, labelled=False),
            steps_per_epoch=STEPS // EPOCHS,
            epochs=EPOCHS,
            callbacks=[watch],
            verbose=0,
        )
    alarms = [str(w.message) for w in caught if "collapse" in str(w.message)]
    return model, history.history, alarms


model, history, alarms = train(kc.models.GAN)

# %% [markdown]
# ## The collapse watch
#
# The callback receives real points, but not the centers of the modes. It finds
# clusters among the points and counts how many of them the samples hit,
# relative to the same number of real points. When the samples hit fewer than
# half of the clusters in three measurements in a row, it warns:

# %%
print(*alarms or ["No collapse was detected."], sep="\n")

# %%
plt.figure(figsize=(7, 3))
plt.plot(history["clusters_ratio"], label="clusters hit, relative to the data")
plt.plot(
    history["pairwise_distance_ratio"], label="distance, relative to the data"
)
plt.axhline(0.5, color="grey", linestyle=":")
plt.xlabel("epoch")
plt.ylim(0, 1.2)
plt.legend()
plt.show()

# %% [markdown]
# With `action="stop"` the training would have ended at this point; with
# `"restore"` it would also have restored the most varied generator.
#
# ## Remedies
#
# - `beta_1=0.5`: the momentum was too large. With a smaller momentum, generator
#   and discriminator do not overshoot their equilibrium. In this example it is
#   sufficient.
#
# The other three remedies do not require to know the cause. In such a short
# training none of them compensates for a momentum of 0.9 (set `beta_1=0.9`
# below to see this), so they are used with 0.5. Packing and R3GAN also have a
# learning rate of 3e-3, three times as large as before:
#
# - `packing=2`: the discriminator gives one score to two samples, and so can
#   detect whether they are alike.
# - `unrolled_steps=5`: the generator is trained against the discriminator as it
#   will be after five more steps, which would penalize a collapse to one mode.
# - `R3GAN`: real and generated samples are compared in pairs, and the gradient
#   of the discriminator is penalized at both, with a weight that decays to 0.

# %%
decaying = keras.optimizers.schedules.PolynomialDecay(0.1, STEPS, 0.0)
FASTER = {"rate": 3e-3, "beta_1": 0.5}
REMEDIES = {
    "beta_1=0.5": lambda: train(kc.models.GAN, beta_1=0.5),
    "packing=2": lambda: train(kc.models.GAN, packing=2, **FASTER),
    "unrolled_steps=5": lambda: train(
        functools.partial(kc.models.GAN, unrolled_steps=5), beta_1=0.5
    ),
    "R3GAN": lambda: train(
        functools.partial(kc.models.R3GAN, gamma=decaying), **FASTER
    ),
}
results = {"GAN": (model, history)}
for name, train_model in REMEDIES.items():
    results[name] = train_model()[:2]

# %%
figure, panels = plt.subplots(1, 5, figsize=(17, 4))
for axes, (name, (trained, _)) in zip(panels, results.items(), strict=True):
    points = trained.sample(2500, seed=0)
    measures = kc.metrics.mode_measures(points, ring.components, ring.std)
    print(
        f"{name:17} modes captured {measures['modes_captured']} of 8, "
        f"high quality {measures['high_quality_3std']:.3f}"
    )
    axes.plot(*real[:400].T, "k.", markersize=3)
    axes.plot(*points[:400].T, ".", color="limegreen", markersize=3)
    axes.set(title=name, xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
plt.show()

# %%
plt.figure(figsize=(7, 3))
for name, (_, logs) in results.items():
    plt.plot(logs["clusters_ratio"], label=name)
plt.axhline(0.5, color="grey", linestyle=":")
plt.xlabel("epoch")
plt.ylabel("clusters hit")
plt.ylim(0, 1.2)
plt.legend()
plt.show()

# %% [markdown]
# ## How reliable is this?
#
# This is one seed and a short training. A larger packing, such as 4, covers all
# modes here but needs a longer training for its quality. A remedy can only be
# judged over many seeds; the package trains many seeds of small networks as one
# model with stacked weights: `kc.models.stack()`. The documentation page on
# mode collapse has a table of all remedies over ten seeds.
#
# Remedies can be combined with one another and with every variant, including
# `DesignGAN`. They are also flags of the command line:
# `--packing 2 --unrolled_steps 5`,
# `--variant r3gan`, `--diversity mode-seeking`, `--on_collapse restore`.
