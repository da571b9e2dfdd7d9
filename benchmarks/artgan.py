"""The recipe `artgan` beside `artgan-v1` and lightweight-gan, at equal time.

    python benchmarks/artgan.py --data paintings.zip

All train on the same pictures, the middle of each of the folder at 64x64
pixels, for `--seconds`, counted from the end of the first step: the two recipes
as `keras-creative train RECIPE --data FOLDER` does, without grids and
checkpoints, and the PyTorch package lightweight-gan with the defaults of its
command. Four samples for each picture are compared with the pictures, at
32x32, in the 128 features of the referee of CIFAR-10, which is trained on first
use. Beside the medians over the seeds stand the smallest and the largest value.
A grid of samples of each row and seed is written to `--grids`.
"""

import dataclasses
import importlib.util
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from mosaic_against_artgan import make_features, measure, row
from reporting import print_table, write_record
from variants_pictures import StopAfter

from keras_creative import commands, metrics, plotting, recipes

PROGRAM = "artgan"
SIZE = 64
# Samples for each picture.
SAMPLES = 4
RECIPES = ("artgan", "artgan-v1")
RIVAL = "lightweight-gan"
WORKER = Path(__file__).with_name("lightweight_gan_worker.py")
MISSING = (
    f"the row {RIVAL} is skipped, since it is not installed: "
    f"pip install {RIVAL}"
)


def write_pictures(path, folder):
    """Write the middle of each picture as a PNG file of 64x64 pixels.

    Args:
        path: Folder or .zip file of the pictures.
        folder: Existing folder to write to.

    Returns:
        The pictures, an array in [-1, 1].
    """
    recipe = dataclasses.replace(recipes.RECIPES["artgan"], fit="crop")
    data = recipe.with_data(path).load_data()
    images, _ = data.sample(len(data), 0)
    for index, image in enumerate(images):
        plotting.save_picture(folder / f"{index:04d}.png", image)
    return images


def train_recipe(name, folder, seed, seconds, n):
    """Samples of a recipe after a time of training, and facts about it."""
    recipe = recipes.RECIPES[name].with_data(folder)
    recipe = dataclasses.replace(recipe, seed=seed)
    data = recipe.load_data()
    model = recipe.make_model(data)
    clock = StopAfter(seconds)
    cpu = time.process_time()
    history = model.fit(
        recipe.make_batches(data, model),
        steps_per_epoch=10**6,
        verbose=0,
        callbacks=[clock],
    ).history
    cpu = time.process_time() - cpu
    logs = {log: values[-1] for log, values in history.items()}
    return model.sample(n, seed=seed), {
        "training_steps": clock.steps,
        "pictures_seen": clock.steps * recipe.batch_size,
        "cpu_seconds": cpu,
        "mean_logs": logs,
    }


def train_rival(folder, seed, seconds, n):
    """The same for lightweight-gan, in a process of its own."""
    with tempfile.TemporaryDirectory() as root:
        out = Path(root, "samples.npz")
        arguments = [folder, seed, seconds, n, out]
        command = [sys.executable, WORKER, *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise commands.RunFailed(
                f"{RIVAL} failed: {result.stderr.strip()[-300:]}"
            )
        with np.load(out) as file:
            facts = {
                "training_steps": int(file["steps"]),
                "pictures_seen": int(file["pictures"]),
                "cpu_seconds": float(file["cpu_seconds"]),
            }
            samples = {name: file[name] for name in ("generator", "average")}
    return samples, facts


def rival_rows(images, samples, facts, features):
    """Measures of the better of its two generators."""
    rows = {
        name: {"network": name, **measure(images, made, features)}
        for name, made in samples.items()
    }
    best = min(rows.values(), key=lambda found: found["kernel_distance"])
    return samples[best["network"]], {**best, **facts}


def run(args, folder, images):
    """Measures of every row with every seed."""
    features, n = make_features(), SAMPLES * len(images)
    has_rival = importlib.util.find_spec("lightweight_gan") is not None
    results = {name: [] for name in args.rows}
    if RIVAL in results and not has_rival:
        print(MISSING, flush=True)
        del results[RIVAL]
    for seed in args.seeds:
        for name, found in results.items():
            if name == RIVAL:
                made, facts = train_rival(folder, seed, args.seconds, n)
                samples, facts = rival_rows(images, made, facts, features)
            else:
                samples, facts = train_recipe(
                    name, str(folder), seed, args.seconds, n
                )
                facts = {**measure(images, samples, features), **facts}
            facts["authenticity"] = metrics.authenticity(samples, images)
            found.append({"seed": seed, **facts})
            print(name, found[-1], flush=True)
            path = args.grids / f"{name}-seed{seed}.png"
            plotting.save_grid(path, samples[:64], scale=2)
    return results


def main(argv):
    """Measure, print and write."""
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    rows, out = (*RECIPES, RIVAL), Path("runs", "benchmarks")
    add("--data", required=True, help="folder or .zip file")
    add("--rows", nargs="+", choices=rows, default=rows)
    add("--seeds", type=int, nargs="+", default=[0, 1, 2])
    add("--seconds", type=commands.positive_float, default=1800)
    add("--grids", type=Path, default=out / PROGRAM)
    add("--out", type=Path, default=out / f"{PROGRAM}.json")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "pictures")
        folder.mkdir()
        images = write_pictures(args.data, folder)
        results = run(args, folder, images)
    print_table(
        [
            {**row(name, found), "steps": _middle(found, "training_steps")}
            for name, found in results.items()
        ]
    )
    record = {
        "n": SAMPLES * len(images),
        "pictures": len(images),
        "size": SIZE,
        "seeds": args.seeds,
        "seconds": args.seconds,
        "results": results,
    }
    write_record(args.out, record)
    return commands.OK


def _middle(found, key):
    return int(np.median([facts[key] for facts in found]))


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
