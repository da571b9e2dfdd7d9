import base64
import io
import re
import shutil
import sys
import types
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from report_runs import PROTOCOL, change_config

import keras_creative
from keras_creative import experiments
from keras_creative.modalities import parts
from keras_creative.reports import (
    images,
    neighbors,
    rendering,
    report,
    write_report,
)
from keras_creative.reports.pieces import Section, missing
from keras_creative.reports.record import RunRecord
from keras_creative.reports.rendering import render_page
from keras_creative.reports.samples import evenly

SUFFIXES = {".html", ".css", ".js"}


class Page(HTMLParser):
    """The elements of a report, and its text."""

    def __init__(self, path):
        super().__init__()
        self.html = path.read_text()
        self.elements, self.words = [], []
        self.feed(self.html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, style=None):
        return [
            attrs
            for name, attrs in self.elements
            if name == tag
            and (style is None or style in attrs.get("class", "").split())
        ]


def draw(*pieces):
    """The HTML of pieces."""
    return render_page("", ["run"], [], [Section("a", "A", pieces=pieces)])


@pytest.fixture(scope="module")
def page(runs, tmp_path_factory):
    """The report of a run of pictures."""
    return Page(
        write_report(runs["digits"], tmp_path_factory.mktemp("a") / "p")
    )


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


def test_skipped_files_are_listed(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for index in range(3):
        pixels = np.full((8, 8, 3), 80 * index, "uint8")
        Image.fromarray(pixels).save(folder / f"{index}.png")
    (folder / "<b>notes.jpg").write_text("no picture")
    recipe = experiments.PictureGAN(
        str(folder), size=8, width=2, latent_dim=2, batch_size=2
    )
    run = experiments.RunFolder(tmp_path / "run")
    run.begin(recipe, recipe.load_data().fingerprint)
    page = Page(write_report(run.path))
    assert "1 skipped file <b>notes.jpg: it is no picture" in page.text
    assert "Not measured" in page.text
    run.skipped.write_text('{"cut.png": "it is <cut>"}')
    page = Page(write_report(run.path))
    assert "2 skipped files cut.png: it is <cut> <b>notes.jpg" in page.text
    run.skipped.write_text("damaged")
    assert "1 skipped file" in Page(write_report(run.path)).text


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
    assert len(page.all("div", "columns")) == 5
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


def test_run_that_has_just_begun(begun):
    page = Page(write_report(begun.path))
    for sentence in (
        "There is no history.csv yet.",
        "There is no metrics.jsonl yet.",
        "There is no checkpoint yet.",
        "There is no grid of samples yet.",
    ):
        assert sentence in page.text
    assert "There is no history.csv yet" in page.text and "0 of 20" in page.text


def test_damaged_parts_are_named(runs, tmp_path):
    run = shutil.copytree(runs["digits"], tmp_path / "run")
    (run / "history.csv").write_text("epoch,d_loss\n1,much\n")
    (run / "metrics.jsonl").write_text("{}\n")
    (run / "checkpoints" / "epoch_0003.keras").write_text("no model")
    for path in (run / "samples").iterdir():
        path.write_bytes(path.read_bytes()[:60])
    with pytest.warns(UserWarning, match="is damaged"):
        page = Page(write_report(run))
    for sentence in (
        "line 2: could not convert string to float: 'much'",
        "metrics.jsonl is damaged: A line",
        "checkpoint cannot be loaded: A run goes on from a whole",
        "Samples: no grid can be read.",
    ):
        assert sentence in page.text


@pytest.mark.parametrize("most", [63, 20])
def test_large_grids_are_refused_by_their_header(tmp_path, monkeypatch, most):
    """Pillow itself raises an error of no common kind for the second."""
    Image.fromarray(np.zeros((8, 8, 3), "uint8")).save(tmp_path / "a.png")
    assert images.read_grid(tmp_path / "a.png")[1] == 8
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
    with pytest.raises(ValueError, match=f"it has more than {most} pixels"):
        images.read_grid(tmp_path / "a.png")


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"data": {"pictures": 9}}, "must be those of the training"),
        ({"settings": {"data": "gone.npz"}}, "gone.npz"),
        ({"settings": {"wings": 2}}, "wings"),
    ],
)
def test_data_that_are_not_there(begun, changes, sentence):
    change_config(begun.path, **changes)
    record = RunRecord(begun.path)
    assert record.data is None and sentence in record.lacks["data"]


def test_data_of_an_early_run_are_found_by_its_settings(runs, tmp_path):
    """Its `config.json` does not name the recipe."""
    run = shutil.copytree(runs["digits"], tmp_path / "run")
    change_config(run, recipe=None)
    assert len(RunRecord(run).data) == 24


def test_measures_of_an_early_run(runs, tmp_path):
    run = shutil.copytree(runs["points"], tmp_path / "run")
    (run / "metrics.jsonl").unlink()
    (run / "measures.json").write_text('{"hits": 12}')
    (found,) = RunRecord(run).measurements
    assert found["measures"] == {"hits": 12} and found["epoch"] is None


@pytest.mark.parametrize("text", ["{", "[]", '{"settings": 3}'])
def test_damaged_config_is_refused(begun, text):
    (begun.path / "config.json").write_text(text)
    with pytest.raises(ValueError, match="Received: .*which is damaged"):
        write_report(begun.path)
    assert not (begun.path / "report.html").exists()


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(ValueError, match="holds none"):
        write_report(tmp_path)
    with pytest.raises(ValueError, match=r"Received: runs=\[\]"):
        write_report([])


def test_words_of_others_are_no_html(begun):
    folder = begun.path.rename(begun.path.parent / "<b>me & mine")
    begun = experiments.RunFolder(folder)
    begun.add_measures(1, {"<i>": "<u>"}, "<s>")
    page = Page(write_report(folder))
    assert not {"i", "u", "s"} & {name for name, _ in page.elements}
    assert "<h1>&lt;b&gt;me &amp; mine</h1>" in page.html


def test_pieces_are_escaped():
    page = draw(
        missing("<i>"),
        {"kind": "verdict", "state": "<i>", "reason": "<i>", "advice": "<i>"},
        {"kind": "skipped", "count": 1, "named": [("<i>", '"<i>"')]},
    )
    assert "<i>" not in page and page.count("&lt;i&gt;") == 6


def test_a_report_without_jinja(begun, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    rendering._environment.cache_clear()
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


def test_report_is_whole_or_not_there(begun, monkeypatch):
    write_report(begun.path)
    before = (begun.path / "report.html").read_bytes()
    monkeypatch.setattr(report, "render_page", lambda *_: None)
    with pytest.raises(TypeError):
        write_report(begun.path)
    assert (begun.path / "report.html").read_bytes() == before
    assert not list(begun.path.glob(".report*"))


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


def test_folder_whose_name_is_no_utf8(begun):
    run = begun.path.rename(begun.path.with_name("r\udcffn"))
    page = Page(write_report(run))
    assert "r\\udcffn" in page.text
