"""What the campaign damages and reads: good files, damage, and readers."""

import contextlib
import dataclasses
import gzip
import hashlib
import io
import os
import struct
import warnings
from collections.abc import Callable

import keras
import mutations
import numpy as np
import tensorflow as tf  # noqa: F401 - imported before processes are forked
from PIL import Image

from keras_creative import callbacks, cli, datasets, experiments, plotting
from keras_creative.runs import referee as referees

EPOCHS = 3
HISTORY = "epoch,d_loss,g_loss\r\n1,1.5,0.7\r\n2,1.25,160.4\r\n3,1.125,2.5\r\n"
POINTS = experiments.PointGAN(
    holdout=(1,), num_layers=2, units=4, batch_size=8, epochs=EPOCHS
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


def digest(*arrays):
    """A few letters that tell arrays from others."""
    found = hashlib.sha256()
    for array in arrays:
        array = np.ascontiguousarray(array)
        found.update(f"{array.dtype}{array.shape}".encode() + array.tobytes())
    return found.hexdigest()[:12]


def build_run(folder, recipe=POINTS):
    """A run folder as if it had been trained."""
    data = recipe.load_data()
    model = recipe.make_model(data)
    run = experiments.RunFolder(folder / "run")
    run.begin(recipe, data.fingerprint)
    run.release()
    run.history.write_bytes(HISTORY.encode())
    saver = callbacks.Checkpoints(run.checkpoints, 2, "g_loss")
    saver.set_model(model)
    saver.on_train_begin()
    for epoch in range(EPOCHS):
        saver.on_epoch_end(epoch, {"g_loss": 1.0 - epoch})
        level = np.full((4, 8, 8, 1), epoch / EPOCHS)
        path = run.path / "samples" / f"epoch_{epoch + 1:04d}.png"
        plotting.save_comparison(path, level, -level, scale=2)
        measures = {"fid": 41.5 - epoch, "modes": {"hit": 7, "n": 8}}
        run.add_measures(epoch + 1, measures, "8 samples, seed 0")


def write_digits(folder):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (24, 8, 8)).astype("uint8")
    np.savez(folder / "digits.npz", x=x, y=np.arange(24) % 3)


def build_digits(folder):
    """A run of a VAE on pictures, and a picture beside it."""
    write_digits(folder)
    recipe = experiments.PictureVAE(
        "digits.npz", size=8, batch_size=8, epochs=EPOCHS
    )
    with contextlib.chdir(folder):
        build_run(folder, recipe)
    Image.fromarray(np.eye(8, dtype="uint8") * 200).save(folder / "a.png")


def damage_file(*names, change=None, share=0.5):
    """Damage of one of some files: what it is, its bytes, or `change`."""

    def damage(rng, folder):
        name = str(rng.choice(names))
        path = next(iter(sorted(folder.glob(name))))
        draw = rng.random()
        if draw < 0.08:
            return f"{path.name} {mutations.replace_file(rng, path)}", True
        data = path.read_bytes()
        if change is not None and draw < share:
            data, kind, must = change(rng, data)
        else:
            data, kind = mutations.damage_bytes(rng, data)
            must = kind in ("cut", "empty") or _has_checksum(path)
        path.write_bytes(data)
        return f"{path.name} {kind}", must

    return damage


def _has_checksum(path):
    return path.suffix in (".keras", ".npz", ".zip", ".png", ".gz")


def damage_run(rng, folder):
    """Damage of any file of a run folder."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    path = paths[rng.integers(len(paths))]
    # Half of all damage is to what says most.
    if rng.random() < 0.5:
        path = folder / "run" / "config.json"
    change = {
        ".json": _json,
        ".jsonl": _jsonl,
        ".keras": mutations.damage_archive,
        ".csv": _table,
        ".npz": mutations.damage_arrays,
    }.get(path.suffix)
    relative = str(path.relative_to(folder))
    damage, _ = damage_file(relative, change=change, share=0.8)(rng, folder)
    return damage, False


def _json(rng, data):
    text, kind = mutations.damage_json(rng, data.decode())
    return text.encode("utf-8", "surrogatepass"), kind, False


def _jsonl(rng, data):
    lines = data.decode().splitlines()
    at = rng.integers(len(lines))
    lines[at], kind = mutations.damage_json(rng, lines[at])
    text = "\n".join(lines) + "\n"
    return text.encode("utf-8", "surrogatepass"), kind, False


def _table(rng, data):
    text, kind, must = mutations.damage_table(rng, data.decode())
    return text.encode(), kind, must


def _arrays(rng, data):
    return mutations.damage_arrays(rng, data)


def _gzipped(rng, data):
    inner, kind = mutations.damage_bytes(rng, gzip.decompress(data))
    if rng.random() < 0.05:
        inner, kind = bytes(1 << 30), "bomb"
    return gzip.compress(inner, 1), f"gzip {kind}", False


def read_config(folder):
    experiments.RunFolder(folder / "run").read_config()
    return repr(experiments.load_recipe(folder / "run"))


def read_measures(folder):
    return experiments.RunFolder(folder / "run").measures()


def read_history(folder):
    run = experiments.RunFolder(folder / "run")
    run.check_history(EPOCHS)
    return callbacks.read_history(run.history)


def read_checkpoint(folder):
    keras.backend.clear_session()
    model, epoch = callbacks.load_latest(folder / "run" / "checkpoints")
    state = (*model.variables, *model.g_optimizer.variables)
    return epoch, digest(*(v.numpy() for v in state))


def read_best(folder):
    saver = callbacks.Checkpoints(folder / "run" / "checkpoints", 2, "g_loss")
    saver.on_train_begin()
    return saver.best


def build_backup(folder):
    resume = callbacks.ExactResume(folder / "backup")
    model = POINTS.make_model(POINTS.load_data())
    resume.set_model(model)
    resume.set_params({"epochs": 2})
    for epoch in range(2):
        resume.on_epoch_end(epoch)


def read_backup(folder):
    keras.backend.clear_session()
    model = POINTS.make_model(POINTS.load_data())
    resume = callbacks.ExactResume(folder / "backup")
    resume.set_model(model)
    resume.on_train_begin()
    return resume.epochs_made, digest(*(v.numpy() for v in model.variables))


def referee_network():
    return referees._make_network((8, 8, 1), 3, 0)


def build_referee(folder):
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(3), 24).astype("float32")
    labels = (np.arange(24) % 3).astype("int32")
    judge = referees.Referee(referee_network(), probabilities, labels)
    referees._write(folder / "referee.npz", judge)


def read_referee(folder):
    keras.backend.clear_session()
    saved = referees._read(folder / "referee.npz", referee_network(), 3)
    if saved is None:
        return None
    weights, probabilities, labels = saved
    return digest(*weights, probabilities, labels)


def read_set(folder):
    data = datasets.PictureSet.load(folder / "digits.npz", size=8)
    return digest(*data.sample(len(data)))


def build_idx(folder):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (24, 8, 8)).astype("uint8").tobytes()
    y = (np.arange(24) % 3).astype("uint8").tobytes()
    images = struct.pack(">IIII", 0x803, 24, 8, 8) + x
    labels = struct.pack(">II", 0x801, 24) + y
    (folder / "train-images-idx3-ubyte").write_bytes(images)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))


def read_idx(folder):
    data = datasets.PictureSet.load(folder, size=8)
    return digest(*data.sample(len(data)))


def build_folder(folder):
    rng = np.random.default_rng(0)
    for index in range(4):
        for label, suffix in enumerate(("png", "jpg", "gif")):
            path = folder / "pictures" / str(label) / f"{index}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            pixels = rng.integers(0, 256, (12, 12, 3)).astype("uint8")
            Image.fromarray(pixels).save(path)


def _picture(rng, data):
    """Another whole picture, of a size or mode that is rare."""
    size, mode = [
        *(((13000, 13000), "1"), ((1, 1), "L"), ((3, 4000), "P")),
        *(((12, 12), "CMYK"), ((12, 12), "RGBA"), ((12, 12), "I;16")),
    ][rng.integers(6)]
    kind = "PNG" if mode != "CMYK" else "TIFF"
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue(), f"picture {mode} {size}", False


def read_folder(folder):
    data = datasets.PictureFolder(folder / "pictures", size=8)
    found = len(data), digest(*data.sample(len(data)))
    if data.skipped:  # logged, not warned of
        warnings.warn(f"skipped {data.skipped}", stacklevel=2)
    return found


def command(*argv):
    """A command of a run, which must end with a code of its own."""

    def read(folder):
        keras.backend.clear_session()
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()) as told,
        ):
            code = cli.main(list(argv))
        if code not in (0, 1, 2):
            raise RuntimeError(f"exit code {code}")
        if code and "Traceback" in told.getvalue():
            raise RuntimeError(told.getvalue())
        if code:
            raise ValueError(told.getvalue())

    return read


def read_begin(folder):
    """What a session that resumes reads, but for the training itself."""
    keras.backend.clear_session()
    session = POINTS.begin(folder / "run")
    session.folder.release()
    for callback in session.callbacks:
        callback.set_model(session.model)
    for name in ("HistoryCSV", "Checkpoints"):
        (callback,) = (c for c in session.callbacks if type(c).__name__ == name)
        callback.on_train_begin()
    weights = session.model.generator.get_weights()
    return session.epochs_made, digest(*weights)


def _picture_command(rng, folder):
    return damage_file("a.png", change=_picture)(rng, folder)


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
        _picture_command,
        command(*argv, "--frames", "4"),
        0.3,
    )


LOADERS = {
    loader.name: loader
    for loader in (
        Loader(
            "config",
            build_run,
            damage_file("run/config.json", change=_json, share=0.8),
            read_config,
            2,
        ),
        Loader(
            "measures",
            build_run,
            damage_file("run/metrics.jsonl", change=_jsonl),
            read_measures,
            2,
        ),
        Loader(
            "history",
            build_run,
            damage_file("run/history.csv", change=_table),
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
            damage_file("run/checkpoints/best.json", change=_json, share=0.8),
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
            damage_file("referee.npz", change=_arrays),
            read_referee,
        ),
        Loader(
            "npz",
            write_digits,
            damage_file("digits.npz", change=_arrays),
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
                    _gzipped(rng, data)
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
                "pictures/0/1.png", "pictures/1/2.jpg", change=_picture
            ),
            read_folder,
        ),
        Loader("resume", build_run, damage_run, read_begin, 0.3),
        *_commands(),
    )
}
