import dataclasses

import pytest

from keras_creative import catalog, losses, networks
from keras_creative.callbacks.collapse_watch import _ACTIONS
from keras_creative.datasets.fitting import FITS
from keras_creative.experiments import (
    POINT_VARIANTS,
    RECIPES,
    VARIANTS,
    DesignMLP,
    FontVAE,
    PictureFlow,
    PictureGAN,
    PictureVAE,
    PointFlow,
    PointGAN,
    setting,
    settings,
)
from keras_creative.models.vae.likelihoods import LIKELIHOODS
from keras_creative.networks.heads import _MINIBATCH_LAYERS
from keras_creative.recipes.settings import (
    absent_settings,
    default_of,
    describe,
    from_json,
)

FAMILIES = [
    PictureFlow,
    PictureGAN,
    PictureVAE,
    PointFlow,
    PointGAN,
    DesignMLP,
    FontVAE,
]


def choices(cls, name):
    return set(describe(cls.__dataclass_fields__[name]).choices)


@pytest.mark.parametrize("cls", FAMILIES)
def test_every_setting_says_what_it_is_for(cls):
    for field in dataclasses.fields(cls):
        text = describe(field).help
        assert text and not text.endswith("."), field.name
        assert f"    {field.name}: " in cls.__doc__


def test_choices_are_those_of_the_package():
    """They are read from the sources, without importing TensorFlow."""
    assert choices(PictureGAN, "creativity") == {*losses.CREATIVITY_LOSSES}
    assert choices(PictureGAN, "penalty") == {*losses.PENALTIES}
    assert choices(PictureGAN, "diversity") == {*losses.DIVERSITY_LOSSES}
    assert choices(PictureGAN, "networks") == {*networks.FAMILIES}
    assert choices(PictureGAN, "minibatch") == {*_MINIBATCH_LAYERS}
    assert choices(PictureGAN, "fit") == {*FITS}
    assert choices(PictureVAE, "likelihood") == {*LIKELIHOODS}
    actions = catalog.names("callbacks/collapse_watch.py", "_ACTIONS")
    assert {*actions} == {*_ACTIONS} - {None}


def test_variants_are_read_by_their_names():
    assert set(PictureGAN.VARIANTS) == set(VARIANTS)
    assert tuple(PointGAN.VARIANTS) == POINT_VARIANTS
    for cls in (PictureGAN, PointGAN):
        names = {field.name for field in dataclasses.fields(cls)}
        for variant in cls.VARIANTS.values():
            assert names >= {*variant.passes, *variant.reads}


def test_every_criterion_is_a_variant():
    used = {variant.criterion for variant in PictureGAN.VARIANTS.values()}
    assert used >= set(losses.CRITERIA)
    assert PictureGAN.VARIANTS["minimax"].model == "GAN"


def test_a_setting_of_ones_own():
    @settings
    class Shouting(PictureGAN):
        """A GAN that shouts.

        Example:

        ```python
        Shouting()
        ```
        """

        loudness: float = setting(0.5, "weight of the loudness", "losses")

    recipe = Shouting("mnist")
    assert recipe.loudness == 0.5 and recipe.data == "mnist"
    assert "loudness: Weight of the loudness. Defaults to `0.5`." in (
        Shouting.__doc__
    )
    assert Shouting.__doc__.index("Args:") < Shouting.__doc__.index("Example:")
    with pytest.raises(dataclasses.FrozenInstanceError):
        recipe.loudness = 2.0


def test_defaults_are_not_shared():
    first, second = PictureGAN(), PictureGAN()
    assert first.few_shot == {} and first.few_shot is not second.few_shot


def test_settings_go_through_json():
    recipe = dataclasses.replace(
        RECIPES["infogan-mnist"], few_shot={3: 4}, holdout=(1,)
    )
    written = {
        **dataclasses.asdict(recipe),
        "few_shot": {"3": 4},
        "holdout": [1],
        "codes": [2, 0],
    }
    assert PictureGAN(**from_json(PictureGAN, written)) == recipe


def test_a_setting_that_came_later_is_absent_from_earlier_runs():
    label_smoothing = PictureGAN.__dataclass_fields__["label_smoothing"]
    assert default_of(label_smoothing) == 0.2
    assert absent_settings(PictureGAN)["label_smoothing"] == 0.0
    assert absent_settings(PictureGAN)["lambda_d"] == 0.5


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"variant": "vae"}, "`variant` must be one of"),
        (
            {"variant": "hinge", "smooth_real": 0.1},
            "'design', 'design-mask', 'gan' read it",
        ),
        ({"fit": "squeeze"}, "Received: fit='squeeze'"),
    ],
)
def test_settings_are_checked(changes, message):
    with pytest.raises(ValueError, match=message):
        PictureGAN(**changes).check_settings()


def test_another_variant_drops_what_it_does_not_read():
    recipe = PictureGAN(smooth_real=0.1, penalty="r1")
    other = recipe.with_variant("wgan-gp")
    assert (other.smooth_real, other.penalty) == (0.0, None)
    assert recipe.with_variant("design").smooth_real == 0.1
