"""Damage of files, drawn by a random generator.

Each function takes the generator and what it damages, and returns the damaged
thing, a name for the damage, and whether a reader must notice: bytes of a
format with checksums, rows of a numbered table, numbers that are none. A
reader need not notice a digit that became another.
"""

import io
import json
import os
import zipfile

import h5py
import numpy as np

ODD_VALUES = (
    *(None, True, -1, 0, 1.5, 2**70, "", "x" * 10_000, "../../x", "\x00"),
    *("\udcff", [], {}, [[[]]], {"a": {"b": {}}}, [1, "2", None], 10**9),
)
# In place of a value, written as it stands.
RAW_VALUES = (
    *("NaN", "-Infinity", "1e999", "1" * 5000, "[" * 60 + "]" * 60),
    *("[" * 100_000, '{"a":' * 5000),
)


def damage_bytes(rng, data):
    """Bytes with one thing wrong."""
    size = max(len(data), 1)
    at, other = sorted(rng.integers(0, size, 2))
    kind = rng.choice(
        ["flip", "byte", "cut", "empty", "zeros", "noise"]
        + ["insert", "delete", "repeat", "append", "head"]
    )
    noise = rng.bytes(int(rng.integers(1, 40)))
    if kind == "flip":
        bit = bytes([data[at] ^ 1 << int(rng.integers(8))]) if data else b"x"
        return data[:at] + bit + data[at + 1 :], kind
    changed = {
        "byte": data[:at] + noise[:1] + data[at + 1 :],
        "cut": data[:at],
        "empty": b"",
        "zeros": data[:at] + bytes(other - at) + data[other:],
        "noise": data[:at] + noise + data[at + len(noise) :],
        "insert": data[:at] + noise + data[at:],
        "delete": data[:at] + data[other:],
        "repeat": data[:other] + data[at:],
        "append": data + noise,
        "head": noise + data[len(noise) :],
    }
    return changed[str(kind)], str(kind)


def replace_file(rng, path):
    """Put something else in a file's place that never ends or begins."""
    kind = rng.choice(
        ["pipe", "folder", "zero", "random", "proc", "loop", "gone", "sparse"]
    )
    path.unlink()
    links = {
        "zero": "/dev/zero",
        "random": "/dev/urandom",
        "proc": "/proc/kmsg",
        "loop": path.name,
        "gone": "nowhere",
    }
    if kind in links:
        path.symlink_to(links[kind])
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, 1 << 42)
    return str(kind)


def damage_json(rng, text):
    """JSON with a value that is another, missing, of another name or mad."""
    value = json.loads(text)
    places = list(_places(value))
    if not places:
        return RAW_VALUES[rng.integers(len(RAW_VALUES))], "json raw"
    container, key = places[rng.integers(len(places))]
    kind = rng.choice(["odd", "odd", "odd", "raw", "missing", "renamed"])
    raw = RAW_VALUES[rng.integers(len(RAW_VALUES))]
    if kind == "odd":
        container[key] = ODD_VALUES[rng.integers(len(ODD_VALUES))]
    elif kind == "raw":
        container[key] = "@@"
    else:
        old = container.pop(key)
        if kind == "renamed" and isinstance(container, dict):
            container[f"{key}_"] = old
    return json.dumps(value).replace('"@@"', raw), f"json {kind} {key}"


def damage_table(rng, text):
    """A table of commas with other rows or cells, and if that must be seen."""
    lines = text.splitlines(keepends=True)
    at = int(rng.integers(len(lines)))
    kind = str(
        rng.choice(["drop", "double", "swap", "cell", "less", "word", "float"])
    )
    cells = lines[at].rstrip("\r\n").split(",")
    column = int(rng.integers(len(cells)))
    if kind == "drop":
        del lines[at]
    elif kind == "double":
        lines.insert(at, lines[at])
    elif kind == "swap":
        lines[at], lines[at - 1] = lines[at - 1], lines[at]
    elif kind == "cell":
        lines[at] = ",".join([*cells, "1"]) + "\r\n"
    elif kind == "less":
        lines[at] = ",".join(cells[:-1]) + "\r\n"
    elif kind == "float":
        cells[0] += ".0"
        lines[at] = ",".join(cells) + "\r\n"
    else:
        cells[column] = str(rng.choice(["much", "1e999", "0x10", '"', "-3"]))
        lines[at] = ",".join(cells) + "\r\n"
    return "".join(lines), f"table {kind}", kind not in ("word", "float")


def damage_archive(rng, data, weights="model.weights.h5"):
    """A zip archive that is whole, with other members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    name = str(rng.choice(list(members)))
    kind = str(
        rng.choice(
            ["drop", "rename", "bytes", "json", "bomb", "twice"]
            + ["weights"] * 6
        )
    )
    must, method = False, zipfile.ZIP_STORED
    if kind == "drop":
        del members[name]
    elif kind == "rename":
        members[f"{name}_"] = members.pop(name)
    elif kind == "bytes":
        members[name], _ = damage_bytes(rng, members[name])
    elif kind == "json":
        name = str(rng.choice([n for n in members if n.endswith(".json")]))
        text, kind = damage_json(rng, members[name].decode())
        members[name] = text.encode()
    elif kind == "bomb":
        members[name], method = bytes(1 << 28), zipfile.ZIP_DEFLATED
    elif kind == "weights" and weights in members:
        members[weights], kind, must = damage_weights(rng, members[weights])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
        if kind == "twice":
            archive.writestr(name, members[name][:-1])
    return file.getvalue(), f"zip {kind} {name}", must


def damage_weights(rng, data):
    """An HDF5 file with other data sets."""
    file = io.BytesIO(data)
    kind = str(
        rng.choice(
            ["nan", "nan", "inf", "gone", "group", "shape", "type"]
            + ["external", "link", "declared", "scalar", "strings"]
        )
    )
    with h5py.File(file, "r+") as weights:
        names = []
        weights.visititems(
            lambda n, item: (
                names.append(n) if isinstance(item, h5py.Dataset) else None
            )
        )
        floats = [n for n in names if weights[n].dtype.kind == "f"]
        name = str(rng.choice(floats))
        shape, dtype = weights[name].shape, weights[name].dtype
        if kind in ("nan", "inf"):
            value = weights[name][()]
            flat = np.array(value).reshape(-1)
            flat[rng.integers(flat.size)] = float(kind)
            weights[name][...] = flat.reshape(shape)
        else:
            old = weights[name][()]
            del weights[name if kind != "group" else name.split("/vars")[0]]
        if kind == "shape":
            weights[name] = np.zeros((*shape, 2), dtype)
        elif kind == "type":
            weights[name] = np.asarray(old).astype("complex64")
        elif kind == "external":
            place = [("/etc/hostname", 0, 1 << 20)]
            weights.create_dataset(name, shape, dtype, external=place)
        elif kind == "link":
            weights[name] = h5py.ExternalLink("/etc/hostname", "x")
        elif kind == "declared":
            weights.create_dataset(
                name, (10**6, 10**5), dtype, chunks=(100, 100)
            )
        elif kind == "scalar":
            weights[name] = 1.0
        elif kind == "strings":
            weights[name] = np.full(shape, b"x", "S4")
    return file.getvalue(), f"weights {kind}", True


def damage_arrays(rng, data):
    """An .npz file that is whole, with other arrays."""
    with np.load(io.BytesIO(data)) as file:
        arrays = dict(file)
    name = str(rng.choice(list(arrays)))
    old = arrays[name]
    kind = str(
        rng.choice(
            ["gone", "renamed", "object", "text", "scalar", "empty", "shape"]
            + ["complex", "nan", "bool", "huge", "declared", "negative"]
        )
    )
    changes = {
        "object": lambda: np.array([{}, []], dtype=object),
        "text": lambda: np.full(old.shape, "x"),
        "scalar": lambda: np.array(3),
        "empty": lambda: old[:0],
        "shape": lambda: old[..., np.newaxis, np.newaxis, np.newaxis],
        "complex": lambda: old.astype("complex64"),
        "nan": lambda: np.full(old.shape, np.nan, "float32"),
        "bool": lambda: old.astype(bool),
        "huge": lambda: np.full(old.shape, 2**32 + 1, "int64"),
        "negative": lambda: np.full(old.shape, -1, "int64"),
    }
    if kind in changes:
        arrays[name] = changes[kind]()
    elif kind in ("gone", "renamed"):
        arrays.pop(name)
        if kind == "renamed":
            arrays["zz"] = old
    file = io.BytesIO()
    np.savez(file, **arrays)
    data = file.getvalue()
    if kind == "declared":
        data = _declare(data, f"{name}.npy")
    return data, f"npz {kind} {name}", kind in ("nan", "huge", "negative")


def _declare(data, member):
    """The archive with an array whose header declares a huge shape."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header,
        {"descr": "|u1", "fortran_order": False, "shape": (10**5, 10**6)},
    )
    members[member] = header.getvalue() + bytes(100)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _places(value):
    """Containers and keys of all values in JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)
