import numpy as np
import pytest

from keras_creative import checks


@pytest.mark.parametrize("value", [2, np.int64(3)])
def test_integers_that_are_large_enough_pass(value):
    checks.check_integers(steps=(value, 2), every=(5, 1))


@pytest.mark.parametrize("value", [1, 2.0, "3", True, None])
def test_other_integers_are_refused(value):
    with pytest.raises(ValueError, match=f"`steps` .* 2. .*steps={value!r}"):
        checks.check_integers(every=(5, 1), steps=(value, 2))


@pytest.mark.parametrize("value", [-1e-9, float("nan")])
def test_negative_weights_are_refused(value):
    checks.check_not_negative(weight=0)
    with pytest.raises(ValueError, match=f"`weight` .*weight={value}"):
        checks.check_not_negative(weight=value)


@pytest.mark.parametrize("value", [0, 1.0, -0.5, "half"])
def test_shares_outside_0_to_1_are_refused(value):
    checks.check_fractions(partial=0.5)
    with pytest.raises(ValueError, match=f"`partial` .*partial={value!r}"):
        checks.check_fractions(partial=value)


def test_a_value_among_no_choices_is_refused():
    checks.check_choice("way", "lerp", {"lerp": 1})
    with pytest.raises(ValueError, match=r"\('lerp',\). Received: way='slerp'"):
        checks.check_choice("way", "slerp", {"lerp": 1})
