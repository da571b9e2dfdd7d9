"""All measures of a run, with their protocols."""

from keras_creative import metrics
from keras_creative.reports.pieces import (
    Section,
    definitions,
    missing,
    table,
)
from keras_creative.reports.samples import evenly

_MOST_EPOCHS = 5


def measures_section(records):
    """Tables for each protocol of each run, and the meaning of the measures.

    Args:
        records: List of `RunRecord`.
    """
    return Section(
        "measures",
        "Measures",
        link="Measures",
        parts=[[_tables(record)] for record in records],
        pieces=_key(records),
    )


def flat(measures):
    """Flatten groups of measures.

    Args:
        measures: Dict whose values may be dicts of measures.

    Returns:
        Dict from names to values; a dict of dicts, which is a table, is left
        as it is.

    Example:

    >>> from keras_creative.reports.measures import flat
    >>> flat({"fid": 3.5, "modes": {"captured": 8}, "classes": {"0": {}}})
    {'fid': 3.5, 'modes: captured': 8, 'classes': {'0': {}}}
    """
    items = {}
    for name, value in measures.items():
        if isinstance(value, dict) and not _is_table(value):
            items |= {f"{name}: {k}": v for k, v in flat(value).items()}
        else:
            items[name] = value
    return items


def _tables(record):
    by_protocol = {}
    for measurement in record.measurements:
        found = by_protocol.setdefault(measurement["protocol"], [])
        found.append((measurement["epoch"], flat(measurement["measures"])))
    if not by_protocol:
        return missing(record.lacks["measures"])
    tables = [
        piece
        for protocol, found in by_protocol.items()
        for piece in (_over_epochs(protocol, found), *_by_group(found))
    ]
    return {"kind": "tables", "tables": tables}


def _key(records):
    meanings = {}
    for record in records:
        for measurement in record.measurements:
            meanings |= metrics.explain(measurement["measures"])
    if not meanings:
        return []
    pairs = [(_words(name), meanings[name]) for name in sorted(meanings)]
    return [
        definitions(pairs, "meanings", summary="What the measures mean"),
    ]


def _over_epochs(protocol, found):
    """Table of measures in rows and epochs in columns."""
    shown = evenly(found, _MOST_EPOCHS)
    left_out = len(found) - len(shown)
    note = f"; {left_out} more times in metrics.jsonl" if left_out else ""
    names = dict.fromkeys(
        name
        for _, measures in shown
        for name, value in measures.items()
        if not _is_table(value)
    )
    rows = [
        (_words(name), [measures.get(name) for _, measures in shown], False)
        for name in names
    ]
    heads = ["measure", *(_when(epoch) for epoch, _ in shown)]
    return table(protocol + note, heads, rows)


def _by_group(found):
    """Tables of the newest measurement: groups in rows, measures in columns."""
    epoch, measures = found[-1]
    tables = []
    for name, groups in measures.items():
        if _is_table(groups):
            groups = {group: flat(of) for group, of in groups.items()}
            heads = dict.fromkeys(k for of in groups.values() for k in of)
            rows = [
                (group, [of.get(head) for head in heads], False)
                for group, of in groups.items()
            ]
            heads = ["", *map(_words, heads)]
            tables.append(table(f"{_words(name)}, {_when(epoch)}", heads, rows))
    return tables


def _is_table(value):
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(item, dict) for item in value.values())
    )


def _words(name):
    return name.replace("_", " ")


def _when(epoch):
    return "at the end" if epoch is None else f"epoch {epoch}"
