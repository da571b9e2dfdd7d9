"""Pictures of two sides from files, folders and known data sets."""

import warnings
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np

from keras_creative.datasets.folders import PictureFolder
from keras_creative.datasets.fonts import load_fonts
from keras_creative.datasets.pair_files import load_emoji, load_facades
from keras_creative.datasets.pair_set import PairSet
from keras_creative.datasets.sources import open_pictures
from keras_creative.typing import PathLike

_NAMED = 3


class _Known(NamedTuple):
    """A data set that knows which pictures are partners.

    Args:
        load: Function of the names of both sides that returns, for each, the
            pictures and a key of each picture, which its partner has as well.
        sides: Names of the sides by default.
    """

    load: Any
    sides: tuple[str, str]


def _load_font_pair(*sides):
    fonts = load_fonts()
    numbers = [_font_number(side, len(fonts.images)) for side in sides]
    keys = list(fonts.characters)
    return [(fonts.images[number], keys) for number in numbers]


_KNOWN = {
    "emoji": _Known(load_emoji, ("google", "twitter")),
    "facades": _Known(load_facades, ("maps", "photographs")),
    "fonts": _Known(_load_font_pair, ("0", "1")),
}
PAIR_DATASETS = tuple(_KNOWN)


def load_pairs(
    a: PathLike,
    b: PathLike | None = None,
    side_a: Sequence[str] = (),
    side_b: Sequence[str] = (),
    paired: bool = False,
    mirror: bool = False,
    test: float = 0.2,
    seed: int = 0,
    **options: Any,
) -> PairSet:
    """Pictures of two sides for translation.

    Args:
        a: Pictures of side A: a folder, an archive, a file, or the name of a
            data set, see `open_pictures()`. Or one of
            `keras_creative.datasets.PAIR_DATASETS`, which holds both sides and
            knows which pictures are partners: `"emoji"`, whose sides are
            vendors, `"facades"`, with maps and photographs, and `"fonts"`,
            whose sides are numbers of fonts.
        b: Pictures of side B, likewise. Defaults to `None`: `a` holds both
            sides.
        side_a: Names or labels of the classes of side A, if `a` holds both
            sides; or the name of the side. Defaults to `()`: for a data set
            that knows partners, its first side.
        side_b: The same of side B. Defaults to `()`.
        paired: Whether partners are drawn together. Partners in two folders
            have the same name, whatever the suffix; pictures without a partner
            are not used, with a warning. Defaults to `False`.
        mirror: See `PairSet`. Defaults to `False`.
        test: Fraction of the partners that are kept apart for measuring, in
            [0, 1), where partners are known. Defaults to `0.2`.
        seed: Integer that draws these. Defaults to `0`.
        **options: `size`, `color`, `fit` and `background`, see
            `open_pictures()`.

    Returns:
        `PairSet`. Its `partners` are those that are kept apart, or `None`.

    Raises:
        FileNotFoundError: If there is no such file or folder.
        ValueError: If a side is unknown or has no pictures, or partners are
            wanted and not known.

    Example:

    ```text
    pairs = keras_creative.datasets.load_pairs("photos", "paintings", size=64)
    emoji = keras_creative.datasets.load_pairs("emoji", mirror=True)
    ```
    """
    if not 0 <= test < 1:
        raise ValueError(f"`test` must be in [0, 1). Received: test={test}")
    if b is None and str(a) in _KNOWN:
        a, b, keys = _open_known(str(a), side_a, side_b, options)
    elif b is None:
        a, b = _open_classes(a, side_a, side_b, options)
        keys = None
    else:
        _check_no_sides(side_a, side_b)
        a, b = (open_pictures(side, **options) for side in (a, b))
        keys = _stems(a, b)
    if keys is None and paired:
        raise ValueError(
            "`paired` must be False unless partners are known: for two "
            f"folders, or one of {PAIR_DATASETS}. Received: paired=True"
        )
    if keys is None:
        return PairSet(a, b, False, mirror)
    return _split(a, b, keys, paired, mirror, test, seed)


def _split(a, b, keys, paired, mirror, test, seed):
    """A set, and the partners that are kept apart."""
    places = [{key: i for i, key in enumerate(side)} for side in keys]
    common = sorted(places[0].keys() & places[1].keys())
    if paired:
        _check_partners(keys, common)
    order = np.random.default_rng(seed).permutation(len(common))
    hidden = {common[i] for i in order[: round(test * len(common))]}
    kept = [key for key in common if key not in hidden]
    shown = (
        (kept, kept)
        if paired
        else ([key for key in side if key not in hidden] for side in keys)
    )
    pairs = PairSet(
        *_chosen((a, b), places, shown), paired=paired, mirror=mirror
    )
    if hidden:
        both = [sorted(hidden)] * 2
        pairs.partners = PairSet(*_chosen((a, b), places, both), paired=True)
    return pairs


def _chosen(sides, places, keys):
    """Both sides with the pictures of some keys, in their order."""
    return [
        side.choose([place[key] for key in wanted])
        for side, place, wanted in zip(sides, places, keys, strict=True)
    ]


def _check_partners(keys, common):
    """Warn of pictures without a partner; raise if there are no partners."""
    if not common:
        raise ValueError(
            "`a` and `b` must have pictures of the same names if they are "
            f"partners. Received: {keys[0][0]!r} and {keys[1][0]!r}, and no "
            "name in common"
        )
    for name, side in zip("ab", keys, strict=True):
        alone = sorted(set(side).difference(common))
        if alone:
            more = " and others" if len(alone) > _NAMED else ""
            warnings.warn(
                f"{len(alone)} of {len(side)} pictures of `{name}` have no "
                f"partner and are not used: {', '.join(alone[:_NAMED])}{more}",
                stacklevel=4,
            )


def _stems(a, b):
    """Names of the pictures of two folders without suffixes, or `None`."""
    if not all(isinstance(side, PictureFolder) for side in (a, b)):
        return None
    return [
        [str(PurePosixPath(name).with_suffix("")) for name in side.files]
        for side in (a, b)
    ]


def _open_known(name, side_a, side_b, options):
    """Both sides of a data set with partners, and the keys of each."""
    load, defaults = _KNOWN[name]
    names = []
    for argument, side, default in zip(
        ("side_a", "side_b"), (side_a, side_b), defaults, strict=True
    ):
        if len(side) > 1:
            raise ValueError(
                f"`{argument}` must be one side of {name!r}. "
                f"Received: {argument}={tuple(side)!r}"
            )
        names.append(side[0] if side else default)
    sides = load(*names)
    a, b = (open_pictures(images, **options) for images, _ in sides)
    a.name, b.name = names
    return a, b, [keys for _, keys in sides]


def _open_classes(source, side_a, side_b, options):
    """Two sets of classes of one data set."""
    pictures = open_pictures(source, **options)
    if pictures.num_classes is None or not (side_a and side_b):
        raise ValueError(
            "`b` must be given, or `side_a` and `side_b` name classes of `a`. "
            f"Received: b=None, side_a={side_a!r}, side_b={side_b!r}, and "
            + ("no classes" if pictures.num_classes is None else "classes")
        )
    names = pictures.class_names or tuple(map(str, range(pictures.num_classes)))
    known = {name: i for i, name in enumerate(names)}
    known |= {str(i): i for i in range(pictures.num_classes)}
    sides = []
    for argument, wanted in (("side_a", side_a), ("side_b", side_b)):
        unknown = [name for name in wanted if str(name) not in known]
        if unknown:
            raise ValueError(
                f"`{argument}` must name classes, {', '.join(names)}, or their "
                f"numbers. Received: {argument}={unknown[0]!r}"
            )
        labels = [known[str(name)] for name in wanted]
        places = np.flatnonzero(np.isin(pictures.labels, labels))
        if not len(places):
            raise ValueError(
                f"`{argument}` must name classes with pictures. "
                f"Received: {argument}={tuple(wanted)!r}"
            )
        sides.append(pictures.choose(places))
        sides[-1].name = ", ".join(names[label] for label in labels)
    return sides


def _check_no_sides(side_a, side_b):
    if side_a or side_b:
        raise ValueError(
            "`side_a` and `side_b` must be empty if each side has pictures of "
            f"its own. Received: side_a={tuple(side_a)!r}, "
            f"side_b={tuple(side_b)!r}"
        )


def _font_number(side, count):
    if not (side.isdecimal() and int(side) < count):
        raise ValueError(
            "`side_a` and `side_b` must be numbers of fonts, 0 to "
            f"{count - 1}. Received: {side!r}"
        )
    return int(side)
