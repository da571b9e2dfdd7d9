"""What the campaign damages and reads: good files, damage, and readers."""

import dataclasses
import os
from collections.abc import Callable

import mutations
import tensorflow as tf  # noqa: F401 - imported before processes are forked
from damages import (
    change_arrays,
    change_gzipped,
    change_json,
    change_json_lines,
    change_picture,
    change_table,
    damage_file,
    damage_picture,
    damage_run,
)
from good_files import (
    build_backup,
    build_digits,
    build_folder,
    build_idx,
    build_latent,
    build_referee,
    build_run,
    write_digits,
)
from readers import (
    command,
    read_backup,
    read_begin,
    read_best,
    read_checkpoint,
    read_config,
    read_folder,
    read_history,
    read_idx,
    read_latent,
    read_measures,
    read_referee,
    read_set,
)


@dataclasses.dataclass(frozen=True)
class Loader:
    """One way into the package.

    Args:
        name: What it is called.
        build: Function that makes the good files in a folder.
        damage: Function of a random generator and a copy of that folder;
            returns a name for the damage and whether it must be noticed.
        read: Function of a folder; returns what was read.
        share: Cases for each one asked for. Defaults to `1`.
    """

    name: str
    build: Callable
    damage: Callable
    read: Callable
    share: float = 1

    def build_apart(self, folder):
        """Build in a process of its own: TensorFlow must not run here."""
        child = os.fork()
        if not child:
            code = 1
            try:
                self.build(folder)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError(f"{self.name} could not be built")


def _commands():
    for name, argv in {
        "evaluate": ["evaluate", "run", "-n", "20"],
        "report": ["report", "run"],
        "sample": ["sample", "run", "-n", "4", "--seed", "0"],
        "interpolate": ["interpolate", "run", "--frames", "4"],
        "export": ["export", "run", "--out", "g.keras"],
    }.items():
        yield Loader(name, build_run, damage_run, command(*argv), 0.15)
    for name in ("evaluate", "report"):
        argv = [name, "run"] + ["-n", "20"] * (name == "evaluate")
        yield Loader(
            f"{name}-vae", build_digits, damage_run, command(*argv), 0.15
        )
    argv = ["interpolate", "run", "--from", "a.png", "--to", "1"]
    yield Loader(
        "interpolate-picture",
        build_digits,
        damage_picture,
        command(*argv, "--frames", "4"),
        0.3,
    )


LOADERS = {
    loader.name: loader
    for loader in (
        Loader(
            "config",
            build_run,
            damage_file("run/config.json", change=change_json, share=0.8),
            read_config,
            2,
        ),
        Loader(
            "measures",
            build_run,
            damage_file("run/metrics.jsonl", change=change_json_lines),
            read_measures,
            2,
        ),
        Loader(
            "history",
            build_run,
            damage_file("run/history.csv", change=change_table),
            read_history,
            2,
        ),
        Loader(
            "checkpoint",
            build_run,
            damage_file(
                "run/checkpoints/epoch_0003.keras",
                change=mutations.damage_archive,
                share=0.7,
            ),
            read_checkpoint,
        ),
        Loader(
            "best",
            build_run,
            damage_file(
                "run/checkpoints/best.json", change=change_json, share=0.8
            ),
            read_best,
        ),
        Loader(
            "backup",
            build_backup,
            damage_file(
                "backup/epoch_0002.zip",
                change=mutations.damage_archive,
                share=0.7,
            ),
            read_backup,
            0.3,
        ),
        Loader(
            "referee",
            build_referee,
            damage_file("referee.npz", change=change_arrays),
            read_referee,
        ),
        Loader(
            "latent",
            build_latent,
            damage_file("latent.npz", change=change_arrays),
            read_latent,
        ),
        Loader(
            "npz",
            write_digits,
            damage_file("digits.npz", change=change_arrays),
            read_set,
            2,
        ),
        Loader(
            "idx",
            build_idx,
            damage_file(
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte.gz",
                change=lambda rng, data: (
                    change_gzipped(rng, data)
                    if data[:2] == b"\x1f\x8b"
                    else (mutations.damage_bytes(rng, data)[0], "plain", False)
                ),
            ),
            read_idx,
            2,
        ),
        Loader(
            "folder",
            build_folder,
            damage_file(
                "pictures/0/1.png", "pictures/1/2.jpg", change=change_picture
            ),
            read_folder,
        ),
        Loader("resume", build_run, damage_run, read_begin, 0.3),
        *_commands(),
    )
}
