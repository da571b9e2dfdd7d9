# %% [markdown]
# # Turn your photos into paintings
#
# CycleGAN learns to translate between two kinds of pictures without pairs: nobody
# has to paint a photograph for it. It needs some hundred pictures of each kind. Here
# they are small, so that a first result is there within minutes on two cores.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

import keras_creative as kc

REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
SIZE, WIDTH = (16, 4) if REDUCED else (32, 16)
COUNT, STEPS = (8, 4) if REDUCED else (300, 4000)


def show(pixels, width=10):
    plt.figure(figsize=(width, width * pixels.shape[0] / pixels.shape[1]))
    plt.imshow(pixels)
    plt.axis("off")
    plt.show()


# %% [markdown]
# ## Pictures
#
# Name two folders of yours in `PHOTOS` and `PAINTINGS`. Without them, the notebook
# draws simple ones: "photographs" are shaded balls in front of a soft ground,
# "paintings" are flat balls with a dark outline on paper.

# %%
PHOTOS, PAINTINGS = None, None


def balls(count, painted, seed):
    """Pictures of a ball, uint8 `(count, SIZE, SIZE, 3)`."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIZE, :SIZE] / SIZE
    pictures = []
    for _ in range(count):
        center, radius = rng.uniform(0.3, 0.7, 2), rng.uniform(0.15, 0.3)
        color = rng.uniform(0.2, 0.9, 3)
        distance = np.hypot(x - center[0], y - center[1]) / radius
        inside = (distance < 1)[..., np.newaxis]
        if painted:
            paper = np.ones(3) * 0.95 + rng.normal(0, 0.02, (SIZE, SIZE, 3))
            edge = (abs(distance - 1) < 0.15)[..., np.newaxis]
            picture = np.where(edge, 0.1, np.where(inside, color, paper))
        else:
            light = 1 - 0.7 * distance[..., np.newaxis]
            ground = 0.35 + 0.3 * y[..., np.newaxis] * np.ones(3)
            picture = np.where(inside, color * light + 0.15, ground)
        pictures.append(picture)
    return np.clip(255 * np.stack(pictures), 0, 255).astype("uint8")


a = PHOTOS or balls(COUNT, painted=False, seed=0)
b = PAINTINGS or balls(COUNT, painted=True, seed=1)
pairs = kc.datasets.load_pairs(a, b, size=SIZE, mirror=True)
photos, paintings = pairs.sides(8)
show(kc.plotting.image_rows({"photos": photos, "paintings": paintings}))

# %% [markdown]
# ## Four networks
#
# A generator for each direction, and a discriminator for each side. The translation
# of a picture there and back must give the picture again: that is what keeps a
# painting of *this* photograph from becoming just any painting.

# %%
shape = {"image_shape": (SIZE, SIZE, 3), "width": WIDTH}
model = kc.models.CycleGAN(
    kc.networks.resnet_translator(**shape, blocks=3),
    kc.networks.resnet_translator(**shape, blocks=3),
    kc.networks.patch_discriminator(**shape),
    kc.networks.patch_discriminator(**shape),
)
rate = kc.optimizers.LinearDecay(2e-4, STEPS // 2, STEPS // 2)
model.compile(
    g_ab_optimizer=kc.optimizers.Adam(rate, beta_1=0.5),
    g_ba_optimizer=kc.optimizers.Adam(rate, beta_1=0.5),
    d_a_optimizer=kc.optimizers.Adam(rate, beta_1=0.5),
    d_b_optimizer=kc.optimizers.Adam(rate, beta_1=0.5),
)
model.fit(pairs.batches(1), steps_per_epoch=STEPS, verbose=2)

# %% [markdown]
# ## There and back

# %%
painted = model.translate(photos)
rows = {
    "photos": photos,
    "painted": painted,
    "translated back": model.translate_back(painted),
}
show(kc.plotting.image_rows(rows))

# %% [markdown]
# Is the photograph still in the painting? The third row says so if it looks like the
# first. Its mean absolute difference, in pixels from -1 to 1:

# %%
print(float(np.abs(rows["translated back"] - photos).mean()))

# %% [markdown]
# ## With your own pictures
#
# On the command line, with 64 pixels, resumable, and a picture after every epoch:
#
# ```bash
# keras-creative train cyclegan --data photos --target paintings --out runs/cycle
# keras-creative translate runs/cycle photos --out painted
# ```
