"""The settings of runs, on which data, and where they were made."""

from keras_creative.reports.markup import (
    definitions,
    number,
    run_name,
    section,
    text,
)
from keras_creative.reports.summary import data_name

_ABSENT = "not noted"


def notices(records):
    """What a reader has to know before comparing the runs.

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
                f"{record.name}: {record.lacks['history']} The report shows "
                "what there is."
            )
    return "".join(
        f'<p class="notice" role="note">{text(sentence)}</p>'
        for sentence in sentences
    )


def settings_section(records):
    """All settings, those that differ first, and where the runs were made.

    Args:
        records: List of `RunRecord`.
    """
    if len(records) == 1:
        groups = _groups(records[0])
        body = "".join(
            f"<h3>{title}</h3>{definitions(pairs.items(), 'many')}"
            for title, pairs in groups.items()
        )
    else:
        body = _comparison(records)
    return section("settings", "Settings", body)


def _comparison(records):
    """Tables of the settings that differ and of those that are the same."""
    groups = [_groups(record) for record in records]
    rows = [
        (group, name, [of_run[group].get(name, _ABSENT) for of_run in groups])
        for group in groups[0]
        for name in dict.fromkeys(n for run in groups for n in run[group])
    ]
    differing = [row for row in rows if any(v != row[2][0] for v in row[2])]
    same = [row for row in rows if row not in differing]
    return (
        _table(records, differing, f"{len(differing)} that differ")
        + f"<details><summary>{len(same)} that are the same</summary>"
        + _table(records, same, "the same in all runs")
        + "</details>"
    )


def _table(records, rows, caption):
    heads = "".join(
        f'<th scope="col">{run_name(records, i)}</th>'
        for i in range(len(records))
    )
    lines = "".join(_row(*row) for row in rows)
    return (
        '<div class="scroll" tabindex="0" role="region" '
        f'aria-label="Settings, {text(caption)}"><table class="settings">'
        f"<caption>{text(caption)}</caption><thead><tr>"
        f'<th scope="col">setting</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _row(group, name, values):
    differs = any(value != values[0] for value in values)
    style = ' class="differs"' if differs else ""
    mark = '<abbr title="differs">≠</abbr> ' if differs else ""
    head = name if group == "Recipe" else f"{name} ({group.lower()})"
    cells = "".join(f"<td>{text(number(value))}</td>" for value in values)
    return f'<tr{style}><th scope="row">{mark}{text(head)}</th>{cells}</tr>'


def _groups(record):
    """Names and values of all that `config.json` tells."""
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
