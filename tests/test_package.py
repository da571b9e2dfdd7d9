import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import keras_creative

PACKAGE = Path(keras_creative.__file__).parent
RUNS = {"recipes", "runs"}
# Sub-packages from the bottom to the top. Each may import those below it, and
# none of its own row.
ROWS = (
    {"checks", "files", "commands"},
    {"losses", "layers", "datasets", "plotting", "metrics"},
    {"networks"},
    {"models"},
    {"callbacks"},
    RUNS,
    {"experiments"},
    {"reports", "legacy"},
    {"cli", "testing"},
)


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_of(subpackage):
    path = PACKAGE / subpackage
    return path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_imports_run_one_way(row):
    above = set().union(*ROWS[row:])
    for subpackage in ROWS[row]:
        for path in modules_of(subpackage):
            for module in imported_modules(path):
                parts = module.split(".")
                if parts[0] == "keras_creative" and parts[1] in above:
                    own = parts[1] == subpackage or ROWS[row] == RUNS
                    assert own, f"{path} imports {module}"


def test_matplotlib_is_imported_in_functions_only():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "matplotlib" not in ast.unparse(node), path


def run_python(code, **variables):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )


def test_import_is_quick_and_quiet():
    """Adds at most 0.3 s to `import keras`; best of 3 fresh imports."""
    code = (
        "import sys, time, keras, random, numpy as np\n"
        "had_matplotlib = 'matplotlib' in sys.modules\n"
        "state = random.getstate(), np.random.get_state()[1].tolist()\n"
        "times = []\n"
        "for _ in range(3):\n"
        "    for name in [n for n in sys.modules if 'keras_creative' in n]:\n"
        "        del sys.modules[name]\n"
        "    begin = time.perf_counter()\n"
        "    import keras_creative\n"
        "    times.append(time.perf_counter() - begin)\n"
        "assert state == (random.getstate(),"
        " np.random.get_state()[1].tolist())\n"
        "assert had_matplotlib or 'matplotlib' not in sys.modules\n"
        "print(min(times))\n"
    )
    result = run_python(code)
    assert result.returncode == 0, result.stderr
    assert float(result.stdout) < 0.3


def test_another_backend_is_refused_by_name(tmp_path):
    """A stub stands in for JAX: only Keras' answer matters here."""
    code = (
        "import keras\n"
        "keras.backend.backend = lambda: 'jax'\n"
        "import keras_creative\n"
    )
    result = run_python(code)
    assert result.returncode != 0
    assert "KERAS_BACKEND=tensorflow" in result.stderr
    assert "backend='jax'" in result.stderr


def test_command_answers_without_tensorflow():
    code = (
        "import sys\n"
        "sys.argv = ['-m']\n"
        "from keras_creative import cli\n"
        "cli.main(['list'])\n"
        "assert 'tensorflow' not in sys.modules\n"
    )
    assert run_python(code).returncode == 0


def test_lowest_versions_are_those_of_setup():
    root = PACKAGE.parent
    if not (root / "setup.py").exists():
        pytest.skip("installed without setup.py")
    needed = re.findall(r'"([\w-]+)>=([\d.]+)",', _install_requires(root))
    lines = (root / ".ci" / "lowest.txt").read_text().splitlines()
    lowest = dict(line.split("==") for line in lines if "==" in line)
    assert lowest.keys() == dict(needed).keys()
    for name, version in needed:
        assert f"{lowest[name]}.".startswith(f"{version}."), name


def _install_requires(root):
    text = (root / "setup.py").read_text()
    return text[text.index("install_requires") : text.index("extras_require")]


def test_types_are_shipped():
    assert (PACKAGE / "py.typed").exists()


def test_every_library_is_declared():
    """What the package imports outside of functions for extras."""
    root = PACKAGE.parent
    if not (root / "setup.py").exists():
        pytest.skip("installed without setup.py")
    declared = {"PIL": "pillow", "absl": "absl-py"}
    needed = _install_requires(root)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = ast.unparse(node).split()[1].split(".")[0].strip(",")
                if module in sys.stdlib_module_names | {"keras_creative"}:
                    continue
                assert f'"{declared.get(module, module)}>=' in needed, path


def test_subpackages_are_reached_from_the_top():
    assert keras_creative.metrics.mode_measures
    assert keras_creative.__version__
    assert "experiments" in dir(keras_creative)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = keras_creative.nonsense
