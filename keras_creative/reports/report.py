"""Report of one run, or comparison of several runs."""

import os
from collections.abc import Iterable
from pathlib import Path

from keras_creative.files import atomic_path
from keras_creative.reports.charts import charts_section
from keras_creative.reports.measures import measures_section
from keras_creative.reports.neighbors import neighbors_section
from keras_creative.reports.proposed import proposed_section
from keras_creative.reports.record import read_runs
from keras_creative.reports.rendering import render_page
from keras_creative.reports.samples import samples_section
from keras_creative.reports.settings import (
    notices,
    settings_section,
)
from keras_creative.reports.summary import summary_section
from keras_creative.reports.walks import walks_section
from keras_creative.typing import PathLike

_SECTIONS = (
    summary_section,
    samples_section,
    charts_section,
    measures_section,
    walks_section,
    neighbors_section,
    proposed_section,
    settings_section,
)


def write_report(
    runs: PathLike | Iterable[PathLike], out: PathLike | None = None
) -> Path:
    """Write the report of one or several runs as one HTML file.

    It shows the settings, every log as a curve, the development of the fixed
    samples, an interpolation in the latent space, every measure with its
    protocol, and the training examples nearest to some samples. The file is
    self-contained and works offline. It names the parts that a run does not
    have yet.

    Args:
        runs: Path of a run folder, see
            `keras_creative.runs.RunFolder`, or a list of several, whose
            differences are marked.
        out: The HTML file to write. Defaults to `None`: `report.html` in the
            folder of a single run, or in the working directory for several.

    Returns:
        `pathlib.Path` of the file.

    Raises:
        ValueError: If no run is given, a folder is not a run, or its
            `config.json` is damaged.
        ImportError: If Jinja2 is missing, which is in the extra `report`.

    Example:

    ```python
    recipe = keras_creative.recipes.PointGAN()
    recipe.run("runs/ring", epochs=30)
    keras_creative.reports.write_report("runs/ring")
    ```

    From a shell: `keras-creative report runs/ring`.
    """
    paths = [runs] if isinstance(runs, str | os.PathLike) else list(runs)
    records = read_runs(paths)
    if out is None:
        folder = records[0].path if len(records) == 1 else Path()
        out = folder / "report.html"
    one = len(records) == 1
    page = render_page(
        "Report of a run" if one else f"Report of {len(records)} runs",
        [record.name for record in records],
        notices(records),
        [make_section(records) for make_section in _SECTIONS],
    )
    with atomic_path(out) as temporary:
        # Bytes of file names that are not UTF-8 are escaped.
        temporary.write_text(page, encoding="utf-8", errors="backslashreplace")
    return Path(out)
