"""Shapes that are given to DesIGN's generator."""

import keras
import numpy as np
import pytest
from keras import ops

from keras_creative import losses, models, networks
from keras_creative.models.conditional.design_mask_gan import Given

SQUARE = np.zeros((8, 8, 1))
SQUARE[2:6, 2:6] = 1
BAR = np.zeros((8, 8, 1))
BAR[:, 3:5] = 1


def make(masks=(SQUARE, BAR), **kwargs):
    keras.utils.set_random_seed(0)
    return models.DesignMaskGAN(
        networks.mask_generator((8, 8, 1), 4, width=8),
        networks.dcgan_discriminator((8, 8, 1), 2, width=8),
        masks=masks,
        **kwargs,
    )


def test_samples_have_the_shapes_in_turn_or_those_requested():
    model = make()
    _, masks = model.sample_inputs(3, seed=0)
    np.testing.assert_array_equal(masks, [SQUARE, BAR, SQUARE])
    samples = model.sample(3, seed=0, masks=BAR)
    np.testing.assert_array_equal(samples, model.sample(3, 0, masks=[BAR] * 3))
    assert (samples != model.sample(3, seed=0, masks=SQUARE)).any()
    path = model.interpolate(0, 1, steps=3, masks=BAR)
    np.testing.assert_allclose(path[0], samples_of(model, 0), atol=1e-6)


def samples_of(model, seed):
    [sample] = model.sample(1, seed=[seed], masks=BAR)
    return sample


def test_masks_are_those_of_the_batch():
    model = make(background=1.0, threshold=0.5)
    images = np.full((2, 8, 8, 1), 0.6)
    images[1, 2:6, 2:6] = -1
    masks = model.masks_of(images).numpy()
    assert not masks[0].any()
    np.testing.assert_array_equal(masks[1], SQUARE)


@pytest.mark.slow
def test_shapes_are_learned():
    """Gray squares and bars, seed 0: at most 5 % of the pixels are wrong."""
    rng = np.random.default_rng(0)
    labels = np.arange(256) % 2
    shapes = np.stack([SQUARE, BAR])[labels]
    shades = rng.uniform(0, 1, (256, 1, 1, 1))
    images = np.where(shapes == 1, shades, -1).astype("float32")
    model = make()
    model.compile(
        g_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    )
    model.fit(images, labels, batch_size=32, epochs=60, verbose=0)
    made = losses.object_mask(model.sample(64, seed=0)).numpy()
    wanted = np.stack([SQUARE, BAR] * 32)
    assert (made != wanted).mean() < 0.05


def test_pairs_share_a_mask_and_differ_in_texture(monkeypatch):
    model, seen = make(), []
    loss = model.generator_loss

    def record(real, given, latent, *rest):
        seen.append((given.masks.numpy(), latent.numpy()))
        return loss(real, given, latent, *rest)

    monkeypatch.setattr(model, "generator_loss", record)
    model.compile(run_eagerly=True)
    shapes = np.stack([SQUARE, BAR, SQUARE, BAR, BAR]) * 1.5 - 1
    logs = model.train_on_batch(
        shapes.astype("float32"), np.zeros(5, int), return_dict=True
    )
    masks, latent = seen[0]
    wanted = [SQUARE, SQUARE, SQUARE, SQUARE, BAR]
    np.testing.assert_array_equal(masks, wanted)
    assert (latent[0] != latent[1]).all()
    made = model.generate(latent, Given(None, ops.convert_to_tensor(masks)))
    found = losses.mode_seeking(made, latent, [0, 0, 1, 1, 2])
    assert logs["texture"] > 0 and float(found) > 0


def test_masks_are_saved_as_bits():
    config = make().get_config()
    assert config["masks"][0] == [2, 8, 8, 1] and len(config["masks"][1]) == 32
    again = models.DesignMaskGAN.from_config(config)
    np.testing.assert_array_equal(again.masks, [SQUARE, BAR])


def test_wrong_masks_are_refused():
    with pytest.raises(ValueError, match="zeros and ones"):
        make(masks=[SQUARE * 0.5])
    with pytest.raises(ValueError, match="zeros and ones"):
        make(masks=np.zeros((2, 4, 4, 1)))
    with pytest.raises(ValueError, match="zeros and ones.*3 samples"):
        make().sample(3, masks=np.zeros((2, 8, 8, 1)))
    with pytest.raises(ValueError, match="`generator` must take latent"):
        models.DesignMaskGAN(
            networks.dcgan_generator((8, 8, 1), 4, width=8),
            networks.dcgan_discriminator((8, 8, 1), 2, width=8),
            masks=[SQUARE],
        )
    with pytest.raises(ValueError, match="lambda_m"):
        make(lambda_m=-1.0)
