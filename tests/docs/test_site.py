import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("mkdocs", "material", "mkdocstrings_handlers", "latex2mathml")


@pytest.mark.slow
def test_site_builds_without_a_warning(tmp_path):
    missing = [n for n in NEEDED if importlib.util.find_spec(n) is None]
    if missing:
        pytest.skip(f'needs pip install ".[docs]"; missing: {missing}')
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    built = subprocess.run(
        [*command, "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    page = (tmp_path / "site" / "api" / "models" / "index.html").read_text()
    assert 'id="keras_creative.models.DesignGAN"' in page
    formulas = tmp_path / "site" / "creativity" / "index.html"
    assert "<math" in formulas.read_text()
