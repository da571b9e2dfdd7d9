"""What earlier runs of the programs for points left under figs/."""

import re

from keras_creative.files import remove_stale_temp_files
from keras_creative.files.locks import FolderLock

_RESULTS = (".png", "-metrics.png", ".keras", ".json")
_SNAPSHOTS = re.compile(
    r"critic_(generated|real)\d+\.png|fig_\d+\.png|events\.out\.tfevents\..*"
)


def clear_figures(figs, name, frames):
    """Remove temporary files and snapshots of earlier runs.

    Nothing is removed while another run is at work in the folder. The lock is
    kept to the end of the process, so that others see this run.

    Args:
        figs: `pathlib.Path` of the folder `figs`.
        name: Base name of the figures of this run.
        frames: `pathlib.Path` of the folder of its snapshots.

    Returns:
        Line that names what this run replaces, or an empty string.
    """
    replaced = [figs / f"{name}{end}" for end in _RESULTS]
    replaced = [path for path in replaced if path.exists()]
    lock = FolderLock(figs)
    if lock.acquire():
        folders = [path for path in figs.iterdir() if path.is_dir()]
        for folder in (figs, *folders):
            remove_stale_temp_files(folder)
        for folder in (figs / "density", frames):
            if _remove_snapshots(folder):
                replaced.append(folder)
    lock.acquire(shared=True)
    return f"replaces {', '.join(map(str, replaced))}" if replaced else ""


def _remove_snapshots(folder):
    """Remove the snapshots in a folder; whether there were any."""
    found = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if _SNAPSHOTS.fullmatch(path.name)
    ]
    for path in found:
        path.unlink(missing_ok=True)
    return bool(found)
