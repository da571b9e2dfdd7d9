import keras
import numpy as np
import pytest
import tensorflow as tf
from step_losses import step_losses

from keras_creative import losses, models, networks
from keras_creative.models.gan.scoring import pack, score_statistics


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


def test_neighbors_make_a_pack():
    x = np.arange(12, dtype="float32").reshape(6, 2)
    np.testing.assert_array_equal(pack(x, 2), x.reshape(3, 2, 2))
    assert pack(x, 1) is x
    filled = np.asarray(pack(x[:5], 2))
    np.testing.assert_array_equal(filled[-1], [x[4], x[0]])


@pytest.mark.slow
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
        model.compile("sgd", keras.optimizers.Adam(0.02))
        model.generate = lambda latent, labels=None: fake

        @tf.function
        def step(model=model):
            return model.discriminator_step(real, None, model.criterion)

        for _ in range(100):
            logs = step()
        accuracies[packing] = float(
            logs["d_accuracy_real"] + logs["d_accuracy_fake"]
        )
    assert accuracies[1] < 1.2 < 1.6 < accuracies[2]


def test_classes_are_of_each_sample():
    model = make_model(3, models.DesignGAN, num_classes=4)
    x = np.random.default_rng(0).normal(size=(6, 2)).astype("float32")
    outputs = model.discriminate(pack(x, 3))
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
    found = step_losses(model, x, labels)
    for player in ("discriminator", "generator"):
        assert np.isfinite(found[player][0])
    heads = model.discriminate(pack(x, 2), n=5)
    assert heads["class_logits"].shape == (5, 3)


def test_other_shapes_are_no_packs():
    with pytest.raises(ValueError, match="must accept samples of `generator`"):
        models.GAN(
            networks.dcgan_generator((8, 8, 1), width=4),
            networks.dcgan_discriminator((8, 8, 3), width=4),
        )


class Record(keras.layers.Layer):
    """Keeps its inputs, and returns them."""

    def __init__(self, inputs):
        super().__init__()
        self.record = inputs.append

    def call(self, inputs):
        self.record(inputs)
        return inputs


def make_recorded(seen, **kwargs):
    """A game whose generator returns its noise, and what its networks see."""
    latent, samples = keras.Input((2,)), keras.Input((2,))
    score = keras.layers.Dense(1)(Record(seen)(samples))
    model = models.GAN(
        keras.Model(latent, Record(seen)(latent)),
        keras.Model(samples, {"score": score}),
        instance_noise=0.5,
        **kwargs,
    )
    model.compile("sgd", keras.optimizers.SGD(), run_eagerly=True)
    seen.clear()
    return model


def test_evaluation_draws_each_number_once():
    """Latents and both sides' noise differ, in a batch and between batches."""
    seen = []
    model = make_recorded(seen)
    model.evaluate(np.zeros((8, 2), "float32"), batch_size=4, verbose=0)
    assert len(seen) == 10
    numbers = np.ravel(seen)
    assert len(np.unique(numbers)) == len(numbers)


def test_unrolled_steps_draw_each_number_once():
    """Latents, the generator's noise, and both sides' in each of two steps."""
    seen = []
    model = make_recorded(seen, unrolled_steps=2)
    model.generator_step(np.zeros((8, 2), "float32"), None, model.criterion)
    assert len(seen) == 6
    numbers = np.ravel(seen)
    assert len(np.unique(numbers)) == len(numbers)


def test_relativistic_generators_see_both_sides_with_noise():
    """Their own samples and real ones, each with noise of deviation 0.5."""
    seen = []
    model = make_recorded(seen, criterion="relativistic")
    real = np.ones((500, 2), "float32")
    model.generator_step(real, None, model.criterion)
    fake, on_fake, on_real = map(np.array, seen)
    assert np.std(on_fake - fake) == pytest.approx(0.5, rel=0.1)
    assert np.std(on_real - real) == pytest.approx(0.5, rel=0.1)
    assert not np.allclose(on_fake - fake, on_real - real)


def test_each_stacked_member_has_a_boundary_of_its_own():
    """Members whose scores lie 100 apart: boundaries of 55 and of -49.5."""
    fake = np.array([[50.0], [58], [-50], [-50]])
    real = np.array([[51.0], [61], [-49], [-49]])
    logs = score_statistics(losses.RelativisticPaired(), real, fake, members=2)
    assert float(logs["d_accuracy_real"]) == 3 / 4
    assert float(logs["d_accuracy_fake"]) == 3 / 4


def test_accuracies_and_gap_by_hand():
    logs = score_statistics(
        losses.NonSaturating(),
        [[1.0], [-2.0], [3.0], [0.5]],
        [[-1.0], [0.5]],
        1,
    )
    assert float(logs["d_accuracy_real"]) == 0.75
    assert float(logs["d_accuracy_fake"]) == 0.5
    assert float(logs["score_gap"]) == 0.625 + 0.25


def test_accuracy_of_a_critic_is_taken_at_the_middle():
    logs = score_statistics(
        losses.Wasserstein(), [[10.0], [12.0]], [[8.0], [4.0]], members=1
    )
    assert float(logs["d_accuracy_real"]) == 1
    assert float(logs["d_accuracy_fake"]) == 1


def test_packing_must_divide_each_replicas_part():
    """A batch of 6 is 3 samples on each of two replicas, no packs of 2."""
    devices = [d.name for d in tf.config.list_logical_devices("CPU")[:2]]
    with tf.distribute.MirroredStrategy(devices).scope():
        model = make_model()
    with pytest.raises(ValueError, match="replicas 2. Received: batch_size=6"):
        model.check_batch_size(6)
    model.check_batch_size(8)
