import csv
import re

import numpy as np
import pytest
from PIL import Image

from keras_creative.board.columns import summarize
from keras_creative.board.pages import markdown, write_pages

RUN = {"quality": 0.5, "coverage": 1.0, "novelty": 2.0, "uniqueness": 0.25}


def run(hits, **changes):
    return {**RUN, "hits": hits, "asked": 10, "chance": 0.02, **changes}


def board():
    rows = {
        "real-data": summarize([run(10)]) | {"told": "everything"},
        "gan": summarize([run(0, seconds=3.0), run(5, seconds=5.0)])
        | {"told": "nothing"},
    }
    for row in rows.values():
        row["line"] = "a <line>"
    return {
        "suite": "ring",
        "line": "eight Gaussians",
        "kind": "points",
        "steps": 3000,
        "samples": 10,
        "seeds": [0, 1],
        "rows": rows,
        "settings": {"a": rows, "b": rows},
    }


def test_recovery_is_pooled_with_its_exact_interval():
    row = summarize([run(0), run(5)])
    assert (row["recovery"], row["best_run"]) == (0.25, 0.5)
    assert (row["runs"], row["samples"]) == (2, 20)
    assert row["recovery_low"] == pytest.approx(0.08657, abs=1e-5)
    assert row["recovery_high"] == pytest.approx(0.49105, abs=1e-5)


def test_extra_measures_are_averaged_where_all_runs_have_them():
    assert summarize([run(0, objectness=2), run(0, objectness=4)])[
        "objectness"
    ] == pytest.approx(3)
    assert "objectness" not in summarize([run(0, objectness=2), run(0)])


def test_markdown_has_no_seconds():
    text = markdown(board())
    assert text.startswith("Eight Gaussians. 2 settings; seeds 0, 1; 3,000")
    assert "| gan | nothing | 0.500 | 1.000 | 2.00 | 0.2500 |" in text
    assert "seconds" not in text


def test_files(tmp_path):
    (tmp_path / "pictures").mkdir()
    pixels = np.zeros((4, 8, 3), "uint8")
    Image.fromarray(pixels).save(tmp_path / "pictures" / "gan.png")
    write_pages(tmp_path, board())
    with open(tmp_path / "board.csv") as file:
        real, gan = csv.DictReader(file)
    assert gan["entry"] == "gan" and float(gan["seconds"]) == 4
    assert real["seconds"] == "" and float(real["recovery"]) == 1
    page = (tmp_path / "board.html").read_text()
    assert page.count("data:image/png;base64,") == 1
    assert "a &lt;line&gt;" in page and "<line>" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert page.count('class="sortable"') == 2
    assert 'data-key="4.0">4<' in page and 'data-key="">–<' in page
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "board.csv",
        "board.html",
        "board.md",
        "pictures",
    ]
