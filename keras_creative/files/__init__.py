"""Files that are either whole or not there, and what may be read of them."""

from keras_creative.files.atomic import (
    as_json,
    atomic_path,
    check_regular_file,
    is_made_up,
    leftovers,
    newer_version,
    parse_json,
    read_record,
    read_text,
    remove_leftovers,
    version_key,
    write_json,
    wrong_kinds,
)

__all__ = [
    "as_json",
    "atomic_path",
    "check_regular_file",
    "is_made_up",
    "leftovers",
    "newer_version",
    "parse_json",
    "read_record",
    "read_text",
    "remove_leftovers",
    "version_key",
    "write_json",
    "wrong_kinds",
]
