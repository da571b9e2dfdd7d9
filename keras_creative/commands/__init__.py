"""What all command lines of the package share.

Nothing here imports TensorFlow except `import_tensorflow_quietly()`.
"""

from keras_creative.commands.argument_types import (
    decay,
    plain_name,
    positive_float,
    positive_int,
    weight,
)
from keras_creative.commands.errors import (
    FAILED,
    INTERRUPTED,
    OK,
    TERMINATED,
    USER_ERROR,
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
)
from keras_creative.commands.signals import stop_on_interrupt
from keras_creative.commands.warning_lines import plain_warnings

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "OK",
    "Parser",
    "TERMINATED",
    "USER_ERROR",
    "UserError",
    "check_exists",
    "check_extra",
    "check_writable",
    "decay",
    "import_tensorflow_quietly",
    "outcome",
    "plain_name",
    "plain_warnings",
    "positive_float",
    "positive_int",
    "run",
    "stop_on_interrupt",
    "user_errors",
    "weight",
]
