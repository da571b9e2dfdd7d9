"""Data sets of the old command lines."""

from keras_creative import catalog
from keras_creative.commands import UserError

PICTURE_SETS = tuple(catalog.literal("datasets/images.py", "_DESCRIPTIONS"))

# Data sets of the originals that cannot be downloaded.
FROM_FILES = ("bags", "cifar100", "lsun-bed", "stl10", "svhn")


def check_data(dataset, data):
    """Raise if a data set that cannot be downloaded has no path.

    Args:
        dataset: Value of `--dataset`.
        data: Value of `--data`, or `None`.

    Raises:
        UserError: If it has no path.
    """
    if dataset in FROM_FILES and data is None:
        raise UserError(
            f"{dataset} cannot be downloaded; name a folder of "
            "its pictures, or an .npz file with x and y, by --data"
        )
