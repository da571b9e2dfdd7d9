"""Every measure of a run, beside the protocol by which it was taken."""

from keras_creative.reports.markup import (
    columns,
    missing,
    number,
    section,
    text,
)
from keras_creative.reports.samples import evenly

_MOST_EPOCHS = 5


def measures_section(records):
    """A table for each protocol of each run.

    Args:
        records: List of `RunRecord`.
    """
    return section("measures", "Measures", columns(records, _tables))


def flat(measures, before=""):
    """Measures of measures under one name.

    Args:
        measures: Dict whose values may be such dicts.
        before: What their names begin with. Defaults to `""`.

    Returns:
        Dict without dicts.

    Example:

    >>> from keras_creative.reports.measures import flat
    >>> flat({"modes": {"captured": 8}, "fid": 3.5})
    {'modes captured': 8, 'fid': 3.5}
    """
    items = {}
    for name, value in measures.items():
        if isinstance(value, dict):
            items |= flat(value, f"{before}{name} ")
        else:
            items[f"{before}{name}"] = value
    return items


def _tables(record):
    by_protocol = {}
    for measurement in record.measurements:
        found = by_protocol.setdefault(measurement["protocol"], [])
        found.append((measurement["epoch"], flat(measurement["measures"])))
    return "".join(
        _table(protocol, found) for protocol, found in by_protocol.items()
    ) or missing(record.lacks.get("measures", "There are no measures."))


def _table(protocol, found):
    """Names in rows, the epochs in columns."""
    shown = evenly(found, _MOST_EPOCHS)
    left_out = len(found) - len(shown)
    note = f"; {left_out} more times in metrics.jsonl" if left_out else ""
    names = dict.fromkeys(name for _, measures in shown for name in measures)
    epochs = "".join(
        f'<th scope="col">{_when(epoch)}</th>' for epoch, _ in shown
    )
    rows = "".join(
        f'<tr><th scope="row">{text(name.replace("_", " "))}</th>'
        + "".join(
            f"<td>{text(number(measures.get(name)))}</td>"
            for _, measures in shown
        )
        + "</tr>"
        for name in names
    )
    return (
        '<div class="scroll" tabindex="0" role="region" '
        f'aria-label="Measures: {text(protocol)}">'
        f"<table><caption>{text(protocol + note)}</caption>"
        f'<thead><tr><th scope="col">measure</th>{epochs}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _when(epoch):
    return "at the end" if epoch is None else f"epoch {epoch}"
