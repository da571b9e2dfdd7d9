"""Summary of a run: its verdict and main facts."""

from keras_creative import callbacks
from keras_creative.files import read_record
from keras_creative.reports.numbers import number
from keras_creative.reports.pieces import Section, definitions
from keras_creative.runs.progress import duration
from keras_creative.runs.run_verdict import verdict_of

_MOST_NAMED = 50


def summary_section(records):
    """Verdict, facts and skipped files of each run.

    Args:
        records: List of `RunRecord`.
    """
    parts = [_summary(record) for record in records]
    return Section("summary", "At a glance", parts=parts)


def _summary(record):
    settings, rows = record.settings, record.rows
    config = record.config
    recipe = config.get("name") or config.get("recipe", "recipe")
    kind = settings.get("variant") or settings.get("likelihood")
    made = rows[-1]["epoch"] if rows else 0
    facts = {
        "recipe": f"{recipe}, {kind}" if kind else recipe,
        "data": data_name(record),
        "examples": _examples(record),
        "epochs": f"{made} of {settings.get('epochs', '?')}",
        "training time": _training_time(record),
        "seed": settings.get("seed"),
        "commit": (config.get("git_commit") or "none")[:10],
    }
    found = verdict_of(settings, rows, record.measurements, _times(record))
    return [
        {"kind": "verdict", **found._asdict()},
        definitions(facts.items(), "facts"),
        *_skipped(record),
    ]


def data_name(record):
    """Last part of the path of a run's data, or the name of a known data set.

    Args:
        record: `RunRecord`.
    """
    name = str(record.settings.get("data", "unknown"))
    return name.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or name


def _examples(record):
    fingerprint = record.fingerprint or {}
    if "pictures" in fingerprint:
        return f"{number(fingerprint['pictures'])} pictures"
    if record.data is None or record.modality is None:
        return "unknown"
    if hasattr(record.data, "__len__"):
        return f"{number(len(record.data))} {record.modality.plural}"
    return f"unlimited {record.modality.plural}"


def _training_time(record):
    """Total time of all recorded epochs."""
    seconds = [row.get("seconds", 0) for row in _times(record)]
    if not seconds:
        return "unknown"
    made = record.rows[-1]["epoch"] if record.rows else 0
    of = "" if len(seconds) == made else f" for {len(seconds)} epochs"
    return f"{duration(sum(seconds))}{of}"


def _times(record):
    """Rows of times.csv, or none if it is damaged."""
    try:
        return callbacks.read_history(record.path / "times.csv")
    except (OSError, ValueError):
        return []


def _skipped(record):
    """Images that could not be read, during training or now."""
    problems = _noted(record.path / "skipped.json")
    problems |= getattr(record.data, "problems", {})
    if not problems:
        return []
    named = list(problems.items())[:_MOST_NAMED]
    return [{"kind": "skipped", "count": len(problems), "named": named}]


def _noted(path):
    try:
        return read_record(path, []) if path.exists() else {}
    except (OSError, ValueError):
        return {}
