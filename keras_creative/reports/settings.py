"""Settings, data and machines of runs."""

from keras_creative.reports.numbers import number
from keras_creative.reports.pieces import Section, definitions, table
from keras_creative.reports.summary import data_name

_ABSENT = "not recorded"


def notices(records):
    """Warnings about the comparability of runs.

    Args:
        records: List of `RunRecord`.
    """
    sentences = []
    data = {_data_of(record) for record in records}
    if len(data) > 1:
        names = "; ".join(
            f"{record.name}: {_data_of(record)}" for record in records
        )
        sentences.append(
            "These runs were trained on different data. Their losses and "
            f"measures cannot be compared directly. {names}."
        )
    for record in records:
        if "history" in record.lacks and not record.rows:
            sentences.append(
                f"{record.name}: {record.lacks['history']} The report is "
                "incomplete."
            )
    return sentences


def settings_section(records):
    """All settings, those that differ first, and the machines of the runs.

    Args:
        records: List of `RunRecord`.
    """
    if len(records) == 1:
        pieces = [
            definitions(pairs.items(), "many", heading=title)
            for title, pairs in _groups(records[0]).items()
        ]
    else:
        pieces = _comparison(records)
    return Section("settings", "Settings", link="Settings", pieces=pieces)


def _comparison(records):
    """Tables of the settings that differ and of the others."""
    groups = [_groups(record) for record in records]
    names = [
        (group, name)
        for group in groups[0]
        for name in dict.fromkeys(n for run in groups for n in run[group])
    ]
    rows = [
        _row(group, name, [run[group].get(name, _ABSENT) for run in groups])
        for group, name in names
    ]
    differing = [row for row in rows if row[-1]]
    same = [row for row in rows if not row[-1]]
    return [
        table(
            f"{len(differing)} that differ",
            ["setting"],
            differing,
            of_runs=True,
        ),
        table(
            "the same in all runs",
            ["setting"],
            same,
            summary=f"{len(same)} that are the same",
            of_runs=True,
        ),
    ]


def _row(group, name, values):
    differs = any(value != values[0] for value in values)
    head = name if group == "Recipe" else f"{name} ({group.lower()})"
    return head, values, differs


def _groups(record):
    """Names and values of `config.json`."""
    config = record.config
    overrides = {
        f"{name}, epoch {entry.get('epoch')}": " to ".join(map(number, change))
        for entry in config.get("overrides") or ()
        for name, change in entry.get("changes", {}).items()
    }
    return {
        "Recipe": {
            "name": config.get("name"),
            "recipe": config.get("recipe"),
            **record.settings,
        },
        "Data": dict(record.fingerprint or {}),
        "Overridden": overrides or {"overrides": None},
        "Machine": {
            "commit": config.get("git_commit"),
            **(config.get("machine") or {}),
            **(config.get("versions") or {}),
        },
    }


def _data_of(record):
    found = number(record.fingerprint) if record.fingerprint else "unknown"
    hidden = record.settings.get("holdout")
    without = f" without the labels {number(hidden)}" if hidden else ""
    return f"{data_name(record)}{without} ({found})"
