"""Which files of a folder are pictures that can be used, and of what kind."""

from keras_creative.datasets.headers import read_header
from keras_creative.datasets.label_files import LABEL_FILE, parse_labels
from keras_creative.datasets.scanning import find_classes, find_labels
from keras_creative.files.picture_files import parse_color


def take_inventory(container, log, window=None):
    """Find the pictures of a folder; what is skipped is logged.

    Args:
        container: `Folder` or `Archive`.
        log: `SkipLog`.
        window: Height and width of the window that is cut from each picture,
            in pixels, or `None`. Smaller pictures are skipped.

    Returns:
        Dict from the sorted names of the pictures to their `Header`; tuple of
        the names of the classes, or `None`; and int32 array of the labels, or
        `None`.

    Raises:
        FileNotFoundError: If the folder is missing.
        ValueError: If it isn't a folder, a file of labels is damaged, or, with
            a strict log, a picture can't be used.
    """
    contents = container.scan()
    for note in contents.notes:
        log.note(note)
    headers = {}
    for name in contents.names:
        header = read_header(container, name)
        problem = header.problem or _too_small(header, window)
        if problem is None:
            headers[name] = header
        else:
            log.skip(name, problem)
    log.skip_all(contents.misnamed, "it is a folder")
    names = list(headers)
    label_file = container.read(LABEL_FILE)
    if label_file is not None:
        is_known, labels = parse_labels(label_file, names)
        if is_known:
            holds = "has no labels" if labels is None else "has the labels"
            log.note(f"{LABEL_FILE} {holds}, sub-folders are no classes")
            return headers, None, labels
    class_names, notes = find_classes(names, contents.folders)
    for note in notes:
        log.note(note)
    return headers, class_names, find_labels(names, class_names)


def count_channels(color, headers, background, log):
    """Channels of pictures as the networks see them; logs transparency.

    Args:
        color: `True` for 3, `False` for 1, `None` for 1 when all are gray.
        headers: List of `Header`.
        background: Color behind transparent ones.
        log: `SkipLog`.

    Returns:
        1 or 3.
    """
    alpha = sum(header.alpha for header in headers)
    gray = all(header.gray for header in headers)
    if alpha:
        log.note(
            f"{alpha} of {len(headers)} pictures have transparent pixels or "
            f"may have; they are composited over {background} (setting: "
            "background)"
        )
        gray = gray and len(set(parse_color(background))) == 1
    return 1 if color is False or (color is None and gray) else 3


def check_count(count, log):
    """Raise if there are too few pictures.

    Args:
        count: Pictures that can be used.
        log: `SkipLog`.

    Raises:
        ValueError: If there are fewer.
    """
    fewest = log.fewest
    if count >= fewest:
        return
    skipped = f"{len(log.names)} skipped"
    if log.names:
        name, problem = next(iter(log.problems.items()))
        skipped += f", the first {name!r}: {problem}"
    raise ValueError(
        f"`path` must hold at least {fewest} "
        f"picture{'s' if fewest > 1 else ''} that can be used. "
        f"Received: path={str(log.path)!r}, with {count} and {skipped}"
    )


def _too_small(header, window):
    """Why a window can't be cut from a picture, or `None`."""
    if window is None:
        return None
    height, width = window
    if header.width >= width and header.height >= height:
        return None
    return (
        f"it is {header.width} x {header.height}, smaller than the window of "
        f"{width} x {height} that is cut from each (fit 'crop' scales it up)"
    )
