import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import networks
from keras_creative.layers import for_training

LATENT = np.random.default_rng(0).normal(size=(16, 64)).astype("float32")


@pytest.fixture(params=["float32", "mixed_bfloat16"])
def generator(request):
    keras.utils.set_random_seed(0)
    keras.config.set_dtype_policy(request.param)
    yield networks.dcgan_generator(width=8)
    keras.config.set_dtype_policy("float32")


def step(network, generator, weights, jit_compile=False):
    """Samples, gradients and weights of one forward and backward pass."""
    generator.set_weights(weights)

    @tf.function(jit_compile=jit_compile)
    def run():
        with tf.GradientTape() as tape:
            samples = network(LATENT, training=True)
            loss = tf.reduce_sum(samples**2 * np.linspace(-1, 1, 32)[:, None])
        return samples, tape.gradient(loss, generator.trainable_variables)

    samples, gradients = run()
    return [samples.numpy(), *map(np.asarray, gradients)] + [
        np.copy(w) for w in generator.get_weights()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("jit_compile", [False, True], ids=["graph", "xla"])
def test_equals_the_network_of_keras(generator, jit_compile):
    """Samples, gradients and moving statistics are equal up to rounding."""
    weights = generator.get_weights()
    fused = for_training(generator)
    expected = step(generator, generator, weights, jit_compile)
    results = step(fused, generator, weights, jit_compile)
    half = generator.dtype_policy.name == "mixed_bfloat16"
    for result, other in zip(results, expected, strict=True):
        scale = max(np.abs(other).max(), 1e-3)
        tolerance = (6e-2 if half else 2e-5) * scale
        np.testing.assert_allclose(result, other, atol=tolerance)
    moved = results[-len(weights) :]
    assert any(np.any(a != b) for a, b in zip(moved, weights, strict=True))


def test_original_network_is_not_changed(generator, tmp_path):
    names = [layer.name for layer in generator.layers]
    fused = for_training(generator)
    np.testing.assert_array_equal(
        fused(LATENT, training=False), generator(LATENT, training=False)
    )
    assert [layer.name for layer in generator.layers] == names
    generator.save(tmp_path / "generator.keras")
    restored = keras.saving.load_model(tmp_path / "generator.keras")
    np.testing.assert_array_equal(restored(LATENT), generator(LATENT))


def test_both_kinds_of_layers_are_computed_faster(generator):
    names = [layer.name for layer in for_training(generator).layers]
    kinds = (keras.layers.BatchNormalization, keras.layers.Conv2DTranspose)
    for kind, prefix in zip(kinds, ("fused_", "fast_"), strict=True):
        slow = [x.name for x in generator.layers if type(x) is kind]
        assert slow and all(prefix + name in names for name in slow)


def test_nothing_is_faster():
    network = networks.mlp_generator()
    assert for_training(network) is network
