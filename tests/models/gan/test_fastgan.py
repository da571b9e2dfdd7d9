import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import layers, losses, models, networks
from keras_creative.models.gan import fastgan

SHAPE = (16, 16, 3)


def make_model(**kwargs):
    model = models.FastGAN(
        networks.fastgan_generator(SHAPE, 4, width=2),
        networks.fastgan_discriminator(SHAPE, width=2),
        **kwargs,
    )
    model.compile(keras.optimizers.Adam(0.01), keras.optimizers.Adam(0.01))
    return model


def make_images(n=32):
    rng = np.random.default_rng(0)
    return rng.uniform(-1, 1, (n, *SHAPE)).astype("float32")


def fit(model, epochs=1, **kwargs):
    images = make_images()
    return model.fit(
        images, batch_size=8, epochs=epochs, shuffle=False, verbose=0, **kwargs
    ).history


def test_quarters_by_hand():
    images = tf.reshape(tf.range(4 * 25), (4, 5, 5, 1))
    numbers = tf.constant([0, 1, 2, 3])
    found = fastgan.quarter(images, numbers)[..., 0].numpy()
    assert found[0].tolist() == [[0, 1], [5, 6]]
    assert found[1].tolist() == [[28, 29], [33, 34]]
    assert found[2].tolist() == [[65, 66], [70, 71]]
    assert found[3].tolist() == [[93, 94], [98, 99]]
    larger = fastgan.quarter(images, numbers, (4, 3, 4, 1))
    assert larger.shape == (4, 3, 4, 1) and int(larger[3, 0, 0, 0]) == 86


@pytest.mark.parametrize("sides", [(4, 4), (5, 3)])
def test_shrunk_images_are_means(sides):
    images = np.random.default_rng(0).normal(size=(2, *sides, 1))
    half = [-(-side // 2) for side in sides]
    small = fastgan.shrunk(images.astype("float32"), (None, *half, 1))
    assert small.shape == (2, *half, 1)
    np.testing.assert_allclose(
        small[:, 0, 0], images[:, :2, :2].mean((1, 2)), atol=1e-6
    )


def test_the_reconstruction_loss_by_hand():
    """Decoders that make 0 err by the mean absolute values."""
    model = make_model(lambda_reconstruction=10.0)
    for name in ("decoder", "crop_decoder"):
        last = model.discriminator.get_layer(name).get_layer(f"{name}_last")
        last.set_weights([np.zeros_like(w) for w in last.get_weights()])
    x = np.zeros((4, *SHAPE), "float32")
    x[:, ::2] = 0.5
    latent = tf.zeros((4, 4))
    fake = model.generate(latent)
    arguments = tf.constant(x), None, latent, fake, model.criterion
    plain, _ = model.discriminator_loss(*arguments)
    loss, logs = model.discriminator_loss(
        *arguments, None, model.reconstruction_term
    )
    # Means of 2x2 pixels are 0.25; half of the pixels of a quarter are 0.5.
    assert float(logs["reconstruction"]) == pytest.approx(0.5, abs=1e-5)
    assert float(loss - plain) == pytest.approx(5.0, abs=1e-3)


def test_images_are_reconstructed_as_augmented():
    """Black images made gray by the augmentation have no error."""

    class Gray(layers.DiffAugment):
        def __call__(self, images, noise, probability=1.0):
            return 0.0 * images

    model = make_model(augment=Gray())
    for name in ("decoder", "crop_decoder"):
        last = model.discriminator.get_layer(name).get_layer(f"{name}_last")
        last.set_weights([np.zeros_like(w) for w in last.get_weights()])
    x = -tf.ones((4, *SHAPE))
    latent = tf.zeros((4, 4))
    _, logs = model.discriminator_loss(
        x,
        None,
        latent,
        model.generate(latent),
        model.criterion,
        None,
        model.reconstruction_term,
    )
    assert float(logs["reconstruction"]) == 0


@pytest.mark.slow
def test_the_reconstruction_improves():
    history = fit(make_model(lambda_reconstruction=10.0), epochs=6)
    assert history["reconstruction"][-1] < 0.95 * history["reconstruction"][0]


def test_the_probability_follows_the_scores():
    """Batches of 8 of 80 images, with targets that are always missed."""
    for target, expected in ((0.001, "rises"), (0.999, "stays at 0")):
        augment = layers.AdaptiveAugment(target=target, images=80, interval=1)
        model = make_model(augment=augment, gamma=0.0)
        before = model.augmentation.probability.numpy()
        logs = model.train_step(tf.constant(make_images(8)))
        sign = 2 * float(logs["d_accuracy_real"]) - 1
        moved = float(augment.probability - before)
        wanted = np.clip(0.1 * np.sign(sign - target), 0, 1)
        assert moved == pytest.approx(wanted), expected
        assert float(logs["augment_probability"]) == pytest.approx(wanted)


def test_the_probability_is_saved_and_resumed(tmp_path):
    augment = layers.AdaptiveAugment(target=0.001, images=80, interval=1)
    model = make_model(augment=augment)
    augment.adapt_to(tf.constant(1.0), 40)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert float(loaded.augmentation.probability) == pytest.approx(0.5)
    other = make_model(augment=layers.AdaptiveAugment())
    other.restore_state_from(model)
    assert float(other.augmentation.probability) == pytest.approx(0.5)
    assert other.augmentation.images == 500_000
    make_model().restore_state_from(model)


@pytest.mark.slow
def test_evaluation_does_not_adapt():
    augment = layers.AdaptiveAugment(target=0.001, images=80, interval=1)
    model = make_model(augment=augment)
    model.evaluate(make_images(), batch_size=8, verbose=0)
    assert float(augment.probability) == 0


@pytest.mark.slow
def test_every_gan_takes_an_adaptive_augmentation():
    model = models.GAN(
        networks.dcgan_generator((8, 8, 1), 2, width=2),
        networks.dcgan_discriminator((8, 8, 1), width=2),
        augment=layers.AdaptiveAugment(),
        n_critic=2,
    )
    model.compile("adam", "adam")
    history = model.fit(
        make_images(16)[:, :8, :8, :1], batch_size=8, verbose=0
    ).history
    assert history["augment_probability"] == [0]
    with pytest.raises(ValueError, match="one by one"):
        models.stack([model, model])


def test_discriminators_without_decoders():
    discriminator = networks.dcgan_discriminator(SHAPE, width=2)
    with pytest.raises(ValueError, match="must return reconstruction and"):
        models.FastGAN(
            networks.fastgan_generator(SHAPE, 4, width=2), discriminator
        )
    with pytest.raises(ValueError, match="`lambda_reconstruction` must not"):
        make_model(lambda_reconstruction=-1.0)


def test_it_is_r3gan_without_the_term():
    """With the weight 0, a step equals that of R3GAN."""
    keras.utils.set_random_seed(0)
    model = make_model(lambda_reconstruction=0.0, gamma=2.0)
    other = models.R3GAN(
        keras.models.clone_model(model.generator),
        keras.models.clone_model(model.discriminator),
        gamma=2.0,
    )
    other.compile(keras.optimizers.Adam(0.01), keras.optimizers.Adam(0.01))
    for name in ("generator", "discriminator"):
        weights = getattr(model, name).get_weights()
        getattr(other, name).set_weights(weights)
    assert isinstance(model.criterion, losses.RelativisticPaired)
    x = tf.constant(make_images(8))
    ours, theirs = model.train_step(x), other.train_step(x)
    for name in ("d_loss", "penalty"):
        assert float(ours[name]) == pytest.approx(float(theirs[name]), rel=1e-4)
