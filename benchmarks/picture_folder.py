"""Images per second and memory of a streamed folder of images.

    python benchmarks/picture_folder.py --rounds 5 --out picture_folder.json

The speed is measured for 5,000 JPEG files of 128 x 128 pixels in batches of 64
at size 64, read without a model for several epochs of the same stream. The
memory is the growth of the process when it opens a folder of 50,000 names, all
hard links to one JPEG file, and when it reads 10 batches of it.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from reporting import print_table, write_record

from keras_creative.datasets import PictureFolder

PICTURES = 5_000
NAMES = 50_000
SIDE = 128
SIZE = 64
BATCH_SIZE = 64
SEED = 0


def write_pictures(folder, count):
    """Write JPEG files of smooth colors with little noise.

    Args:
        folder: `pathlib.Path` of an existing folder.
        count: Number of files.
    """
    from PIL import Image

    rng = np.random.default_rng(SEED)
    for index in range(count):
        colors = rng.integers(0, 256, (8, 8, 3), "uint8")
        smooth = Image.fromarray(colors).resize((SIDE, SIDE), Image.BICUBIC)
        noise = rng.normal(0, 6, (SIDE, SIDE, 3))
        picture = np.clip(np.asarray(smooth) + noise, 0, 255).astype("uint8")
        Image.fromarray(picture).save(folder / f"{index:05}.jpg", quality=90)


def resident():
    """Resident memory of the process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure_speed(folder, rounds):
    """Images per second of each round, after a warm-up round.

    Args:
        folder: `pathlib.Path` of the images.
        rounds: Number of rounds; each is an epoch.
    """
    pictures = PictureFolder(folder, size=SIZE)
    steps = pictures.steps_per_epoch(BATCH_SIZE)
    batches = iter(pictures.batches(BATCH_SIZE, seed=SEED))
    rates = []
    for _ in range(rounds + 1):
        begin = time.perf_counter()
        for _ in range(steps):
            next(batches)
        rates.append(steps * BATCH_SIZE / (time.perf_counter() - begin))
    return rates[1:]


def measure_memory(folder):
    """Growth of the resident memory, and seconds to open the folder.

    Args:
        folder: `pathlib.Path` of the names.
    """
    before = resident()
    begin = time.perf_counter()
    pictures = PictureFolder(folder, size=SIZE)
    seconds = time.perf_counter() - begin
    opened = resident()
    for _ in pictures.batches(BATCH_SIZE, seed=SEED).take(10):
        pass
    return {
        "names": len(pictures),
        "seconds to open": seconds,
        "MB to open": opened - before,
        "MB with 10 batches": resident() - before,
    }


def main():
    """Write the folders, measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", default="picture_folder.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        pictures, names = Path(root, "pictures"), Path(root, "names")
        pictures.mkdir()
        names.mkdir()
        write_pictures(pictures, PICTURES)
        for index in range(NAMES):
            os.link(pictures / "00000.jpg", names / f"{index:05}.jpg")
        memory = measure_memory(names)
        rates = measure_speed(pictures, args.rounds)
    row = {
        "pictures per second (median)": f"{statistics.median(rates):.0f}",
        "range": f"{min(rates):.0f} to {max(rates):.0f}",
        **{key: f"{value:.0f}" for key, value in memory.items()},
    }
    print_table([row])
    write_record(
        args.out,
        {
            "n": PICTURES,
            "side": SIDE,
            "size": SIZE,
            "batch_size": BATCH_SIZE,
            "seeds": [SEED],
            "pictures_per_second": rates,
            "memory": memory,
        },
    )


if __name__ == "__main__":
    main()
