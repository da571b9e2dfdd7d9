"""How a run begins, or resumes."""

from typing import Any

from keras_creative import callbacks
from keras_creative.recipes.recipe import Recipe
from keras_creative.runs.provenance import check_clock
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.session import Session
from keras_creative.typing import PathLike

_OPEN_ENDED = ("epochs",)


def begin(
    recipe: Recipe,
    folder: PathLike,
    override: bool = False,
    name: str | None = None,
    **outputs: Any,
) -> Session:
    """Prepare a run, or resume the one in the folder, see `Recipe.begin()`.

    Args:
        recipe: Its settings.
        folder: The run folder.
        override: Whether to resume a run that has other settings. Defaults to
            `False`.
        name: Name of the recipe, for `config.json`. Defaults to `None`.
        **outputs: As for `Session`.

    Returns:
        `Session`, to be trained.

    Raises:
        ValueError: As for `Recipe.begin()`.
        FileNotFoundError: If the data are not found.
    """
    check_clock()
    recipe.check_settings()
    data = recipe.load_data()
    model = recipe.make_model(data)
    recipe.steps_per_epoch(data, model)
    model.check_batch_size(recipe.samples_per_step(model))
    folder = RunFolder(folder)
    terms = recipe, data.fingerprint, _OPEN_ENDED, override
    folder.check(*terms)
    folder.lock()
    try:
        saved, epochs_made = callbacks.load_latest(folder.checkpoints)
        folder.check_history(epochs_made, override)
        if saved is not None:
            model.restore_state_from(saved)
        session = Session(recipe, data, model, folder, epochs_made, **outputs)
        classes = getattr(data, "class_counts", None)
        folder.begin(*terms, name, classes)
    except BaseException:
        folder.release()
        raise
    return session
