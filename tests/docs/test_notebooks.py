import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


def load_build():
    path = ROOT / "notebooks" / "build.py"
    spec = importlib.util.spec_from_file_location("notebooks_build", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = load_build()
NAMES = [script.stem for script in build.scripts()]


def test_notebooks_are_those_of_their_scripts():
    """After a change of a script: `python notebooks/build.py`."""
    assert build.out_of_date() == []
    written = {p.stem for p in (ROOT / "notebooks").glob("*.ipynb")}
    assert written == set(NAMES)


def test_a_changed_script_is_out_of_date(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    (tmp_path / "one.py").write_text("# %% [markdown]\n# # One\n\n# %%\n1\n")
    assert build.out_of_date() == ["one"]
    build.main([])
    assert build.out_of_date() == []
    with (tmp_path / "one.py").open("a") as script:
        script.write("2\n")
    assert build.out_of_date() == ["one"]


def test_cells_of_a_script():
    script = "# %% [markdown]\n# # Title\n#\n# Text.\n\n# %%\na = 1\n\nb = 2\n"
    assert build.cells_of(script) == [
        ("markdown", "# Title\n\nText."),
        ("code", "a = 1\n\nb = 2"),
    ]
    with pytest.raises(ValueError, match="must begin with"):
        build.cells_of("a = 1\n" + script)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_opens_in_colab(name):
    script = (ROOT / "notebooks" / f"{name}.py").read_text()
    title, install, *rest = build.notebook_of(script, name)["cells"]
    text = "".join(title["source"])
    assert text.startswith("# ") and f"main/notebooks/{name}.ipynb)" in text
    code = "".join(install["source"])
    assert "find_spec" in code and "%pip install" in code
    assert script.count("KERAS_CREATIVE_REDUCED") == 1


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A folder with few pictures, and what a short run takes."""
    rng = np.random.default_rng(0)
    splits = {"train": 400, "test": 100}
    pictures = {
        f"x_{split}": rng.integers(0, 256, (n, 28, 28)).astype("uint8")
        for split, n in splits.items()
    }
    labels = {
        f"y_{split}": (np.arange(n) % 10).astype("uint8")
        for split, n in splits.items()
    }
    np.savez(tmp_path / "fashion-mnist.npz", **pictures, **labels)
    for variable, value in {
        "KERAS_CREATIVE_DATA": tmp_path,
        "KERAS_CREATIVE_CACHE": tmp_path / "cache",
        "KERAS_CREATIVE_REDUCED": 1,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "MPLCONFIGDIR": tmp_path / "matplotlib",
    }.items():
        monkeypatch.setenv(variable, str(value))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_notebook_runs(name, workplace):
    """In a fresh kernel where there are kernels, else in a fresh process."""
    if importlib.util.find_spec("nbclient") and importlib.util.find_spec(
        "ipykernel"
    ):
        run_in_kernel(ROOT / "notebooks" / f"{name}.ipynb", workplace)
    else:
        run_in_process(ROOT / "notebooks" / f"{name}.py", workplace)


def run_in_kernel(path, folder):
    import nbclient
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=place).execute()
    outputs = [o for c in notebook.cells for o in c.get("outputs", ())]
    assert any("image/png" in o.get("data", ()) for o in outputs)


def run_in_process(path, folder):
    subprocess.run(
        [sys.executable, path],
        check=True,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg"},
        timeout=300,
    )


def test_an_error_fails_either_run(workplace):
    script = workplace / "wrong.py"
    script.write_text("1 / 0\n")
    with pytest.raises(subprocess.CalledProcessError):
        run_in_process(script, workplace)
