import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks
from keras_creative.models.core.noise import Noise


def make_model(packing=2, cls=models.GAN, num_classes=None, **kwargs):
    keras.utils.set_random_seed(0)
    sizes = {"num_layers": 2, "units": 8}
    model = cls(
        networks.mlp_generator(**sizes),
        networks.mlp_discriminator(
            packing=packing, num_classes=num_classes, **sizes
        ),
        **kwargs,
    )
    model.compile()
    return model


def test_neighbours_make_a_pack():
    model = make_model()
    x = np.arange(12, dtype="float32").reshape(6, 2)
    np.testing.assert_array_equal(model.pack(x), x.reshape(3, 2, 2))
    filled = np.asarray(model.pack(x[:5]))
    np.testing.assert_array_equal(filled[-1], [x[4], x[0]])


def test_packs_see_a_collapse_that_single_samples_hide():
    """One fake point that is real each time; as packs it is told apart.

    n = 512, seed 0: real packs hold different points, fake ones twice one.
    """
    rng = np.random.default_rng(0)
    real = rng.choice([-1.0, 1.0], size=(512, 2)).astype("float32")
    fake = np.repeat(real[::2], 2, axis=0)
    accuracies = {}
    for packing in (1, 2):
        model = make_model(packing)
        optimizer = keras.optimizers.Adam(0.02)
        optimizer.build(model.discriminator.trainable_variables)

        @tf.function
        def step(model=model, optimizer=optimizer):
            return model.minimise(
                lambda: model.discriminator_loss(real, None, fake),
                model.discriminator,
                optimizer,
            )

        for _ in range(100):
            logs = step()
        accuracies[packing] = float(
            logs["d_accuracy_real"] + logs["d_accuracy_fake"]
        )
    assert accuracies[1] < 1.2 < 1.6 < accuracies[2]


def test_classes_are_of_each_sample():
    model = make_model(3, models.DesignGAN, num_classes=4)
    x = np.random.default_rng(0).normal(size=(6, 2)).astype("float32")
    outputs = model.discriminate(model.pack(x))
    assert outputs["class_logits"].shape == (6, 4)
    assert outputs["score"].shape == (2, 1)
    history = model.fit(x, np.arange(6) % 4, batch_size=6, verbose=0).history
    assert np.isfinite(history["classification"][0])


@pytest.mark.parametrize("batch_size, n_critic", [(5, 1), (6, 2)])
def test_packing_must_divide_the_batch(batch_size, n_critic):
    model = make_model(n_critic=n_critic)
    x = np.zeros((12, 2), "float32")
    with pytest.raises(ValueError, match=f"Received: batch_size={batch_size}"):
        model.fit(x, batch_size=batch_size)
    dataset = tf.data.Dataset.from_tensor_slices(x)
    with pytest.raises(ValueError, match=f"Received: batch_size={batch_size}"):
        model.fit(dataset.batch(batch_size, drop_remainder=True))


def test_a_last_batch_that_is_no_multiple_is_filled_up():
    history = make_model().fit(
        np.zeros((5, 2), "float32"), batch_size=4, verbose=0
    )
    assert all(np.isfinite(v[0]) for v in history.history.values())


def test_a_last_batch_of_packs_has_its_classes():
    """5 samples make 3 packs of two; the class head answers for 5."""
    model = make_model(cls=models.DesignGAN, num_classes=3)
    x = np.random.default_rng(0).normal(size=(5, 2)).astype("float32")
    labels = np.array([0, 1, 2, 0, 1])
    for loss, _ in (
        model.discriminator_loss(x, labels, x),
        model.generator_loss(x, x, labels),
    ):
        assert np.isfinite(loss)
    heads = model.discriminate(model.pack(x), n=5)
    assert heads["class_logits"].shape == (5, 3)


def test_other_shapes_are_no_packs():
    with pytest.raises(ValueError, match="must take what `generator` makes"):
        models.GAN(
            networks.dcgan_generator((8, 8, 1), width=4),
            networks.dcgan_discriminator((8, 8, 3), width=4),
        )


def test_each_stacked_member_has_a_boundary_of_its_own():
    """Members whose scores lie 100 apart: boundaries of 55 and of -49.5."""
    game = models.stack([make_model(1, models.R3GAN) for _ in range(2)])
    fake = np.array([[50.0], [58], [-50], [-50]])
    logs = game.judge([[51.0], [61], [-49], [-49]], fake)
    assert float(logs["d_accuracy_real"]) == 3 / 4
    assert float(logs["d_accuracy_fake"]) == 3 / 4


def test_unrolled_steps_draw_each_number_once(monkeypatch):
    """Latents, the generator's noise, and both sides' in each of two steps."""
    model = make_model(1, instance_noise=0.5, unrolled_steps=2)
    drawn = []
    rows = Noise._rows

    def watch(self, draw, shape):
        numbers = rows(self, draw, shape)
        drawn.append(np.ravel(numbers))
        return numbers

    monkeypatch.setattr(Noise, "_rows", watch)
    model.generator_step(np.ones((8, 2), "float32"))
    assert len(drawn) == 6
    numbers = np.concatenate(drawn)
    assert len(np.unique(numbers)) == len(numbers)
