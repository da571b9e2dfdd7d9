"""Files that are either complete or absent, and checks of what is read."""

from keras_creative.files.atomic import (
    atomic_path,
    remove_stale_temp_files,
    stale_temp_files,
)
from keras_creative.files.reading import (
    check_regular_file,
    is_system_path,
    read_text,
)
from keras_creative.files.records import (
    as_json,
    parse_json,
    read_record,
    write_json,
    wrong_types,
)
from keras_creative.files.versions import newer_version, version_key

__all__ = [
    "as_json",
    "atomic_path",
    "check_regular_file",
    "is_system_path",
    "stale_temp_files",
    "newer_version",
    "parse_json",
    "read_record",
    "read_text",
    "remove_stale_temp_files",
    "version_key",
    "write_json",
    "wrong_types",
]
