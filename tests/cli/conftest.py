import pytest

from keras_creative import experiments


@pytest.fixture
def recipe():
    return experiments.PictureGAN(
        "mnist", width=4, latent_dim=4, batch_size=8, epochs=2, seed=1
    )
