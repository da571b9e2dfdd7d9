"""The page of a report, from Jinja templates."""

import functools
import json

from keras_creative.reports.numbers import number
from keras_creative.version import __version__


def render_page(kind, names, notices, sections):
    """A self-contained page.

    Args:
        kind: What kind of report it is, above the title.
        names: List of the names of the runs.
        notices: List of sentences at the top.
        sections: List of `Section`.

    Returns:
        String, the HTML file.

    Raises:
        ImportError: If Jinja2 is missing, which is an extra.
    """
    return (
        make_environment()
        .get_template("report.html")
        .render(
            kind=kind,
            title=" · ".join(names),
            names=names,
            notices=notices,
            sections=sections,
            version=__version__,
        )
    )


@functools.cache
def make_environment(package=None):
    """Environment of the templates, and of those of another package.

    Args:
        package: Name of a package with a folder `templates`. Defaults to
            `None`: the templates of reports only.

    Returns:
        `jinja2.Environment`.

    Raises:
        ImportError: If Jinja2 is missing, which is an extra.
    """
    try:
        import jinja2
    except ImportError as error:
        raise ImportError(
            'A report needs jinja2: pip install "keras-creative[report]"'
        ) from error
    packages = filter(None, (package, "keras_creative.reports"))
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(name) for name in packages]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    environment.filters["json"] = functools.partial(
        json.dumps, separators=(",", ":")
    )
    return environment
