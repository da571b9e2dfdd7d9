"""Damage of files of every kind."""

import gzip
import io

import mutations
from PIL import Image


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
        ".json": change_json,
        ".jsonl": change_json_lines,
        ".keras": mutations.damage_archive,
        ".csv": change_table,
        ".npz": mutations.damage_arrays,
    }.get(path.suffix)
    relative = str(path.relative_to(folder))
    damage, _ = damage_file(relative, change=change, share=0.8)(rng, folder)
    return damage, False


def change_json(rng, data):
    text, kind = mutations.damage_json(rng, data.decode())
    return text.encode("utf-8", "surrogatepass"), kind, False


def change_json_lines(rng, data):
    lines = data.decode().splitlines()
    at = rng.integers(len(lines))
    lines[at], kind = mutations.damage_json(rng, lines[at])
    text = "\n".join(lines) + "\n"
    return text.encode("utf-8", "surrogatepass"), kind, False


def change_table(rng, data):
    text, kind, must = mutations.damage_table(rng, data.decode())
    return text.encode(), kind, must


def change_arrays(rng, data):
    return mutations.damage_arrays(rng, data)


def change_gzipped(rng, data):
    inner, kind = mutations.damage_bytes(rng, gzip.decompress(data))
    if rng.random() < 0.05:
        inner, kind = bytes(1 << 30), "bomb"
    return gzip.compress(inner, 1), f"gzip {kind}", False


def change_picture(rng, data):
    """Another whole picture, of a size or mode that is rare."""
    size, mode = [
        *(((13000, 13000), "1"), ((1, 1), "L"), ((3, 4000), "P")),
        *(((12, 12), "CMYK"), ((12, 12), "RGBA"), ((12, 12), "I;16")),
    ][rng.integers(6)]
    kind = "PNG" if mode != "CMYK" else "TIFF"
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue(), f"picture {mode} {size}", False


def damage_picture(rng, folder):
    return damage_file("a.png", change=change_picture)(rng, folder)
