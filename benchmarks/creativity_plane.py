"""Where creativity losses pull the samples of a ring with a hidden mode.

    python benchmarks/creativity_plane.py

A class head learns the seven shown modes for 3,000 steps of 400 points, with
the smoothed targets of `DesignGAN`, and is then fixed. Points of the shown
modes follow the negative gradient of each creativity loss alone, in steps of a
constant length that decreases at the end. The figure shows the entropy of the
head's posterior, the paths, and the entropy on the way from the center to the
hidden mode beside that of the exact posterior of the seven Gaussians; the table
shows where the points end. n = 84 points, seeds 0 to 2; the figure is of the
first.
"""

import argparse
import math
import statistics
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure
from reporting import print_table, write_record

from keras_creative import datasets, losses, networks
from keras_creative.files import atomic_path

HIDDEN, SMOOTHING = 0, 0.2
SEEDS = (0, 1, 2)
LOSSES = ("uniform", "can", "sharma-mittal", "renyi")
POINTS, STEPS, LENGTH = 12, 400, 0.01
IMAGE = Path("docs/images/creativity-plane.png")


def train_head(data, seed):
    """Discriminator of the ring whose class head has been trained."""
    keras.utils.set_random_seed(seed)
    network = networks.mlp_discriminator(num_classes=data.num_classes)
    head = keras.Model(network.inputs, network.output["class_logits"])
    head.compile(
        keras.optimizers.Adam(3e-3),
        losses.Classification(SMOOTHING),
        steps_per_execution=100,
    )
    head.fit(data.batches(400, seed=seed), steps_per_epoch=3000, verbose=0)
    return head


def entropy(head, points):
    """Entropy of a head's posterior in nats, `(batch,)`."""
    shares = keras.ops.softmax(head(tf.constant(points, "float32")))
    return -tf.reduce_sum(tf.math.xlogy(shares, shares), axis=1).numpy()


def exact_head(data):
    """Function from points to the exact logits of the shown modes."""

    def logits(points):
        means = data.components[list(data.shown)]
        squares = ((np.asarray(points)[:, None] - means) ** 2).sum(axis=-1)
        return -squares / (2 * data.std**2)

    return logits


def follow(head, loss, points):
    """Positions of points that descend a loss, `(steps + 1, batch, 2)`."""

    @tf.function
    def direction(points):
        with tf.GradientTape() as tape:
            tape.watch(points)
            value = losses.creativity_value(loss, head(points))
        gradient = tape.gradient(value, points)
        return -gradient / (tf.norm(gradient, axis=1, keepdims=True) + 1e-12)

    path = [tf.constant(points, "float32")]
    for step in range(STEPS):
        length = LENGTH * min(1.0, 4 * (1 - step / STEPS))
        path.append(path[-1] + length * direction(path[-1]))
    return np.stack(path)


def measures(head, data, path):
    """Where the points of a path end."""
    ends, hidden = path[-1], data.components[HIDDEN]
    distance = np.linalg.norm(ends - hidden, axis=1)
    return {
        "entropy (nats)": float(entropy(head, ends).mean()),
        "distance from the center": float(np.linalg.norm(ends, axis=1).mean()),
        "distance from the hidden mode": float(distance.mean()),
        "within 3 std of it": float((distance < 3 * data.std).mean()),
    }


def draw(head, data, paths):
    """The figure: entropy, paths, and entropy toward the hidden mode."""
    figure = Figure(figsize=(12.5, 4), dpi=100, layout="constrained")
    plane, ways, axis = figure.subplots(1, 3)
    side = np.linspace(-2, 2, 301)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    image = plane.imshow(
        entropy(head, grid).reshape(len(side), -1),
        extent=(-2, 2, -2, 2),
        origin="lower",
        cmap="magma",
    )
    figure.colorbar(image, ax=plane, label="entropy (nats)")
    plane.set_title("entropy of the class head")
    for color, (name, path) in enumerate(paths.items()):
        for index in range(path.shape[1]):
            line = path[:, index]
            label = name if index == 0 else None
            ways.plot(*line.T, f"C{color}", lw=0.6, alpha=0.6, label=label)
    ways.set_title("paths of samples under each loss alone")
    for line in ways.legend(loc="upper right", fontsize=8).get_lines():
        line.set(linewidth=2, alpha=1)
    for axes, color in ((plane, "w"), (ways, "k")):
        axes.plot(*data.components[list(data.shown)].T, f"{color}o", ms=4)
        axes.plot(*data.components[HIDDEN], f"{color}x", ms=9, mew=2)
        axes.set_aspect("equal")
        axes.set(xlim=(-2, 2), ylim=(-2, 2))
    draw_axis(axis, head, data)
    return figure


def draw_axis(axes, head, data):
    """Entropy on the line from the center through the hidden mode."""
    share = np.linspace(-0.2, 1.4, 800)
    points = share[:, None] * data.components[HIDDEN]
    axes.plot(share, entropy(head, points), "k", label="class head")
    exact = entropy(exact_head(data), points)
    axes.plot(share, exact, "C2", label="exact posterior")
    axes.legend(loc="lower right", fontsize=8)
    for count, place in ((len(data.shown), "the center"), (2, "the gap")):
        axes.axhline(math.log(count), color="C0", lw=0.8, ls="--")
        axes.text(0.45, math.log(count) + 0.04, f"ln {count}: {place}")
    axes.axvline(1, color="C3", lw=0.8)
    axes.text(1.03, 1.1, "hidden mode", rotation=90, color="C3")
    axes.set(
        xlabel="distance from the center, in radii",
        ylabel="entropy (nats)",
        title="toward the hidden mode",
        ylim=(0, 2.2),
    )


def main():
    """Follow, draw, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", type=Path, default=IMAGE)
    parser.add_argument(
        "--out", default="runs/benchmarks/creativity_plane.json"
    )
    args = parser.parse_args()
    data = datasets.load_toy("8Gaussians", holdout=[HIDDEN])
    rows = {name: [] for name in ("start", *LOSSES)}
    for seed in SEEDS:
        head = train_head(data, seed)
        start, _ = data.sample(POINTS * len(data.shown), seed=seed)
        paths = {
            name: follow(head, losses.get_creativity_loss(name), start)
            for name in LOSSES
        }
        for name, path in ({"start": start[None]} | paths).items():
            rows[name].append(measures(head, data, path))
        if seed == SEEDS[0]:
            with atomic_path(args.image) as partial:
                draw(head, data, paths).savefig(partial, format="png")
    print_table([table_row(name, row) for name, row in rows.items()])
    write_record(args.out, {"n": len(start), "seeds": SEEDS, "ends": rows})


def table_row(name, measured):
    """Row of the table: the mean over the seeds, smallest and largest."""
    row = {"loss": name}
    for key in measured[0]:
        values = [one[key] for one in measured]
        row[key] = (
            f"{statistics.mean(values):.2f} "
            f"({min(values):.2f} to {max(values):.2f})"
        )
    return row


if __name__ == "__main__":
    main()
