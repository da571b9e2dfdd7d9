"""Write each notebook from its script, which is what people edit.

    python notebooks/build.py

A script is a list of cells in the percent format: `# %%` begins a cell of code,
`# %% [markdown]` one of text, whose lines are comments. The notebook has the
same cells, below its title a badge that opens it in Colab, then a cell that
installs the package where it is missing. It holds no outputs, so that the same
script always gives the same file. jupytext reads the same cells, but adds neither
badge nor installation and gives cells random ids, so that all else would stay.
"""

import argparse
import json
import re
from pathlib import Path

from keras_creative.files import write_json

FOLDER = Path(__file__).parent
REPOSITORY = "keras-creative/keras_creative"
BADGE = (
    "[![Open In Colab]"
    "(https://colab.research.google.com/assets/colab-badge.svg)]"
    "(https://colab.research.google.com/github/"
    f"{REPOSITORY}/blob/main/notebooks/{{name}}.ipynb)"
)
INSTALL = f"""\
import importlib.util

if importlib.util.find_spec("keras_creative") is None:
    %pip install --quiet git+https://github.com/{REPOSITORY}"""
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
_MARKER = re.compile(r"^# %%(.*)\n", re.MULTILINE)


def scripts():
    """Paths of the scripts of notebooks, in the order of their names."""
    return sorted(p for p in FOLDER.glob("*.py") if p.name != "build.py")


def cells_of(script):
    """The cells of a script.

    Args:
        script: Its text.

    Returns:
        List of pairs of a kind, `"code"` or `"markdown"`, and the text.

    Raises:
        ValueError: If the script does not begin with a cell of text.
    """
    before, *parts = _MARKER.split(script)
    cells = []
    for label, text in zip(parts[::2], parts[1::2], strict=True):
        text = text.strip("\n")
        if label.strip() == "[markdown]":
            text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
            cells.append(("markdown", text))
        else:
            cells.append(("code", text))
    if before.strip() or not cells or cells[0][0] != "markdown":
        raise ValueError(
            "A script must begin with `# %% [markdown]`. "
            f"Received: {script[:40]!r}"
        )
    return cells


def notebook_of(script, name):
    """The notebook of a script.

    Args:
        script: Its text.
        name: Name of the notebook, for the badge.

    Returns:
        Dict in the notebook format 4.5.
    """
    (_, title), *rest = cells_of(script)
    heading, _, text = title.partition("\n\n")
    title = "\n\n".join([heading, BADGE.format(name=name), text])
    cells = [("markdown", title), ("code", INSTALL), *rest]
    return {
        "cells": [_cell(i, *cell) for i, cell in enumerate(cells)],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(index, kind, text):
    cell = {
        "cell_type": kind,
        "id": f"cell-{index:02d}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def out_of_date():
    """Names of the notebooks that differ from what their script gives."""
    return [
        script.stem
        for script in scripts()
        if _read(script.with_suffix(".ipynb"))
        != notebook_of(script.read_text(), script.stem)
    ]


def _read(path):
    return json.loads(path.read_text()) if path.exists() else None


def main(argv=None):
    """Write every notebook.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args(argv)
    for script in scripts():
        notebook = notebook_of(script.read_text(), script.stem)
        write_json(script.with_suffix(".ipynb"), notebook)


if __name__ == "__main__":
    main()
