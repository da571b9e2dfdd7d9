import pytest

from keras_creative import experiments


@pytest.fixture
def recipe():
    return experiments.PictureGAN(
        "mnist", width=4, latent_dim=4, batch_size=8, epochs=2, seed=1
    )


@pytest.fixture
def no_data(monkeypatch):
    """No folder of data, and a failure where one would be downloaded."""

    def load_data():
        raise AssertionError("the data were looked for")

    monkeypatch.delenv("KERAS_CREATIVE_DATA", raising=False)
    for name in ("mnist", "fashion_mnist", "cifar10"):
        monkeypatch.setattr(f"keras.datasets.{name}.load_data", load_data)
