import pytest

from keras_creative.board import Entry, Setting, Suite


@pytest.fixture
def suite():
    """Two entries on two positions of the ring, in few steps."""
    return Suite(
        "tiny",
        "two modes of a ring",
        "points",
        settings=(
            Setting("mode-1", "8Gaussians", (1,)),
            Setting("mode-4", "8Gaussians", (4,)),
        ),
        entries=(
            Entry(
                "gan",
                "nothing",
                "GAN",
                "stacked",
                {"recipe": "PointGAN", "variant": "gan"},
            ),
            Entry(
                "cgan",
                "labels",
                "CGAN",
                "stacked",
                {
                    "recipe": "PointGAN",
                    "variant": "cgan",
                    "attributes": "one-hot",
                },
                asked=True,
            ),
        ),
        steps=4,
        samples=50,
        seeds=(0, 1),
        reduced={"steps": 2},
    )
