"""Starting and resuming a run."""

import dataclasses
from typing import Any

from keras_creative import callbacks
from keras_creative.recipes.recipe import Recipe
from keras_creative.runs.provenance import check_clock
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.session import Session
from keras_creative.runs.transfer import begin_from
from keras_creative.typing import PathLike

_OPEN_ENDED = ("epochs",)


def prepare(
    recipe: Recipe, lower_batch_size: bool = False
) -> tuple[Recipe, Any, Any]:
    """Check a recipe, load its data and create its model.

    Args:
        recipe: Its settings.
        lower_batch_size: Whether a batch size that is too large for the data
            becomes the largest power of two that fits. Defaults to `False`:
            it is an error.

    Returns:
        The recipe, with the batch size that is used; the data; the model.

    Raises:
        ValueError: If a setting is wrong.
        FileNotFoundError: If the data are not found.
    """
    recipe.check_settings()
    data = recipe.load_data()
    if lower_batch_size:
        recipe = _lowered(recipe, data, 1)
    model = recipe.make_model(data)
    batches = recipe.samples_per_step(model) // recipe.batch_size
    most = _largest_batch(data, batches)
    if most is not None and recipe.batch_size > most:
        if not lower_batch_size or not most:
            raise ValueError(_too_large(recipe, data, batches, most))
        recipe = _lowered(recipe, data, batches)
        model = recipe.make_model(data)
    recipe.steps_per_epoch(data, model)
    model.check_batch_size(recipe.samples_per_step(model))
    return recipe, data, model


def _largest_batch(data, batches):
    """Largest batch size if a step uses this number of batches."""
    return len(data) // batches if hasattr(data, "__len__") else None


def _lowered(recipe, data, batches):
    most = _largest_batch(data, batches)
    if not most or recipe.batch_size <= most:
        return recipe
    power = 1 << (most.bit_length() - 1)
    return dataclasses.replace(recipe, batch_size=power)


def _too_large(recipe, data, batches, most):
    steps = f", for {batches} discriminator steps" if batches > 1 else ""
    end = f"; {most} would fit" if most else ""
    return (
        f"`batch_size` must be from 1 to the number of samples, {len(data)}"
        f"{steps}. Received: batch_size={recipe.batch_size}{end}"
    )


def begin(
    recipe: Recipe,
    folder: PathLike,
    override: bool = False,
    name: str | None = None,
    lower_batch_size: bool = False,
    **outputs: Any,
) -> Session:
    """Prepare a run, or resume the one in the folder, see `Recipe.begin()`.

    Args:
        recipe: Its settings.
        folder: The run folder.
        override: Whether to resume a run that has other settings. Defaults to
            `False`.
        name: Name of the recipe, for `config.json`. Defaults to `None`.
        lower_batch_size: See `prepare()`. Defaults to `False`.
        **outputs: See `Session`.

    Returns:
        `Session`, to be trained.

    Raises:
        ValueError: See `Recipe.begin()`.
        FileNotFoundError: If the data are not found.
    """
    check_clock()
    recipe, data, model = prepare(recipe, lower_batch_size)
    folder = RunFolder(folder)
    terms = recipe, data.fingerprint, _OPEN_ENDED, override
    folder.check(*terms)
    folder.lock()
    try:
        saved, epochs_made = callbacks.load_latest(folder.checkpoints)
        folder.check_history(epochs_made, override)
        beginning = ""
        if saved is not None:
            model.restore_state_from(saved)
        else:
            beginning = begin_from(recipe, model)
        session = Session(recipe, data, model, folder, epochs_made, **outputs)
        session.beginning = beginning
        classes = getattr(data, "class_counts", None)
        folder.begin(*terms, name, classes)
    except BaseException:
        folder.release()
        raise
    return session
