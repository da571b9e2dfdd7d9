import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def load_script():
    path = ROOT / "docs" / "draw_architecture.py"
    spec = importlib.util.spec_from_file_location("draw_architecture", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()
IMPORTS = {
    "files": set(),
    "models": {"files"},
    "runs": {"files", "models"},
    "recipes": {"models"},
    "cli": {"files", "recipes", "runs"},
}


def test_picture_is_up_to_date():
    """After a change of the imports: `python docs/draw_architecture.py`."""
    assert script.PICTURE.read_text() == script.draw(script.imports_of())


def test_imports_are_read_from_the_sources(tmp_path):
    package = tmp_path / "house"
    (package / "models").mkdir(parents=True)
    (package / "models" / "__init__.py").write_text(
        "from house import files\nfrom house.models.gan import GAN\n"
    )
    (package / "models" / "gan.py").write_text(
        "import keras\ndef f():\n    import house.checks\n"
    )
    for name in ("__init__", "checks", "files"):
        (package / f"{name}.py").write_text("")
    assert script.imports_of(package) == {
        "checks": set(),
        "files": set(),
        "models": {"checks", "files"},
    }


def test_imports_against_the_direction_of_the_others_are_not_drawn(tmp_path):
    package = tmp_path / "house"
    package.mkdir()
    (package / "runs.py").write_text("import house.recipes\n")
    (package / "recipes.py").write_text(
        "from typing import TYPE_CHECKING\n"
        "def run():\n    from house import files, runs\n"
        "if TYPE_CHECKING:\n    import house.cli\n"
    )
    for name in ("cli", "files"):
        (package / f"{name}.py").write_text("")
    imports = script.imports_of(package)
    assert imports["recipes"] == {"files"}
    assert imports["runs"] == {"recipes"}


def test_rows_lie_above_what_they_import():
    rows = [["files"], ["models"], ["recipes", "runs"], ["cli"]]
    assert script.rows_of(IMPORTS) == rows


def test_packages_that_import_each_other_share_a_row():
    mutual = IMPORTS | {"recipes": {"models", "runs"}}
    mutual["runs"] = {"recipes"}
    assert script.rows_of(mutual)[2] == ["recipes", "runs"]
    assert {("runs", "recipes"), ("recipes", "runs")} <= set(
        script.arrows_of(mutual)
    )


def test_imports_that_follow_from_others_have_no_arrow():
    assert script.arrows_of(IMPORTS) == [
        ("cli", "recipes"),
        ("cli", "runs"),
        ("models", "files"),
        ("recipes", "models"),
        ("runs", "models"),
    ]


def test_boxes_of_a_row_do_not_overlap_and_fit():
    imports = script.imports_of()
    rows = script.rows_of(imports)
    places = script.place(rows, script.arrows_of(imports))
    for row in rows:
        boxes = sorted(places[name] for name in row)
        ends = [x + width for x, _, width in boxes]
        assert boxes[0][0] >= 0 and ends[-1] <= script.WIDTH
        for end, (start, *_) in zip(ends, boxes[1:], strict=False):
            assert end < start
