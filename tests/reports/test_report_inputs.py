import shutil

import numpy as np
import pytest
from PIL import Image
from report_pages import Page
from report_runs import change_config

from keras_creative import experiments
from keras_creative.reports import images, report, write_report
from keras_creative.reports.record import RunRecord


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
        "checkpoint cannot be loaded: A run resumes from a complete",
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


def test_report_is_whole_or_not_there(begun, monkeypatch):
    write_report(begun.path)
    before = (begun.path / "report.html").read_bytes()
    monkeypatch.setattr(report, "render_page", lambda *_: None)
    with pytest.raises(TypeError):
        write_report(begun.path)
    assert (begun.path / "report.html").read_bytes() == before
    assert not list(begun.path.glob(".report*"))


def test_folder_whose_name_is_no_utf8(begun):
    run = begun.path.rename(begun.path.with_name("r\udcffn"))
    page = Page(write_report(run))
    assert "r\\udcffn" in page.text
