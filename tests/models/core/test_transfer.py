import keras
import numpy as np
import pytest

from keras_creative import models, networks
from keras_creative.models.core.transfer import (
    freeze_layers,
    layers_with_weights,
    transfer_weights,
)


def make_model(side=8, width=2, num_classes=None, ema=0.0):
    shape = (side, side, 1)
    return models.GAN(
        networks.dcgan_generator(shape, 2, width),
        networks.dcgan_discriminator(shape, num_classes, width),
        ema=ema,
    )


def weights(network, name):
    return layers_with_weights(network)[name].get_weights()


def test_equal_networks_are_copied_completely():
    model, source = make_model(ema=0.9), make_model(ema=0.9)
    mean = [w + 1 for w in source.averaged_generator.get_weights()]
    source.averaged_generator.set_weights(mean)
    copied = transfer_weights(model, source)
    assert copied.others == {"generator": [], "discriminator": []}
    assert str(copied) == (
        "3 of 3 layers of the generator and 2 of 2 layers of the discriminator"
    )
    for name, player in source.players.items():
        ours = getattr(model, name).get_weights()
        for mine, theirs in zip(
            ours, player.network.get_weights(), strict=True
        ):
            np.testing.assert_array_equal(mine, theirs)
    for mine, theirs in zip(
        model.averaged_generator.get_weights(), mean, strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)


def test_layers_are_compared_by_name_and_shapes():
    """Twice the side: the dense layer has twice the channels."""
    model, source = make_model(16), make_model(8)
    before = weights(model.discriminator, "score")
    copied = transfer_weights(model, source)
    assert copied.fitting["discriminator"] == ["down_0"]
    assert copied.others["discriminator"] == ["down_1", "score"]
    np.testing.assert_array_equal(
        weights(model.discriminator, "down_0")[0],
        weights(source.discriminator, "down_0")[0],
    )
    after = weights(model.discriminator, "score")
    np.testing.assert_array_equal(before[0], after[0])


def test_other_classes():
    copied = transfer_weights(make_model(num_classes=3), make_model())
    assert copied.others["discriminator"] == ["class_logits"]


def test_a_new_average_begins_with_the_copied_generator():
    model, source = make_model(ema=0.9), make_model()
    transfer_weights(model, source)
    np.testing.assert_array_equal(
        model.averaged_generator.get_weights()[0],
        source.generator.get_weights()[0],
    )


def test_a_generator_alone():
    source = models.GeneratorSampler(make_model().generator)
    copied = transfer_weights(make_model(), source)
    assert copied and not copied.fitting["discriminator"]
    assert not transfer_weights(
        make_model(), models.GeneratorSampler(networks.mlp_generator())
    )


def test_layers_of_models_inside():
    inner = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3)], name="in"
    )
    inputs = keras.Input((2,))
    network = keras.Model(
        inputs, keras.layers.Dense(1, name="out")(inner(inputs))
    )
    assert [n.split("/")[0] for n in layers_with_weights(network)] == [
        "in",
        "out",
    ]


def test_frozen_layers_are_not_trained():
    model = make_model(16)
    freeze_layers(model.discriminator, 1)
    model.compile(keras.optimizers.Adam(0.1), keras.optimizers.Adam(0.1))
    before = [weights(model.discriminator, f"down_{i}")[0] for i in (0, 1)]
    images = np.random.default_rng(0).uniform(-1, 1, (8, 16, 16, 1))
    model.fit(images.astype("float32"), batch_size=4, verbose=0)
    after = [weights(model.discriminator, f"down_{i}")[0] for i in (0, 1)]
    np.testing.assert_array_equal(before[0], after[0])
    assert np.abs(before[1] - after[1]).max() > 0.01


@pytest.mark.parametrize("count", [-1, 2, 1.5])
def test_wrong_counts(count):
    with pytest.raises(ValueError, match="`freeze` must be"):
        freeze_layers(make_model().discriminator, count)
