import pytest

from keras_creative import models, networks


@pytest.fixture(scope="module")
def model():
    model = models.DesignGAN(
        networks.mlp_generator(3, (8, 8, 1), num_layers=2, units=4),
        networks.mlp_discriminator((8, 8, 1), num_layers=2, units=4),
    )
    model.compile()
    return model
