import base64
import io
import re
import shutil
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from report_pages import Page
from report_runs import PROTOCOL

import keras_creative
from keras_creative import experiments
from keras_creative.files import write_json
from keras_creative.modalities import parts
from keras_creative.plotting import save_picture
from keras_creative.reports import (
    images,
    neighbors,
    rendering,
    report,
    write_report,
)
from keras_creative.reports.pieces import Section, missing
from keras_creative.reports.proposed import proposed_section
from keras_creative.reports.record import RunRecord
from keras_creative.reports.rendering import render_page
from keras_creative.reports.samples import evenly

SUFFIXES = {".html", ".css", ".js"}


def draw(*pieces):
    """The HTML of pieces."""
    return render_page("", ["run"], [], [Section("a", "A", pieces=pieces)])


def test_default_places(begun, tmp_path, monkeypatch):
    assert write_report(str(begun.path)) == begun.path / "report.html"
    monkeypatch.chdir(tmp_path)
    write_report([begun.path, begun.path])
    assert (tmp_path / "report.html").exists()


def test_page_needs_nothing_else(page):
    links = [a.get(k) for _, a in page.elements for k in ("src", "href")]
    assert all(
        link.startswith(("data:image/png;", "#")) for link in links if link
    )
    assert not re.search(r"https?://|@import|url\(", page.html)
    assert "default-src 'none'" in page.html


def test_page_can_be_listened_to(page):
    assert page.all("html")[0]["lang"] == "en"
    assert all(img["alt"] for img in page.all("img"))
    assert all("aria-label" in svg for svg in page.all("svg"))
    assert all("scope" in th for th in page.all("th"))
    assert all("aria-label" in slider for slider in page.all("input"))


def test_every_log_has_a_curve(page):
    labels = [svg["aria-label"] for svg in page.all("svg")]
    assert [label.split()[0] for label in labels] == ["d_loss", "g_loss", "fid"]
    assert "first 0.7, last 2.5, from 0.7 to 160" in labels[1]
    curves = page.all("path", "curve")
    assert "L" in curves[0]["d"] and "L" not in curves[2]["d"]


def test_every_measure_has_its_protocol(page):
    assert PROTOCOL in page.text
    assert "fid 41.5" in page.text and "modes: hit 7" in page.text
    assert "classes, epoch 3 share 0 share 1" in page.text


def test_measures_of_the_package_are_explained(page):
    assert "What the measures mean n Number of samples measured" in page.text


def test_samples_grow_under_a_slider(page):
    frames = [img for img in page.all("img") if "epoch" in img["alt"]]
    assert [f["data-label"] for f in frames] == [
        "epoch 1",
        "epoch 2",
        "epoch 3",
    ]
    assert ["hidden" in frame for frame in frames] == [True, True, False]
    code = frames[0]["src"].partition(",")[2]
    with Image.open(io.BytesIO(base64.b64decode(code))) as image:
        assert image.size == (46, 19)  # the file's pixels are twice as large


def test_walk_and_neighbors(page):
    alts = [img["alt"] for img in page.all("img")]
    assert sum(alt.startswith("Walk, step") for alt in alts) == 40
    assert "The 40 pictures of the walk, in rows" in alts
    assert sum(alt == "Training picture" for alt in alts) == 27
    assert "Samples of seeds 0 to 8, compared with 24 of 24 tr" in page.text
    assert sum("most novel samples over" in alt for alt in alts) == 1
    assert "Of 256 samples the least novel has" in page.text


def test_verdict_and_training_time(begun, digits, runs, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(runs["digits"], run)
    (run / "history.csv").write_text(
        "epoch,d_accuracy_real,d_accuracy_fake\n1,0.5,0.5\n2,1,0.99\n"
    )
    (run / "times.csv").write_text("epoch,seconds\n1,60.5\n2,60\n")
    page = Page(write_report(run))
    assert (
        "One side has won : the discriminator's accuracy is 0.995 ("
        in page.text
    )
    assert "training time 2 min" in page.text and "2 of 20" in page.text
    (run / "times.csv").write_text("epoch,seconds\n2,100\n")
    assert "2 min for 1 epochs" in Page(write_report(run)).text
    (run / "times.csv").write_text("damaged")
    assert "training time unknown" in Page(write_report(run)).text


def test_settings_and_where_it_was_made(page):
    assert "3 of 20" in page.text  # epochs
    for name in ("lambda_g", "latent_dim", "processor", "keras", "digest"):
        assert f"<dt>{name}</dt>" in page.html


def test_points_are_scatters(runs, tmp_path):
    page = Page(write_report(runs["points"], tmp_path / "p.html"))
    names = [svg["aria-label"] for svg in page.all("svg")]
    assert "Walk through the latent space: hidden, training points" in names[3]
    assert "Samples over training points" in names[4]
    assert page.all("circle") and "median distance of 1,000" in page.text


def test_runs_side_by_side(runs, tmp_path):
    page = Page(write_report([runs["digits"], runs["wild"]], tmp_path / "p"))
    assert not page.all("p", "notice")
    assert len(page.all("div", "columns")) == 6
    assert len(page.all("path", "curve")) == 6
    differing = re.findall(
        r'class="differs"><th.*?>.*?</abbr> (\w+)', page.html
    )
    assert differing == ["lambda_g", "seed"]
    assert "0.1 0.5" in page.text


def test_runs_of_different_data_are_marked(begun, tmp_path):
    recipe = experiments.PointGAN(holdout=(1,))
    points = experiments.RunFolder(tmp_path / "points")
    points.begin(recipe, recipe.load_data().fingerprint)
    page = Page(write_report([begun.path, points.path], tmp_path / "p"))
    assert len(page.all("p", "notice")) == 3  # and that both have just begun
    assert "trained on different data" in page.text
    assert "8Gaussians without the labels 1" in page.text


def test_pieces_are_escaped():
    page = draw(
        missing("<i>"),
        {"kind": "verdict", "state": "<i>", "reason": "<i>", "advice": "<i>"},
        {"kind": "skipped", "count": 1, "named": [("<i>", '"<i>"')]},
    )
    assert "<i>" not in page and page.count("&lt;i&gt;") == 6


def test_a_report_without_jinja(begun, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    rendering.make_environment.cache_clear()
    message = re.escape('jinja2: pip install "keras-creative[report]"')
    with pytest.raises(ImportError, match=message):
        write_report(begun.path)
    assert not (begun.path / "report.html").exists()


def test_every_template_is_installed():
    setup = Path(keras_creative.__file__).parents[1] / "setup.py"
    if not setup.exists():
        pytest.skip("installed without setup.py")
    files = re.findall(r'"(templates/.*?)"', setup.read_text())
    folder = Path(report.__file__).parent
    installed = {path for pattern in files for path in folder.glob(pattern)}
    found = {path for path in folder.rglob("*") if path.suffix in SUFFIXES}
    assert found and found <= installed


def test_samples_that_are_copies_are_marked():
    images = np.zeros((2, 4, 4, 1))
    part = parts.ImageNeighbors(
        seeds=range(3, 5),
        images=images,
        nearest=images[:, np.newaxis],
        distances=np.array([[0.5], [0.0]]),
        among=np.full(9, 0.25),
        compared=12,
        total=24,
        windows=2,
    )
    record = types.SimpleNamespace(
        data=[],
        model="a model",
        seed=3,
        modality=types.SimpleNamespace(
            neighbors=lambda model, data, seed: part, plural="pictures"
        ),
    )
    page = draw(*neighbors._neighbors(record))
    assert re.findall(r"seed (\d) <b>near copy", page) == ["4"]
    assert "2 windows of each of 12 of 24 training pictures" in page
    assert "nearest neighbors the median is 0.25" in page


def test_evenly_keeps_the_ends():
    assert evenly(list(range(100)), 5) == [0, 25, 50, 74, 99]
    assert evenly([7], 4) == [7]


@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_in_the_page_are_exact(channels):
    levels = np.arange(256).reshape(16, 16, 1)
    pixels = np.zeros((16, 16, 3), "uint8")
    pixels[..., :channels] = levels if channels == 3 else levels // 8
    code = images.data_uri(Image.fromarray(pixels)).partition(",")[2]
    with Image.open(io.BytesIO(base64.b64decode(code))) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), pixels)


def test_proposals(begun):
    """The section of what it thinks is new: not made, made, damaged."""
    [found] = proposed_section([RunRecord(begun.path)]).parts
    assert "has not been run" in found[0]["sentence"]
    write_json(begun.path / "proposals.json", {"sentence": "3 proposals."})
    save_picture(begun.path / "proposals.png", np.zeros((8, 8, 3), "uint8"))
    [[text, picture]] = proposed_section([RunRecord(begun.path)]).parts
    assert text["text"] == "3 proposals." and picture["kind"] == "picture"
    (begun.path / "proposals.json").write_text("[]")
    [found] = proposed_section([RunRecord(begun.path)]).parts
    assert "cannot be read" in found[0]["sentence"]
