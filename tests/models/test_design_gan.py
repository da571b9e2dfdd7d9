import functools

import pytest

from keras_creative import models, networks, testing


def init_kwargs(num_classes=3, **kwargs):
    sizes = {"num_layers": 2, "units": 8}
    return {
        "generator": networks.mlp_generator(**sizes),
        "discriminator": networks.mlp_discriminator(
            num_classes=num_classes, **sizes
        ),
        **kwargs,
    }


SUBJECTS = {
    "labelled": testing.Subject(
        models.DesignGAN,
        functools.partial(init_kwargs, creativity="can", ema=0.9),
        labels=True,
    ),
    "unlabelled-wasserstein": testing.Subject(
        models.DesignGAN,
        functools.partial(
            init_kwargs, num_classes=None, criterion="wasserstein"
        ),
    ),
}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
@pytest.mark.parametrize(
    "check", testing.ADVERSARIAL_CHECKS, ids=lambda check: check.__name__
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)
