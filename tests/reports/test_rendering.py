"""Reports as Chromium draws them, at the width of a desk and of a phone."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

from keras_creative.reports import write_report

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))),
    None,
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="needs Chromium, to draw the page"
    ),
]
# A frame as wide as asked for, because windows cannot be narrower than 500.
FRAME = """<!doctype html><meta charset="utf-8">
<body style="margin:0"><iframe src="probed.html"
  style="border:0; width:{width}px; height:{height}px"></iframe>
<script>
addEventListener("message", (event) => {{
  document.body.dataset.found = event.data;
}});
</script>
"""
# Looks at the page, then moves the slider to its start and over a chart.
PROBE = """<script>
addEventListener("load", () => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll("main *")].filter((element) =>
    !element.closest(".scroll, svg") &&
    element.getBoundingClientRect().right > root.clientWidth);
  const images = [...document.images];
  const slider = document.querySelector(".player input");
  slider.value = 0;
  slider.dispatchEvent(new Event("input"));
  const svg = document.querySelector(".chart svg");
  const box = svg.getBoundingClientRect();
  svg.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left}));
  parent.postMessage(JSON.stringify({
    width: innerWidth,
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.map((element) => element.outerHTML.slice(0, 80)),
    images: images.length,
    unloaded: images.filter((i) => !(i.complete && i.naturalWidth)).length,
    epoch: slider.closest(".player").querySelector("output").textContent,
    shown: slider.closest(".player").querySelector("img:not([hidden])").alt,
    hover: document.querySelector(".chart output").textContent,
  }), "*");
});
</script>"""


def draw(report, folder, width, height=2400):
    """What the probe found, the console's lines, and the pixels drawn."""
    html = report.read_text().replace("</body>", PROBE + "</body>")
    (folder / "probed.html").write_text(html)
    frame = folder / "frame.html"
    frame.write_text(FRAME.format(width=width, height=height))
    picture = folder / "screen.png"
    result = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={max(width, 500)},{height}",
            "--virtual-time-budget=5000",
            "--enable-logging=stderr",
            f"--screenshot={picture}",
            "--dump-dom",
            frame.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = re.search('data-found="(.*?)"', result.stdout)
    assert found, result.stderr
    console = [line for line in result.stderr.splitlines() if "CONSOLE" in line]
    with Image.open(picture) as image:
        pixels = np.asarray(image.convert("L"))[:, :width]
    return json.loads(found[1].replace("&quot;", '"')), console, pixels


@pytest.mark.parametrize(
    "width, names",
    [
        (390, ["digits"]),
        (390, ["digits", "wild", "points"]),
        (1280, ["points"]),
        (1280, ["digits", "wild"]),
    ],
)
def test_report_is_drawn(runs, tmp_path, width, names):
    report = write_report([runs[name] for name in names], tmp_path / "r.html")
    found, console, pixels = draw(report, tmp_path, width)
    assert console == []
    assert found["width"] == width
    assert found["overflow"] == 0 and found["wide"] == []
    assert found["images"] > 2 and found["unloaded"] == 0
    assert found["epoch"] == "epoch 1" and found["shown"].endswith("epoch 1")
    assert found["hover"].startswith("epoch 1: 1.5")
    assert pixels.shape == (2400, width)
    for part in np.array_split(pixels, 3):
        assert part.std() > 5
