"""Checks of the concepts of a set of tasks."""

import numpy as np


def checked_concepts(concepts, pixels):
    """Numbers of the concepts of pictures.

    Args:
        concepts: Array `(n,)`.
        pixels: Array of pictures, or `None`.

    Returns:
        int32 array.

    Raises:
        ValueError: If they are no integers from 0, one for each picture.
    """
    concepts = np.asarray(concepts)
    count = len(concepts) if pixels is None else len(pixels)
    if (
        concepts.shape != (count,)
        or not np.issubdtype(concepts.dtype, np.integer)
        or not count
        or concepts.min() < 0
    ):
        raise ValueError(
            "`concepts` must be an integer, 0 or more, for each picture. "
            f"Received: concepts of dtype {concepts.dtype} and shape "
            f"{concepts.shape} for {count} pictures"
        )
    return concepts.astype("int32")


def check_names(names, groups, counts):
    """Raise unless each concept has its name, its group and pictures.

    Args:
        names: Tuple of the names of the concepts.
        groups: Tuple of the names of their groups.
        counts: Array of the number of pictures of each concept.

    Raises:
        ValueError: See above.
    """
    different = len(set(names))
    if not different == len(names) == len(groups) == len(counts):
        raise ValueError(
            f"`names` and `groups` must have {len(counts)} entries, one for "
            f"each concept, and names must differ. Received: {different} "
            f"different of {len(names)} names, {len(groups)} groups"
        )
    if not counts.all():
        raise ValueError(
            "`concepts` must have at least 1 picture of each concept. "
            f"Received: concepts without {int(np.argmin(counts))}, named "
            f"{names[int(np.argmin(counts))]!r}"
        )
