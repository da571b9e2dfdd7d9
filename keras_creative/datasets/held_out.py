"""Data split into a part for training and a hidden part."""

import typing
from collections.abc import Iterable

import numpy as np

if typing.TYPE_CHECKING:
    from keras_creative.datasets.folders import PictureFolder
    from keras_creative.datasets.mixture import GaussianMixture
    from keras_creative.datasets.pictures import PictureSet

Data = typing.TypeVar(
    "Data", bound="GaussianMixture | PictureSet | PictureFolder"
)


class Split(typing.NamedTuple, typing.Generic[Data]):
    """What a model is trained on, and what it is never shown.

    Attributes:
        training: Data set of the class that was split, to train on. Its
            `shots` are a dict from each few-shot label to the examples shown.
        hidden: Data set of the same class with all that is hidden, to measure
            with; `hidden.shown` are the labels of which something is hidden.
    """

    training: Data
    hidden: Data


def holdout(
    dataset: Data, labels: int | np.integer | Iterable[int] = ()
) -> Split[Data]:
    """Hide whole classes.

    Args:
        dataset: `GaussianMixture`, `PictureSet` or `PictureFolder`; it is left
            as it is. What it hides already stays hidden.
        labels: Label or iterable of labels. Defaults to `()`: hide nothing
            more, for a data set that was made with `holdout`.

    Returns:
        `Split` of two data sets, which both know all classes: labels and
        `num_classes` stay what they were.

    Raises:
        ValueError: If a label does not exist or has few examples, if every
            class is held out, or if nothing is.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> training, hidden = keras_creative.datasets.holdout(ring, [1, 4])
    >>> training.shown, hidden.shown
    ((0, 2, 3, 5, 6, 7), (1, 4))
    """
    if isinstance(labels, int | np.integer):
        labels = (labels,)
    training = dataset.hide(labels)
    return Split(training, training.hidden())


def few_shot(
    dataset: Data, label: int, k: int, repeat: int = 1000, seed: int = 0
) -> Split[Data]:
    """Hide a class but for a few examples.

    In the training set each of the `k` examples comes `repeat` times in an
    epoch, so that the class isn't drowned by the others. They are repeated by
    index and stay in memory once. A mixture has no epochs: there the class
    keeps its share, and `repeat` has no effect.

    To hide further classes, whole or but for a few examples, split
    `training` again; the new `hidden` holds all that is hidden by then.

    Args:
        dataset: `GaussianMixture`, `PictureSet` or `PictureFolder`; it is left
            as it is.
        label: Label of the class.
        k: Number of examples, less than the class has.
        repeat: How often each comes in an epoch. Defaults to `1000`.
        seed: Integer that fixes the choice. Of the same data set, the examples
            for a smaller `k` are among those for a larger one. Defaults to
            `0`.

    Returns:
        `Split`; the hidden data set is the rest of the class, without the
        examples. These are in `training.shots[label]`, as the networks see
        them.

    Raises:
        ValueError: If the label does not exist, is held out or has been cut
            down to few examples before, if the class has not more than `k`
            examples, or if `k` or `repeat` is less than 1.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    >>> training, hidden = keras_creative.datasets.few_shot(ring, 4, k=3)
    >>> training.shots[4].shape, training.shown, hidden.shown
    ((3, 2), (0, 2, 3, 4, 5, 6, 7), (1, 4))

    Reference:

    - The 2019 project's `VAE.py --remove-label 3 --few-shot 4`, which took
      the first examples 1,000 times each.
    """
    training = dataset.show_few(label, k, repeat, seed)
    return Split(training, training.hidden())
