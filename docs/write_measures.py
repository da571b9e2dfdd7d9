"""Write measures.md, the table of all measures, from their records."""

from pathlib import Path

from keras_creative.metrics import MEASURES, NEEDS

PAGE = Path(__file__).parent / "measures.md"
_TEXT = """<!-- Written by docs/write_measures.py. -->
# Measures

How good are the samples of a generative model, such as a GAN or a VAE (see the
[glossary](glossary.md))? This page lists all measures. Each is a record with a
name, a function, a meaning, a best value and the data that it needs.
`evaluate` computes all measures whose data are available, or those named by
`--metrics`; reports explain them, and `MetricLogger` accepts their names.
Measures of features are computed when they are named, or with `--features`.
Every measurement is recorded with its protocol, which states the number of
samples and of real examples. Add your own with
`kc.metrics.register_measures()`.

| measure | meaning | best value | needs |
|---|---|---|---|
{measures}

The data that a measure needs:

| name | data |
|---|---|
{needs}
"""


def text():
    """Text of the page."""
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
