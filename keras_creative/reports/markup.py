"""Small pieces of HTML."""

import html
import math

text = html.escape
_MOST_COLUMNS = 4


def number(value):
    """A number, or what else stands in its place, in few characters.

    Args:
        value: Number, string, boolean, `None`, or list or dict of these.

    Returns:
        String, not yet escaped.

    Example:

    >>> from keras_creative.reports.markup import number
    >>> number(0.123456), number(160.4), number(2e-4), number(None)
    ('0.123', '160', '0.0002', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(number, value)) or "none"
    if isinstance(value, dict):
        items = (f"{key}: {number(item)}" for key, item in value.items())
        return ", ".join(items) or "none"
    return str(value)


def _float(value):
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    if value == round(value) and abs(value) < 1e6:
        return f"{value:,.0f}"
    if 1e-5 <= abs(value) < 1e6:
        digits = max(0, 2 - math.floor(math.log10(abs(value))))
        whole, _, rest = f"{value:,.{digits}f}".partition(".")
        return ".".join(filter(None, (whole, rest.rstrip("0"))))
    return f"{value:.2e}"


def section(name, title, body, note=""):
    """A part of the page with a heading that can be linked to.

    Args:
        name: What links call it.
        title: The heading.
        body: HTML below it.
        note: A sentence on what is seen. Defaults to `""`.
    """
    note = f'<p class="note">{text(note)}</p>' if note else ""
    return (
        f'<section id="{name}"><h2>{text(title)}</h2>{note}{body}</section>\n'
    )


def columns(records, draw):
    """What is drawn of each run, side by side.

    Args:
        records: List of `RunRecord`.
        draw: Function from a record to HTML.
    """
    if len(records) == 1:
        return draw(records[0])
    cells = "".join(
        f'<div class="run"><h3>{run_name(records, i)}</h3>{draw(record)}</div>'
        for i, record in enumerate(records)
    )
    count = len(records) if len(records) <= _MOST_COLUMNS else 3
    return f'<div class="columns" style="--count:{count}">{cells}</div>'


def run_name(records, index):
    """Name of a run beside the colour it has in curves.

    Args:
        records: List of `RunRecord`.
        index: Which of them.
    """
    style = f"swatch run-{index % 6}"
    name = text(records[index].name)
    return f'<span class="{style}" aria-hidden="true"></span>{name}'


def missing(sentence):
    """What stands in the place of a part that is not there.

    Args:
        sentence: What is missing, and why.
    """
    return f'<p class="missing">{text(sentence)}</p>'


def definitions(pairs, style=""):
    """A list of names and values.

    Args:
        pairs: Sequence of names and values, not yet escaped.
        style: CSS class. Defaults to `""`.
    """
    items = "".join(
        f"<div><dt>{text(str(name))}</dt><dd>{text(number(value))}</dd></div>"
        for name, value in pairs
    )
    return f'<dl class="{style}">{items}</dl>'
