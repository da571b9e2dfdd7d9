"""Pieces of a report: plain data that templates turn into HTML.

A section has parts, one per run, side by side; and pieces for all runs. A part
is a list of pieces. A piece is a dict, and its `kind` the name of its template
in `templates/pieces/`.
"""

import dataclasses
from typing import Any


@dataclasses.dataclass
class Section:
    """A section of the page.

    Args:
        name: Name that links use.
        title: Heading.
        note: Sentence below the heading. Defaults to `""`.
        link: Label in the navigation. Defaults to `""`: it has no link there.
        parts: List of lists of pieces, one list per run. Defaults to none.
        pieces: List of pieces below the parts. Defaults to none.
    """

    name: str
    title: str
    note: str = ""
    link: str = ""
    parts: list[list[dict[str, Any]]] = dataclasses.field(default_factory=list)
    pieces: list[dict[str, Any]] = dataclasses.field(default_factory=list)


def missing(sentence):
    """A note instead of a part that is missing.

    Args:
        sentence: The missing part and the reason.
    """
    return {"kind": "missing", "sentence": sentence}


def text(sentence):
    """A paragraph.

    Args:
        sentence: Its text.
    """
    return {"kind": "text", "text": sentence}


def definitions(pairs, style, heading="", summary=""):
    """A list of names and values.

    Args:
        pairs: Iterable of names and values.
        style: CSS class.
        heading: Heading above it. Defaults to `""`: none.
        summary: Text that opens it. Defaults to `""`: it is always open.
    """
    return {
        "kind": "definitions",
        "pairs": list(pairs),
        "style": style,
        "heading": heading,
        "summary": summary,
    }


def table(caption, heads, rows, summary="", of_runs=False):
    """A table.

    Args:
        caption: What it shows.
        heads: Heads of its columns.
        rows: List of tuples of a head, a list of values, and whether the row
            is marked because they differ.
        summary: Text that opens it. Defaults to `""`: it is always open.
        of_runs: Whether there is a column for each run behind `heads`.
            Defaults to `False`.
    """
    return {
        "kind": "table",
        "caption": caption,
        "heads": heads,
        "rows": rows,
        "summary": summary,
        "of_runs": of_runs,
    }
