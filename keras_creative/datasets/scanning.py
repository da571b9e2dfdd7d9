"""What lies in a folder of pictures, by names alone."""

import dataclasses
import json
import os
from pathlib import Path

import numpy as np

_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".webp"),
    *(".avif", ".heic", ".heif", ".hif", ".jp2", ".jxl", ".ppm", ".tif"),
    ".tiff",
)
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".rar", ".7z")
# Not read; Pillow would take the small preview in some of them.
_FOREIGN = (
    *(".arw", ".cr2", ".cr3", ".dng", ".nef", ".orf", ".psd", ".raf"),
    *(".rw2", ".svg", ".xcf"),
)
_OF_LABELS = ("dataset.json", "thumbs.db", "desktop.ini")
_PASSED = ("hidden", "run", "unreadable", "misnamed")
_SPLITS = {"train", "training", "val", "valid", "validation", "test", "testing"}
_MOST_CONFIG = 2**20
_SHOWN = 3


@dataclasses.dataclass
class Contents:
    """What was found in a folder.

    Args:
        names: Sorted names of pictures relative to the folder, with slashes.
        folders: Sorted names of the sub-folders that were looked into.
        notes: What was skipped, a sentence for each kind.
        misnamed: Names of folders that end like those of pictures.
    """

    names: list
    folders: list
    notes: list
    misnamed: list = dataclasses.field(default_factory=list)


def scan_folder(path):
    """Find the files below a folder whose suffix is that of a picture.

    Hidden files and folders, `__MACOSX` and the folders of runs are
    skipped. Links to folders are followed at the top only.

    Args:
        path: `pathlib.Path` of the folder.

    Returns:
        `Contents`.

    Raises:
        FileNotFoundError: If the folder is missing.
        ValueError: If `path` isn't a folder, or can't be read.
    """
    _check_folder(path)
    files, passed = [], {kind: [] for kind in _PASSED}
    folders = []
    for name in sorted(os.listdir(path)):
        if not (path / name).is_dir():
            files.append(name)
        elif _is_open(path, name, passed):
            folders.append(name)
            files += _walk(path, name, passed)
    return _contents(files, folders, passed)


def scan_archive(files):
    """Sort out the files of an archive, as `scan_folder()` does.

    Args:
        files: List of all their names.

    Returns:
        `Contents`.
    """
    parts = {name: name.split("/") for name in files}
    hidden = [n for n in files if any(map(_is_hidden, parts[n][:-1]))]
    hidden = sorted(n for n in hidden if n.lower().endswith(_SUFFIXES))
    passed = {**{kind: [] for kind in _PASSED}, "hidden": hidden}
    files = [n for n in files if not any(map(_is_hidden, parts[n][:-1]))]
    folders = sorted({n.partition("/")[0] for n in files if "/" in n})
    return _contents(files, folders, passed)


def _contents(files, folders, passed):
    """Contents by the names of files in visible folders."""
    pictures = [name for name in files if name.lower().endswith(_SUFFIXES)]
    names = sorted(name for name in pictures if not _is_hidden(name))
    passed["hidden"] += sorted(set(pictures) - set(names))
    for kind, suffixes in (("archive", _ARCHIVES), ("foreign", _FOREIGN)):
        passed[kind] = [
            name
            for name in files
            if name.lower().endswith(suffixes) and not _is_hidden(name)
        ]
    known = (*_SUFFIXES, *_ARCHIVES, *_FOREIGN, *_OF_LABELS)
    passed["other"] = [
        name
        for name in files
        if not name.lower().endswith(known) and not _is_hidden(name)
    ]
    return Contents(names, folders, _notes(passed), passed["misnamed"])


def find_classes(names, folders):
    """Sub-folders that stand for labels.

    Args:
        names: Names of the pictures that can be used.
        folders: Names of all sub-folders.

    Returns:
        Tuple of the sorted names of sub-folders, or `None` without labels; and
        a list of sentences about what looks like a mistake.
    """
    inside = [name for name in names if "/" in name]
    outside = [name for name in names if "/" not in name]
    if not inside:
        return None, _skipped_empty(folders)
    if outside:
        return None, [
            "there are no labels, as pictures lie both in sub-folders and "
            f"beside them, such as {inside[0]!r} and {outside[0]!r}"
        ]
    class_names = tuple(sorted({name.partition("/")[0] for name in inside}))
    notes = _skipped_empty(sorted(set(folders) - set(class_names)))
    return class_names, [*notes, *_doubts(class_names, inside)]


def _skipped_empty(folders):
    """Note about sub-folders without pictures, if there are any."""
    if not folders:
        return []
    return [f"skipped without a usable picture: {_some(folders)}"]


def find_labels(names, class_names):
    """Label of each picture.

    Args:
        names: Names of the pictures that can be used.
        class_names: What `find_classes()` gave.

    Returns:
        int32 array `(n,)`, or `None` when there are no labels.
    """
    if class_names is None:
        return None
    numbers = {name: label for label, name in enumerate(class_names)}
    return np.array([numbers[n.partition("/")[0]] for n in names], "int32")


def is_run(folder):
    """Whether a folder holds the `config.json` of a run.

    Args:
        folder: The folder.
    """
    config = Path(folder) / "config.json"
    try:
        if not config.is_file() or config.stat().st_size > _MOST_CONFIG:
            return False
        record = json.loads(config.read_text())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(record, dict) and isinstance(record.get("settings"), dict)


def _check_folder(path):
    if not path.exists():
        raise FileNotFoundError(
            "`path` must be a folder of pictures. "
            f"Received: path={str(path)!r}, which is missing"
        )
    if not path.is_dir():
        raise ValueError(
            "`path` must be a folder of pictures. "
            f"Received: path={str(path)!r}, which is a file"
        )


def _walk(path, folder, passed):
    """Files below a sub-folder, in names relative to the folder."""

    def fail(error):
        name = os.path.relpath(error.filename, path).replace(os.sep, "/")
        passed["unreadable"].append(name)

    found = []
    for parent, inner, files in os.walk(path / folder, onerror=fail):
        parent = os.path.relpath(parent, path).replace(os.sep, "/")
        kept = [n for n in inner if _is_open(path, f"{parent}/{n}", passed)]
        inner[:] = sorted(kept)
        found += [f"{parent}/{file}" for file in files]
    return found


def _is_open(path, name, passed):
    """Whether a folder is looked into."""
    if _is_hidden(name):
        passed["hidden"].append(f"{name}/")
    elif is_run(path / name):
        passed["run"].append(name)
    else:
        if name.lower().endswith(_SUFFIXES):
            passed["misnamed"].append(name)
        return True
    return False


def _is_hidden(name):
    last = name.rpartition("/")[2]
    return last.startswith(".") or last == "__MACOSX"


def _notes(passed):
    sentences = {
        "hidden": "skipped as hidden: {}",
        "run": "skipped as the folder of a run: {}",
        "unreadable": "skipped, as they can't be opened: {}",
        "archive": "archives are not read, unpack them: {}",
        "foreign": "of an unsupported format, save them as JPEG: {}",
        "other": "skipped, as their names do not end like pictures': {}",
    }
    return [
        sentence.format(_some(passed[kind]))
        for kind, sentence in sentences.items()
        if passed[kind]
    ]


def _doubts(class_names, inside):
    """What looks as if the sub-folders were no classes."""
    if {name.lower() for name in class_names} <= _SPLITS:
        return [
            f"the sub-folders {_some(class_names)} are taken for classes, but "
            "are called like the parts of a split: to train on one, name it "
            "as the folder"
        ]
    nested = sorted(
        {name.rpartition("/")[0] for name in inside if name.count("/") > 1}
    )
    if nested:
        return [
            f"pictures in {_some(nested)} have the labels of the outermost "
            f"folders, {_some(class_names)}: to have the inner ones as "
            "classes, name the folder that holds them"
        ]
    if len(class_names) == 1:
        return [f"all pictures are of one class, {class_names[0]!r}"]
    return []


def _some(names):
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
