"""Photographs in the styles of paintings, judged by a classifier of styles.

    python benchmarks/style_transfer.py --paintings paintings.zip --photos DIR

`--paintings` has a list.csv with the columns `file` and `style`. A fifth of the
paintings of each style is kept apart; the recipe `style-autoencoder` and the
classifier, of statistics of windows of 64x64, are trained on the others. Each
photograph is painted once in every style, of a window of a painting that was
kept apart. `wanted` is the share of pictures that the classifier assigns to the
style they were to have: each photograph itself has one of the styles, so that
its row is one over their number. `content` is the structural similarity to the
photograph; that in brackets, to the next photograph, is chance.
"""

import csv
import dataclasses
import functools
import io
import statistics
import tempfile
import time
import zipfile
from pathlib import Path

import common
import numpy as np
from PIL import Image
from reporting import print_table, write_record
from style_classifier import StyleClassifier

from keras_creative import commands, datasets, plotting
from keras_creative.metrics import structural_similarity
from keras_creative.models.style.transfer import color_statistics, match_colors
from keras_creative.recipes import RECIPES

PROGRAM, RECIPE = "style_transfer", "style-autoencoder"
SIDE, LONGER = 64, 192
# Windows of a painting: for training the classifier, and for its accuracy.
WINDOWS, TEST_WINDOWS = 30, 20
STRENGTHS = (0.5, 1.0)
SHOWN = 8


def read_paintings(path):
    """Paintings as arrays with the longer side scaled, and their styles."""
    images, styles = [], []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        table = next(name for name in names if name.endswith("list.csv"))
        root = table.removesuffix("list.csv")
        rows = csv.DictReader(io.StringIO(archive.read(table).decode()))
        for row in rows:
            image = Image.open(io.BytesIO(archive.read(root + row["file"])))
            image = image.convert("RGB")
            ratio = LONGER / max(image.size)
            sides = [max(SIDE, round(ratio * side)) for side in image.size]
            images.append(np.asarray(image.resize(sides, Image.LANCZOS)))
            styles.append(row["style"])
    return images, np.array(styles)


def split(labels, seed):
    """Indices of the training paintings, and of a fifth of each style."""
    rng = np.random.default_rng(seed)
    orders = [
        rng.permutation(np.flatnonzero(labels == label))
        for label in np.unique(labels)
    ]
    others = np.concatenate([order[: len(order) // 5] for order in orders])
    return np.setdiff1d(np.arange(len(labels)), others), others


def windows(image, n, rng):
    """Random square windows, half of them mirrored; pixels in [-1, 1]."""
    height, width = image.shape[:2]
    found = []
    for step in rng.choice([-1, 1], n):
        y, x = rng.integers([height - SIDE + 1, width - SIDE + 1])
        found.append(image[y : y + SIDE, x : x + SIDE][:, ::step])
    return datasets.to_network_range(np.stack(found)).numpy()


def train_recipe(images, seed):
    """A model of the recipe, as `keras-creative train` trains it."""
    recipe = dataclasses.replace(RECIPES[RECIPE], seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        for index, image in enumerate(images):
            Image.fromarray(image).save(Path(folder, f"{index:04d}.png"))
        recipe = recipe.with_data(folder)
        data = recipe.load_data()
        model = recipe.make_model(data)
        model.fit(
            recipe.make_batches(data, model),
            steps_per_epoch=recipe.steps_per_epoch(data, model),
            epochs=recipe.epochs,
            verbose=0,
        )
    return model


def colors_only(photo, style):
    """The photograph with the colors of the style picture."""
    colors = color_statistics(style[np.newaxis])
    made = np.asarray(match_colors(photo[np.newaxis], colors))[0]
    return np.clip(made, -1, 1)


def paint_all(paint, photos, styles):
    """Every photograph in every style, array `(photo, style, ...)`."""
    return np.stack(
        [[paint(photo, style) for style in styles] for photo in photos]
    )


def content_similarity(made, photos):
    """Mean structural similarity to the photographs."""
    return statistics.mean(
        float(np.mean(structural_similarity(column, photos)))
        for column in np.swapaxes(made, 0, 1)
    )


def seconds_of_256(model):
    """Seconds of the first picture of 256x256, and median of later ones."""
    rng = np.random.default_rng(0)
    photo, style = rng.uniform(-1, 1, (2, 256, 256, 3)).astype("float32")
    times = []
    for _ in range(4):
        start = time.perf_counter()
        model.stylize(photo, [style])
        times.append(time.perf_counter() - start)
    return times[0], statistics.median(times[1:])


def paintings_seen(images, labels, seed):
    """What a seed draws: a classifier, its accuracies, style pictures, a model.

    Args:
        images: List of arrays of paintings.
        labels: Their styles as integers.
        seed: Integer.

    Returns:
        Tuple of the classifier, the model, one window of a painting that was
        kept apart for each style, and a dict of facts.
    """
    training, others = split(labels, seed)
    rng = np.random.default_rng(seed)
    known = [images[index] for index in training]
    seen = [windows(image, WINDOWS, rng) for image in known]
    classifier = StyleClassifier(
        np.concatenate(seen), np.repeat(labels[training], WINDOWS)
    )
    tests = [windows(images[index], TEST_WINDOWS, rng) for index in others]
    truth = np.repeat(labels[others], TEST_WINDOWS)
    is_right = classifier.predict(np.concatenate(tests)) == truth
    classes = np.unique(labels)
    begin = time.perf_counter()
    model = train_recipe(known, seed)
    minutes = (time.perf_counter() - begin) / 60
    references = [
        windows(images[rng.choice(others[labels[others] == label])], 1, rng)[0]
        for label in classes
    ]
    references = np.stack(references)
    first, later = seconds_of_256(model)
    return (
        (classifier, model, references),
        {
            "accuracy of windows": float(is_right.mean()),
            "accuracy, mean of styles": float(
                np.mean([is_right[truth == label].mean() for label in classes])
            ),
            "accuracy of the style pictures": float(
                (classifier.predict(references) == classes).mean()
            ),
            "training minutes": minutes,
            "seconds of the first 256x256": first,
            "seconds of later 256x256": later,
        },
    )


def judge(classifier, model, references, photos, path):
    """Measures of each way to paint, and a picture of the last one."""
    painters = {
        "photograph": lambda photo, style: photo,
        "colors only": colors_only,
    }
    for strength in STRENGTHS:
        painters[f"strength {strength:g}"] = functools.partial(
            lambda strength, photo, style: model.stylize(
                photo, [style], strength
            ),
            strength,
        )
    wanted = np.tile(np.arange(len(references)), len(photos))
    rows = {}
    for name, paint in painters.items():
        made = paint_all(paint, photos, references)
        found = classifier.predict(made.reshape(-1, SIDE, SIDE, 3))
        rows[name] = {
            "wanted": float((found == wanted).mean()),
            "content": content_similarity(made, photos),
            "(by chance)": content_similarity(made, np.roll(photos, 1, axis=0)),
        }
    save_pictures(path, photos, references, made)
    return rows


def save_pictures(path, photos, references, made):
    """Styles above, photographs at the left, results between them."""
    blank = np.ones_like(references[0])
    lines = [[blank, *references]]
    lines += [[photos[index], *made[index]] for index in range(SHOWN)]
    pixels = np.concatenate([np.concatenate(line, 1) for line in lines], 0)
    plotting.save_picture(path, pixels)


def main(argv):
    """Train, measure, print and write."""
    args = _make_parser().parse_args(argv)
    images, styles = read_paintings(args.paintings)
    names, labels = np.unique(styles, return_inverse=True)
    recipe = dataclasses.replace(RECIPES[RECIPE], size=SIDE, fit="crop")
    photos, _ = recipe.with_data(args.photos).load_data().sample(args.n, 0)
    results = {}
    for seed in args.seeds:
        parts, facts = paintings_seen(images, labels, seed)
        path = args.out.with_suffix("") / f"seed{seed}.png"
        rows = judge(*parts, np.asarray(photos), path)
        results[seed] = {"rows": rows, **facts}
        print(seed, results[seed], flush=True)
    record = {
        "paintings": len(images),
        "styles": names.tolist(),
        "n": len(photos),
        "seeds": args.seeds,
        "results": results,
    }
    write_record(args.out, record)
    print_table(_table(list(results.values())))
    return commands.OK


def _table(results):
    table = []
    for name, measures in results[0]["rows"].items():
        cells = {"row": name}
        for key in measures:
            values = [found["rows"][name][key] for found in results]
            cells[key] = (
                f"{statistics.mean(values):.3f} ({min(values):.3f} to "
                f"{max(values):.3f})"
            )
        table.append(cells)
    return table


def _make_parser():
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--paintings", type=Path, required=True, help=".zip with a list.csv")
    add("--photos", required=True, help="folder or .zip file")
    add("-n", type=commands.positive_int, default=64, help="of photographs")
    add("--seeds", type=int, nargs="+", default=[0, 1, 2])
    common.add_out(parser, PROGRAM)
    return parser


if __name__ == "__main__":
    common.run(PROGRAM, main)
