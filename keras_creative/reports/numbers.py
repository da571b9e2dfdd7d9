"""Numbers of a report as text."""

import math


def number(value):
    """A number, or any other value, in few characters.

    Args:
        value: Number, string, boolean, `None`, or list or dict of these.

    Returns:
        String, not escaped.

    Example:

    >>> from keras_creative.reports.numbers import number
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
