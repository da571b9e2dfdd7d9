"""Write the tables of creativity.md from the boards in docs/boards.

    python docs/write_boards.py

`keras-creative board NAME --out DIR` writes DIR/board.json; copy it to
docs/boards/NAME.json.
"""

import json
import re
from pathlib import Path

from keras_creative.board.pages import markdown

PAGE = Path(__file__).parent / "creativity.md"
BOARDS = Path(__file__).parent / "boards"
_PLACE = re.compile(
    r"(<!-- board: (\w+) -->\n).*?(<!-- end of board -->)", re.DOTALL
)


def text(page):
    """The page with the current tables.

    Args:
        page: Its present text.
    """

    def table(place):
        begin, name, end = place.groups()
        board = json.loads((BOARDS / f"{name}.json").read_text())
        return f"{begin}{markdown(board)}{end}"

    return _PLACE.sub(table, page)


if __name__ == "__main__":
    PAGE.write_text(text(PAGE.read_text()))
