"""Which classes are shown and which are held out."""


def check_holdout(holdout, num_classes):
    """Sorted tuple of held-out labels.

    Args:
        holdout: Iterable of labels.
        num_classes: Number of classes, or `None` where there are no labels.

    Returns:
        Tuple of distinct integers in order.

    Raises:
        ValueError: If a label does not exist, or every one is held out.
    """
    holdout = tuple(sorted({int(label) for label in holdout}))
    if num_classes is None and holdout:
        raise ValueError(
            "`holdout` must be empty where there are no labels. "
            f"Received: holdout={holdout}"
        )
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


def shown_labels(num_classes, holdout):
    """Labels that are not held out.

    Args:
        num_classes: Number of classes, or `None` where there are no labels.
        holdout: Labels that are held out.

    Returns:
        Tuple of integers in order; empty where there are no labels.
    """
    return tuple(k for k in range(num_classes or 0) if k not in holdout)
