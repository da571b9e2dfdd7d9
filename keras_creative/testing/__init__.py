"""The contract of the package's models, as checks for classes of your own.

A class is complete when it passes. `check_adversarial_model()` runs the quick
checks in one call, and `parametrize_with_checks()` makes each a pytest test:

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

`parametrize_with_checks(SUBJECTS, slow=True)` adds `SLOW_CHECKS`: XLA,
replicas, resumed runs, half precision and loading in a new process. The checks
on two replicas need two logical CPUs, configured before TensorFlow starts with
`tf.config.set_logical_device_configuration()`.
"""

from keras_creative.testing.battery import (
    ADVERSARIAL_CHECKS,
    QUICK_CHECKS,
    SLOW_CHECKS,
    VAE_CHECKS,
    check_adversarial_model,
    parametrize_with_checks,
)
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
    load_in_a_fresh_process,
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
from keras_creative.testing.workers import two_workers_equal_one

__all__ = [
    "ADVERSARIAL_CHECKS",
    "QUICK_CHECKS",
    "SLOW_CHECKS",
    "VAE_CHECKS",
    "Subject",
    "check_adversarial_model",
    "check_config_round_trip",
    "check_eager_equals_graph",
    "check_fits_arrays_and_datasets",
    "check_history_is_the_trackers",
    "check_is_registered",
    "check_loads_in_a_fresh_process",
    "check_logs_are_tracked",
    "check_mixed_bfloat16_is_finite",
    "check_nan_stops_the_run",
    "check_noise_differs_between_batches",
    "check_players_have_optimizers",
    "check_players_train_alone",
    "check_resumes_by_backup_and_restore",
    "check_resumes_from_a_saved_model",
    "check_samples",
    "check_saves_and_loads",
    "check_seed_fixes_the_run",
    "check_steps_per_execution",
    "check_terms_have_own_names",
    "check_two_devices_equal_one",
    "check_uneven_devices_equal_one",
    "check_validation_changes_nothing",
    "check_xla_equals_graph",
    "load_in_a_fresh_process",
    "parametrize_with_checks",
    "two_workers_equal_one",
]
