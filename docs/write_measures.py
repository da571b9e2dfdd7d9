"""Writes measures.md, the table of all measures, from their records."""

from pathlib import Path

from keras_creative.metrics import MEASURES, NEEDS

PAGE = Path(__file__).parent / "measures.md"
_TEXT = """<!-- Written by docs/write_measures.py. -->
# Measures

Every measure is a record with a name, a function, a meaning, the best value and
what it needs. `evaluate` computes those whose needs are met, reports explain
them, and `MetricLogger` takes their names. Register measures of your own with
`kc.metrics.register_measures()`.

| name | meaning | best | needs |
|---|---|---|---|
{measures}

What a measure needs:

| need | what it is |
|---|---|
{needs}
"""


def text():
    """The page that the records give."""
    measures = [
        f"| `{measure.name}` | {measure.meaning} | {_best(measure)} "
        f"| {', '.join(f'`{need}`' for need in measure.needs) or '–'} |"
        for measure in sorted(MEASURES.values(), key=lambda m: m.name)
    ]
    needs = [f"| `{need}` | {what} |" for need, what in NEEDS.items()]
    return _TEXT.format(measures="\n".join(measures), needs="\n".join(needs))


def _best(measure):
    if measure.best is None:
        return "–"
    return (
        measure.best if isinstance(measure.best, str) else f"{measure.best:g}"
    )


if __name__ == "__main__":
    PAGE.write_text(text())
