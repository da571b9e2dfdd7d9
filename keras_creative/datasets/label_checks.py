"""Argument validation of the labels that a split holds out or cuts down."""

import numbers
import types

from keras_creative.checks import check_integers

# Names of the classes by the name of a set, in the order of their labels.
KNOWN_CLASSES = {
    "mnist": tuple("0123456789"),
    "fashion-mnist": (
        "t-shirt",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "boot",
    ),
    "cifar10": (
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
}


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
    holdout = _as_labels(holdout)
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


def check_further(dataset, labels):
    """Labels that are held out when some are hidden besides those already.

    Args:
        dataset: Data set with `num_classes`, `holdout` and `few_shot_labels`.
        labels: Iterable of labels.

    Returns:
        Tuple of distinct integers in order.

    Raises:
        ValueError: As `check_holdout()` does, or if a label has few examples.
    """
    holdout = check_holdout({*dataset.holdout, *labels}, dataset.num_classes)
    if set(holdout) & set(dataset.few_shot_labels):
        raise ValueError(
            "`labels` must not have been cut down to few examples before. "
            f"Received: labels={tuple(labels)}, "
            f"few_shot_labels={dataset.few_shot_labels}"
        )
    return holdout


def check_few_shot(dataset, label, k, repeat):
    """Check a label that is to be cut down to few examples.

    Args:
        dataset: Data set with `num_classes`, `holdout` and `few_shot_labels`.
        label: The label.
        k: Number of examples.
        repeat: How often each is shown.

    Raises:
        ValueError: If a number isn't a positive integer, or if the label does
            not exist, is held out, or has few examples already.
    """
    check_integers(k=(k, 1))
    check_integers(repeat=(repeat, 1))
    if label not in range(dataset.num_classes or 0):
        raise ValueError(
            "`label` must be one of the labels of the data set, of which it "
            f"has {dataset.num_classes or 0}. Received: label={label!r}"
        )
    if label in dataset.holdout:
        raise ValueError(
            "`label` must not be held out as well. "
            f"Received: label={label}, holdout={dataset.holdout}"
        )
    if label in dataset.few_shot_labels:
        raise ValueError(
            "`label` must not have been cut down to few examples before. "
            f"Received: label={label}, "
            f"few_shot_labels={dataset.few_shot_labels}"
        )


def check_known(name, holdout=(), few_shot=(), repeat=1):
    """Check the labels of a known set before its files are read.

    Args:
        name: Name of a set; those outside `KNOWN_CLASSES` are not
            checked.
        holdout: Labels that are held out. Defaults to `()`.
        few_shot: Dict from a label to the number of its examples that are
            shown. Defaults to none.
        repeat: How often each of these is shown. Defaults to `1`.

    Raises:
        ValueError: As `check_holdout()` and `check_few_shot()`.
    """
    if name not in KNOWN_CLASSES:
        return
    num_classes = len(KNOWN_CLASSES[name])
    known = types.SimpleNamespace(
        num_classes=num_classes,
        holdout=check_holdout(holdout, num_classes),
        few_shot_labels=(),
    )
    for label, k in dict(few_shot).items():
        check_few_shot(known, label, k, repeat)


def check_hidden(dataset):
    """Labels of which a data set hides examples; raises if there are none.

    Args:
        dataset: Data set with `holdout` and `few_shot_labels`.

    Raises:
        ValueError: If there are none.
    """
    hidden = (*dataset.holdout, *dataset.few_shot_labels)
    if not hidden:
        raise ValueError(
            "`labels` must name at least one label, unless the data set hides "
            f"some already. Received: dataset={dataset.name!r}, of which "
            "nothing is hidden"
        )
    return tuple(sorted(hidden))


def _as_labels(holdout):
    """Distinct integers in order."""
    try:
        labels = list(holdout)
    except TypeError:
        labels = [None]
    integers = all(
        isinstance(label, numbers.Integral) and not isinstance(label, bool)
        for label in labels
    )
    if not integers:
        raise ValueError(
            "`holdout` must be a sequence of labels, which are integers. "
            f"Received: holdout={holdout!r}"
        )
    return tuple(sorted({int(label) for label in labels}))
