"""Measures that are requested by name."""

from keras_creative import metrics


def needs_of(names):
    """Needs of registered measures.

    Args:
        names: Names of registered measures.

    Returns:
        Set of names of `keras_creative.metrics.NEEDS`.
    """
    return {need for name in names for need in metrics.MEASURES[name].needs}


def compute(available, found, names=None):
    """Compute measures that are not found yet.

    Args:
        available: Dict from names of `NEEDS` to their values.
        found: Dict of measures, and of groups of measures, that are computed
            already.
        names: Names of the registered measures to return. Defaults to `None`:
            all that can be computed, and all that are found.

    Returns:
        Dict like `found`.

    Raises:
        ValueError: If a measure of this name cannot be computed.
    """
    skip = metrics.measure_names(found)
    if names is None:
        return {**found, **metrics.compute_measures(available, skip)}
    skip |= set(metrics.MEASURES) - set(names)
    computed = metrics.compute_measures(available, skip)
    measures = {**_only(found, names), **computed}
    for name in names:
        if name not in metrics.measure_names(measures):
            raise ValueError(
                "`metrics` must name measures that apply here. "
                f"Received: {name!r}, {_reason(name, available)}"
            )
    return measures


def _only(found, names):
    """The measures of these names, in their groups."""
    kept = {}
    for name, value in found.items():
        if name in names:
            kept[name] = value
        elif isinstance(value, dict) and (inner := _only(value, names)):
            kept[name] = inner
    return kept


def _reason(name, available):
    """Why a measure cannot be computed."""
    measure = metrics.MEASURES[name]
    if measure.function is None:
        return "which is recorded in training only"
    missing = measure.missing(available)
    if "probabilities" in missing:
        return "which needs a classifier of the data, the `referee`"
    if missing:
        return f"which needs {', '.join(missing)}"
    return "which does not apply to these samples"
