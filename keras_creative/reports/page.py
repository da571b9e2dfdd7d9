"""The page around the sections of a report."""

from keras_creative.reports.markup import text
from keras_creative.reports.script import SCRIPT
from keras_creative.reports.style import STYLE
from keras_creative.version import __version__

# Nothing is fetched: pictures are in the page, and so are script and style.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'"
)
_LINKS = {
    "samples": "Samples",
    "curves": "Curves",
    "measures": "Measures",
    "walk": "Walk",
    "neighbours": "Neighbours",
    "settings": "Settings",
}


def page(kind, title, body):
    """A whole page.

    Args:
        kind: What kind of report it is, above the title.
        title: What the report is of.
        body: List of HTML of its parts.

    Returns:
        String, the HTML file.
    """
    links = "".join(
        f'<a href="#{name}">{label}</a>' for name, label in _LINKS.items()
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{text(title)} – {kind}</title>
<style>{STYLE}</style>
</head>
<body>
<header><p class="label">{kind}</p><h1>{text(title)}</h1>
<nav aria-label="Sections">{links}</nav></header>
<main>
{"".join(body)}</main>
<footer>Made by keras_creative {__version__}.</footer>
<script>{SCRIPT}</script>
</body>
</html>
"""
