# %% [markdown]
# # Your own variant
#
# A GAN (generative adversarial network) trains a *generator*, which makes
# samples, against a *discriminator*, which learns to tell them from real data.
# A new variant is a class with a `train_step()` that reads like the algorithm
# of a paper. `AdversarialModel` provides everything else: the networks and
# their optimizers, resumable noise, an averaged generator, saving and sampling.
# This notebook implements a variant that the package does not have, trains it
# on eight Gaussians, and runs the checks that every model of the package
# passes.

# %%
import os
import tempfile
import time
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import tensorflow as tf
from keras import ops

import keras_creative as kc

# %%
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
STEPS = 100 if REDUCED else 3000

# %% [markdown]
# One of the checks compares training on two devices with training on one. A CPU
# can be split into two logical devices before TensorFlow's first operation.

# %%
tf.config.set_logical_device_configuration(
    tf.config.list_physical_devices("CPU")[0],
    [tf.config.LogicalDeviceConfiguration()] * 2,
)
tf.get_logger().setLevel("ERROR")  # hides a message per reduction

# %% [markdown]
# ## The variant
#
# The exponential loss of boosting is $e^{-s}$ for a sample that should have a
# high score $s$, and $e^{s}$ for one that should have a low score. It is
# unbounded, so the scores are limited to $\pm 2$.
#
# - `tracked` lists the names of the logs of a step.
# - `descend()` makes one descent step for one network and changes no other
#   variable. Its function returns the loss and the logs.
# - Every term is a `batch_mean()`, which is correct on several devices, too.
# - `evaluate()` and `validation_data` call the same `train_step()`, but change
#   no variable and use separate noise, so that training is the same with and
#   without validation. In this case `in_training` is `False`.


# %%
@keras.saving.register_keras_serializable(package="my_gans")
class BoostingGAN(kc.models.AdversarialModel):
    """GAN with the exponential loss of boosting."""

    tracked = ("d_loss", "g_loss", "score_gap")

    def train_step(self, data):
        real, _ = self.unpack(data)
        batch_size = ops.shape(real)[0]
        fake = self.generate(self.draw_latent(batch_size))
        d_logs = self.descend(
            "discriminator", lambda: self.discriminator_loss(real, fake)
        )
        latent = self.draw_latent(batch_size)
        g_logs = self.descend("generator", lambda: self.generator_loss(latent))
        self.average_generator()
        return self.track(d_logs | g_logs)

    def discriminator_loss(self, real, fake):
        on_real, on_fake = self.score(real), self.score(fake)
        mean = kc.losses.batch_mean
        loss = mean(ops.exp(-on_real)) + mean(ops.exp(on_fake))
        return loss, {"score_gap": mean(on_real - on_fake)}

    def generator_loss(self, latent):
        score = self.score(self.generate(latent))
        return kc.losses.batch_mean(ops.exp(-score)), {}

    def score(self, samples):
        training = self.in_training
        score = self.discriminator(samples, training=training)["score"]
        return 2 * ops.tanh(ops.cast(score, "float32") / 2)


# %% [markdown]
# ## Training
#
# The class is a `keras.Model`: `compile()`, `fit()`, callbacks, `.keras` files
# and `steps_per_execution` work as usual.

# %%
ring = kc.datasets.load_toy("8Gaussians")
keras.utils.set_random_seed(0)
model = BoostingGAN(
    kc.networks.mlp_generator(), kc.networks.mlp_discriminator(), ema=0.99
)


def falling(rate):
    schedule = keras.optimizers.schedules.CosineDecay(rate, STEPS)
    return keras.optimizers.Adam(schedule, beta_1=0.5)


model.compile(falling(2e-3), falling(4e-3), steps_per_execution=50)
history = model.fit(
    ring.batches(256, labelled=False),
    steps_per_epoch=50,
    epochs=STEPS // 50,
    verbose=0,
)
points = model.sample(2500, seed=0)
measures = kc.metrics.mode_measures(points, ring.components, ring.std)
print(f"modes captured: {measures['modes_captured']} of {len(ring.components)}")
print(f"high quality:   {measures['high_quality_3std']:.3f}")

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.5))
for name in BoostingGAN.tracked:
    left.plot(history.history[name], label=name)
left.set(xlabel="epoch of 50 steps")
left.legend()
real, _ = ring.sample(400)
right.plot(*real.T, "k.", markersize=3, label="real")
right.plot(
    *points[:400].T, ".", color="limegreen", markersize=3, label="generated"
)
right.set(aspect="equal")
right.legend()
plt.show()

# %% [markdown]
# ## Does it pass the checks?
#
# `testing.check_adversarial_model()` builds a small model of the class and runs
# the quick checks: registration, config and saving, the training step of each
# player, logs, noise, seeds and validation. To see them fail, change the class:
# remove the decorator that registers it or a name in `tracked`, or use
# `keras.random.normal` for the noise.


# %%
def make_init_kwargs():
    return {
        "generator": kc.networks.mlp_generator(units=4),
        "discriminator": kc.networks.mlp_discriminator(units=4),
        "ema": 0.9,
    }


kc.testing.check_adversarial_model(BoostingGAN, make_init_kwargs)
print(f"passed {len(kc.testing.QUICK_CHECKS)} checks")

# %% [markdown]
# The slow checks compare eager mode with graph mode and with XLA, a resumed run
# with an uninterrupted one, and two devices with one. One of them is excluded
# here: it loads the saved model in a new process, where a class that was
# written in a notebook does not exist. They take a minute or two.

# %%
subject = kc.testing.Subject(BoostingGAN, make_init_kwargs)
checks = [
    check
    for check in kc.testing.SLOW_CHECKS
    if check is not kc.testing.check_loads_in_a_fresh_process
]
for check in [] if REDUCED else checks:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        check(subject, Path(folder))
    print(f"passed in {time.perf_counter() - start:4.1f} s: {check.__doc__}")

# %% [markdown]
# ## Next steps
#
# - A variant that differs only in its criterion needs no class: pass a
#   `keras_creative.losses.Criterion` to `GAN`, which supports penalties,
#   `n_critic`, packing and the other options.
# - For an additional term, inherit from `GAN`, create the term by `add_term()`
#   and pass it to `generator_step()` or `discriminator_step()` in your
#   `train_step()`, as `DesignGAN` does.
# - In your test suite: `testing.parametrize_with_checks()` makes a test of each
#   check.
