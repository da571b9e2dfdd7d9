"""Which classes are shown and which are held out."""


def check_holdout(holdout, num_classes):
    """Sorted tuple of held-out labels.

    Args:
        holdout: Iterable of labels.
        num_classes: Number of classes.

    Returns:
        Tuple of distinct integers in order.

    Raises:
        ValueError: If a label does not exist, or every one is held out.
    """
    holdout = tuple(sorted({int(label) for label in holdout}))
    for label in holdout:
        if not 0 <= label < num_classes:
            raise ValueError(
                f"`holdout` must hold labels from 0 to {num_classes - 1}. "
                f"Received: holdout={holdout}"
            )
    if len(holdout) == num_classes:
        raise ValueError(
            "`holdout` must leave at least one label to show. "
            f"Received: holdout={holdout}"
        )
    return holdout
