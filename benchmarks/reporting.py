"""Output of the benchmarks: machine, versions, table, record."""

import json
import os
import platform
from pathlib import Path

import keras_creative_command  # noqa: F401  imports no TensorFlow
from keras_creative.files import atomic_path
from keras_creative.precision import native_bfloat16
from keras_creative.versions import versions


def machine():
    """Processor, number of cores and the processor's bfloat16 support."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    facts = {}
    for key, _, value in (line.partition(":") for line in lines):
        facts.setdefault(key.strip(), value.strip())
    return {
        "cpu": facts.get("model name", platform.processor()),
        "cores": os.cpu_count(),
        "native_bfloat16": native_bfloat16() or [],
    }


def print_table(rows):
    """Print dicts of the same keys as a Markdown table.

    Args:
        rows: List of dicts from column to cell.
    """
    columns = list(rows[0])
    cells = [columns] + [[str(row[c]) for c in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    print("\n".join([lines[0], rule, *lines[1:]]))


def write_record(path, record):
    """Write a record as JSON, with the machine and the versions.

    Args:
        path: The file.
        record: Dict of the results, with n and seeds.
    """
    record = {"machine": machine(), "versions": versions(), **record}
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(record, indent=2) + "\n")
    print(f"written to {path}")
