"""Type aliases used in the signatures of the package."""

import os
from typing import Any, TypeAlias

import numpy.typing

# A tensor or variable of the backend, a symbolic Keras tensor, or an array that
# Keras converts. Keras does not annotate what its operations return, so a
# narrower type would reject their results.
Tensor: TypeAlias = Any

# An array, or what `numpy.asarray()` accepts: numbers and nested lists.
ArrayLike: TypeAlias = numpy.typing.ArrayLike

# The path of a file or folder.
PathLike: TypeAlias = str | os.PathLike[str]

# Nested dicts of settings, as `get_config()` returns them.
Config: TypeAlias = dict[str, Any]

# The logs that Keras passes to callbacks.
Logs: TypeAlias = dict[str, Any] | None
