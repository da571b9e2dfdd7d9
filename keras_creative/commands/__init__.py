"""What all command lines of the package share.

Nothing here imports TensorFlow but `import_tensorflow_quietly()` and
`set_threads()`.
"""

from keras_creative.commands.argument_types import (
    count,
    decay,
    fraction,
    picture_size,
    plain_name,
    positive_float,
    positive_int,
    thread_count,
    weight,
)
from keras_creative.commands.errors import (
    FAILED,
    INTERRUPTED,
    OK,
    TERMINATED,
    USER_ERROR,
    RunFailed,
    UserError,
    outcome,
    run,
    user_errors,
)
from keras_creative.commands.parser import Parser
from keras_creative.commands.requirements import (
    check_exists,
    check_extra,
    check_writable,
    import_tensorflow_quietly,
    set_threads,
)
from keras_creative.commands.signals import stop_on_interrupt
from keras_creative.commands.warning_lines import plain_warnings

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "OK",
    "Parser",
    "RunFailed",
    "TERMINATED",
    "USER_ERROR",
    "UserError",
    "check_exists",
    "check_extra",
    "check_writable",
    "count",
    "decay",
    "fraction",
    "import_tensorflow_quietly",
    "outcome",
    "picture_size",
    "plain_name",
    "plain_warnings",
    "positive_float",
    "positive_int",
    "run",
    "set_threads",
    "stop_on_interrupt",
    "thread_count",
    "user_errors",
    "weight",
]
