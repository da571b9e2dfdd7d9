"""Lists of the checks, and functions that run them."""

import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from keras_creative.testing.devices import (
    check_two_devices_equal_one,
    check_uneven_devices_equal_one,
)
from keras_creative.testing.executions import (
    check_eager_equals_graph,
    check_fits_arrays_and_datasets,
    check_mixed_bfloat16_is_finite,
    check_steps_per_execution,
    check_xla_equals_graph,
)
from keras_creative.testing.fresh_process import (
    check_loads_in_a_fresh_process,
)
from keras_creative.testing.randomness import (
    check_noise_differs_between_batches,
    check_samples,
    check_seed_fixes_the_run,
)
from keras_creative.testing.resuming import (
    check_resumes_by_backup_and_restore,
    check_resumes_from_a_saved_model,
)
from keras_creative.testing.saving import (
    check_config_round_trip,
    check_is_registered,
    check_saves_and_loads,
)
from keras_creative.testing.subject import Subject
from keras_creative.testing.training import (
    check_history_is_the_trackers,
    check_logs_are_tracked,
    check_nan_stops_the_run,
    check_players_have_optimizers,
    check_players_train_alone,
    check_terms_have_own_names,
    check_validation_changes_nothing,
)

QUICK_CHECKS = (
    check_is_registered,
    check_config_round_trip,
    check_players_have_optimizers,
    check_samples,
    check_logs_are_tracked,
    check_terms_have_own_names,
    check_history_is_the_trackers,
    check_players_train_alone,
    check_noise_differs_between_batches,
    check_seed_fixes_the_run,
    check_validation_changes_nothing,
    check_nan_stops_the_run,
    check_saves_and_loads,
)
SLOW_CHECKS = (
    check_eager_equals_graph,
    check_fits_arrays_and_datasets,
    check_loads_in_a_fresh_process,
    check_mixed_bfloat16_is_finite,
    check_resumes_by_backup_and_restore,
    check_resumes_from_a_saved_model,
    check_steps_per_execution,
    check_two_devices_equal_one,
    check_uneven_devices_equal_one,
    check_xla_equals_graph,
)
# The same checks apply to models of one, two and more players.
ADVERSARIAL_CHECKS = VAE_CHECKS = QUICK_CHECKS + SLOW_CHECKS


def check_adversarial_model(
    cls: type,
    init_kwargs: Callable[[], dict[str, Any]],
    folder: Path | None = None,
    labels: bool = False,
    data: Callable[[Any], dict[str, Any]] | None = None,
    slow: bool = False,
) -> None:
    """Run the quick checks of the contract on one model class.

    Args:
        cls: A `keras_creative.models.AdversarialModel` class.
        init_kwargs: Function that returns the constructor's arguments as a
            dict, with new networks at every call.
        folder: `pathlib.Path` of an empty folder to write to. Defaults to
            `None`: a temporary one.
        labels: Whether the training data has labels. Defaults to `False`.
        data: Function of the model that returns the data, see `Subject`.
            Defaults to `None`: random samples and labels.
        slow: Whether to run the slow checks as well, see `SLOW_CHECKS`.
            Defaults to `False`.

    Raises:
        AssertionError: If the class breaks the contract.

    Example:

    ```python
    from keras_creative import models, networks, testing


    def make_init_kwargs():
        return {
            "generator": networks.mlp_generator(units=4),
            "discriminator": networks.mlp_discriminator(units=4),
        }


    testing.check_adversarial_model(models.LSGAN, make_init_kwargs)
    ```
    """
    subject = Subject(cls, init_kwargs, labels, data)
    with tempfile.TemporaryDirectory() as temporary:
        parent = Path(folder or temporary)
        for check in ADVERSARIAL_CHECKS if slow else QUICK_CHECKS:
            own = parent / check.__name__
            own.mkdir()
            check(subject, own)


def parametrize_with_checks(
    subjects: Mapping[str, Subject],
    slow: bool = False,
    exclude: Mapping[str, Collection[Callable[..., None]]] | None = None,
) -> Any:
    """Pytest decorator that runs a test with every subject and check.

    Args:
        subjects: Mapping from a name, which is part of the test's id, to a
            `Subject`.
        slow: Whether to add the slow checks, marked `pytest.mark.slow`.
            Defaults to `False`.
        exclude: Mapping from a subject's name to checks that are not run on
            it. Defaults to `None`.

    Returns:
        Decorator of a test with the arguments `subject` and `check`.

    Raises:
        ImportError: If pytest is not installed.

    Example:

    ```python
    from keras_creative import models, networks, testing


    def make_init_kwargs():
        return {
            "generator": networks.mlp_generator(units=4),
            "discriminator": networks.mlp_discriminator(units=4),
        }


    SUBJECTS = {"LSGAN": testing.Subject(models.LSGAN, make_init_kwargs)}


    @testing.parametrize_with_checks(SUBJECTS)
    def test_contract(subject, check, tmp_path):
        check(subject, tmp_path)
    ```

    Reference:

    - `sklearn.utils.estimator_checks.parametrize_with_checks`
    """
    try:
        import pytest
    except ImportError as error:
        raise ImportError(
            "`parametrize_with_checks()` needs pytest: "
            'pip install "keras-creative[test]"'
        ) from error
    exclude = exclude or {}
    unknown = sorted(set(exclude).difference(subjects))
    if unknown:
        raise ValueError(
            "`exclude` must name subjects, which are "
            f"{sorted(subjects)}. Received: {unknown}"
        )
    rows = [
        pytest.param(
            subject,
            check,
            id=f"{name}-{check.__name__}",
            marks=pytest.mark.slow if check in SLOW_CHECKS else (),
        )
        for name, subject in subjects.items()
        for check in (ADVERSARIAL_CHECKS if slow else QUICK_CHECKS)
        if check not in exclude.get(name, ())
    ]
    return pytest.mark.parametrize("subject, check", rows)
