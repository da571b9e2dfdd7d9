"""Data sets of the old command lines: those at hand, and the others."""

from keras_creative import catalog
from keras_creative.commands import UserError

PICTURE_SETS = tuple(catalog.literal("datasets/images.py", "_DESCRIPTIONS"))

# Those of the originals that cannot be had from here.
FROM_FILES = ("bags", "cifar100", "lsun-bed", "stl10", "svhn")


def check_data(dataset, data):
    """See that a data set that cannot be had is named by a path.

    Args:
        dataset: Value of `--dataset`.
        data: Value of `--data`, or `None`.

    Raises:
        UserError: If it is not.
    """
    if dataset in FROM_FILES and data is None:
        raise UserError(
            f"{dataset} cannot be downloaded from here; name a folder of "
            "its pictures, or an .npz file with x and y, by --data"
        )
