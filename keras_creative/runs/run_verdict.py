"""The verdict on a run."""

from keras_creative import callbacks, metrics
from keras_creative.runs.run_folder import RunFolder
from keras_creative.typing import PathLike

# The accuracy of a critic is not used: its gradients do not vanish at 1.
_CRITICS = ("wgan", "wgan-gp")
_ACCURACIES = ("d_accuracy_real", "d_accuracy_fake")


def run_verdict(folder: PathLike) -> metrics.Verdict:
    """Diagnose a run by its newest measures and logs.

    Args:
        folder: The run folder.

    Returns:
        `keras_creative.metrics.Verdict`.

    Raises:
        ValueError: If the folder is not a run, or a file of it is damaged.

    Example:

    ```python
    keras_creative.recipes.PointGAN(epochs=30).run("runs/ring")
    print(run_verdict("runs/ring"))
    ```
    """
    folder = RunFolder(folder)
    return verdict_of(
        folder.read_config()["settings"],
        callbacks.read_history(folder.history),
        folder.measures(),
        callbacks.read_history(folder.times),
    )


def verdict_of(settings, rows, measurements, times=()):
    """Diagnose a run by the contents of its folder.

    Args:
        settings: Dict of the recipe's settings.
        rows: List of the logs of each epoch.
        measurements: List of dicts, see `RunFolder.measures()`. Those of the
            newest measured epoch are used; later ones replace earlier ones.
        times: List of the seconds and steps of each epoch. Defaults to `()`:
            they are unknown.

    Returns:
        `keras_creative.metrics.Verdict`, with advice for these settings.
    """
    measures = _newest(measurements)
    if rows:
        measures["epochs_made"] = rows[-1]["epoch"]
        measures["epochs"] = settings.get("epochs", 0)
    steps = [row.get("steps", 0) for row in times]
    if steps and all(steps) and len(steps) == len(rows):
        measures["steps_made"] = int(sum(steps))
    accuracies = [rows[-1].get(name) for name in _ACCURACIES] if rows else []
    is_critic = settings.get("variant") in _CRITICS
    if accuracies and None not in accuracies and not is_critic:
        measures["d_accuracy"] = sum(accuracies) / len(accuracies)
    if _is_vae(settings):
        # Decoded means of a short latent code are similar.
        measures.pop("uniqueness", None)
    if _creativity(settings):
        measures.pop("class_certainty", None)
    found = metrics.verdict(measures)
    return found._replace(advice=_advice(found, settings))


def _is_vae(settings):
    return "likelihood" in settings


def _creativity(settings):
    """Weight of the creativity loss, or 0."""
    is_design = settings.get("variant") == "design"
    return settings.get("lambda_g", 0) if is_design else 0


def _advice(found, settings):
    """Advice for the settings of the run."""
    if not found.advice:
        return ""
    if _is_vae(settings):
        return "more epochs, a smaller beta, or a longer latent_dim"
    creativity = _creativity(settings)
    smaller = [f"a smaller lambda_g than {creativity:g}"] if creativity else []
    if found.state == "collapsed":
        tried = [*smaller, "more epochs if the run is young", "a lower lr_d"]
        return f"{', '.join(tried)}, or a remedy of docs/mode-collapse.md"
    if found.state == "still learning":
        return ", or ".join(["more epochs", *smaller])
    return found.advice


def _newest(measurements):
    """All measures of the newest measured epoch."""
    epochs = [found["epoch"] or 0 for found in measurements]
    measures = {}
    for epoch, found in zip(epochs, measurements, strict=True):
        if epoch == max(epochs):
            measures |= found["measures"]
    return measures
