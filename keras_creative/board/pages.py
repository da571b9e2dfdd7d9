"""The files of a board: CSV, Markdown and one HTML page."""

import csv
import math
from pathlib import Path
from typing import Any

from PIL import Image

from keras_creative.board.cases import REFERENCES
from keras_creative.board.columns import COLUMNS, EXTRA, TIMES, Column
from keras_creative.board.pictures import IMAGES_CAPTION, POINTS_CAPTION
from keras_creative.board.suite import TOLD
from keras_creative.files import atomic_path
from keras_creative.reports.images import data_uri
from keras_creative.reports.rendering import make_environment
from keras_creative.version import __version__

_TOLD = {**TOLD, "everything": "real data, not a method"}


def write_pages(folder: Path, board: dict[str, Any]) -> None:
    """Write `board.csv`, `board.md` and `board.html`.

    The page embeds the pictures of the folder `pictures`.

    Args:
        folder: Folder of the board.
        board: Content of `board.json`.
    """
    _write_csv(folder / "board.csv", board)
    _write_text(folder / "board.md", markdown(board))
    _write_text(folder / "board.html", page(board, folder / "pictures"))


def markdown(board: dict[str, Any]) -> str:
    """The board as a Markdown table, with its protocol.

    The seconds are excluded, so that two runs give the same text.

    Args:
        board: Content of `board.json`.
    """
    columns = [c for c in columns_of(board) if c not in TIMES]
    heads = ["method", "told", *(column.title for column in columns)]
    lines = [
        protocol(board),
        "",
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
    ]
    for entry, row in board["rows"].items():
        values = [entry, row["told"], *(shown(row, c) for c in columns)]
        lines.append(f"| {' | '.join(values)} |")
    return "\n".join([*lines, ""])


def page(board: dict[str, Any], pictures: Path) -> str:
    """The board as one self-contained HTML page.

    Args:
        board: Content of `board.json`.
        pictures: Folder of the pictures, one for each entry.

    Raises:
        ImportError: If Jinja2 is missing, which is an extra.
    """
    environment = make_environment("keras_creative.board")
    is_points = board["kind"] == "points"
    return environment.get_template("board.html").render(
        board=board,
        protocol=protocol(board),
        columns=columns_of(board),
        settings=list(board["settings"]),
        shown=shown,
        sort_key=_sort_key,
        told=_TOLD,
        references=list(REFERENCES),
        pictures=_read_pictures(board, pictures),
        caption=POINTS_CAPTION if is_points else IMAGES_CAPTION,
        version=__version__,
    )


def protocol(board: dict[str, Any]) -> str:
    """A sentence about how the board was made.

    Args:
        board: Content of `board.json`.
    """
    seeds = ", ".join(map(str, board["seeds"]))
    count = len(board["settings"])
    return (
        f"{board['line'][:1].upper()}{board['line'][1:]}. {count} setting"
        f"{'s' if count > 1 else ''}; seeds {seeds}; {board['steps']:,} "
        f"training steps of every method; {board['samples']:,} samples of "
        "every trained model; means over settings and seeds."
    )


def columns_of(board: dict[str, Any]) -> list[Column]:
    """The columns that a row of the board has.

    Args:
        board: Content of `board.json`.
    """
    used = set().union(*board["rows"].values())
    return [c for c in (*COLUMNS, *EXTRA, *TIMES) if c.name in used]


def shown(row: dict[str, Any], column: Column) -> str:
    """A number of a row as text.

    Args:
        row: Dict from names of columns to numbers.
        column: The column.

    Returns:
        Text; a dash if there is no such number.
    """
    value = row.get(column.name)
    if value is None or not math.isfinite(value):
        return "–"
    return format(value, column.form)


def _sort_key(row, column):
    """Number that the page sorts by; rows without one come last."""
    value = row.get(column.name)
    return "" if value is None or not math.isfinite(value) else value


def _write_csv(path, board):
    names = ["told", *(c.name for c in columns_of(board)), "runs", "samples"]
    with atomic_path(path) as temporary, open(temporary, "w") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["entry", *names])
        for entry, row in board["rows"].items():
            writer.writerow([entry, *(row.get(name) for name in names)])


def _write_text(path, text):
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _read_pictures(board, folder):
    """The pictures of the entries, embedded."""
    found = []
    for entry, row in board["rows"].items():
        path = folder / f"{entry}.png"
        if path.exists():
            with Image.open(path) as image:
                image = image.convert("RGB")
            found.append(
                {
                    "entry": entry,
                    "line": row["line"],
                    "uri": data_uri(image),
                    "width": image.width,
                    "height": image.height,
                }
            )
    return found
