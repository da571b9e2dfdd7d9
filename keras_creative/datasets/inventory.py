"""Which files of a folder are pictures that can be used, and of what kind."""

from keras_creative.datasets.headers import read_header
from keras_creative.datasets.scanning import find_classes, scan_folder
from keras_creative.picture_files import parse_color


def take_inventory(path, log, window=None):
    """Find the pictures of a folder; what is passed over is logged.

    Args:
        path: `pathlib.Path` of the folder.
        log: `SkipLog`.
        window: Side of the window that is cut from each picture, in pixels, or
            `None`. Smaller pictures are skipped.

    Returns:
        Dict from the sorted names of the pictures to their `Header`, and tuple
        of the names of the classes, or `None`.

    Raises:
        FileNotFoundError: If the folder is missing.
        ValueError: If `path` isn't a folder or, with a strict log, a picture
            can't be used.
    """
    contents = scan_folder(path)
    for note in contents.notes:
        log.note(note)
    headers = {}
    for name in contents.names:
        header = read_header(path / name)
        problem = header.problem or _too_small(header, window)
        if problem is None:
            headers[name] = header
        else:
            log.skip(name, problem)
    class_names, notes = find_classes(list(headers), contents.folders)
    for note in notes:
        log.note(note)
    return headers, class_names


def count_channels(color, headers, background, log):
    """Channels of pictures as the networks see them; tells of transparency.

    Args:
        color: `True` for 3, `False` for 1, `None` for 1 when all are grey.
        headers: List of `Header`.
        background: Colour that transparent ones are laid on.
        log: `SkipLog`.

    Returns:
        1 or 3.
    """
    alpha = sum(header.alpha for header in headers)
    gray = all(header.gray for header in headers)
    if alpha:
        log.note(
            f"{alpha} of {len(headers)} pictures have transparent pixels or "
            f"may have; they are laid on {background} (setting: background)"
        )
        gray = gray and len(set(parse_color(background))) == 1
    return 1 if color is False or (color is None and gray) else 3


def check_count(count, log):
    """Refuse fewer than 2 pictures.

    Args:
        count: Pictures that can be used.
        log: `SkipLog`.

    Raises:
        ValueError: If there are fewer.
    """
    if count >= 2:
        return
    skipped = f"{len(log.names)} skipped"
    if log.names:
        name, problem = next(iter(log.problems.items()))
        skipped += f", the first {name!r}: {problem}"
    raise ValueError(
        "`path` must hold at least 2 pictures that can be used. "
        f"Received: path={str(log.path)!r}, with {count} and {skipped}"
    )


def _too_small(header, window):
    """Why a window can't be cut from a picture, or `None`."""
    if window is None or min(header.width, header.height) >= window:
        return None
    return (
        f"it is {header.width} x {header.height}, smaller than the window of "
        f"{window} x {window} that is cut from each (fit 'crop' scales it up)"
    )
