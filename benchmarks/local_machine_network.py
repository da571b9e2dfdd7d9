"""How well the local score machine predicts a small flow network's samples.

    python benchmarks/local_machine_network.py --data fashion-mnist --steps 4000

Network and machine have the same images and start from the same noise. The
machine's patches at each time are those that fit the network best on other
noise, as in Kamb and Ganguli. The equivariant machine takes patches from all
places; a step takes minutes. Controls: the ideal machine, whose patches are
whole images, and samples from other noise.
"""

import argparse
import time

import keras
import numpy as np
from keras import ops
from reporting import print_table, write_record

from keras_creative import datasets, models
from keras_creative.models.local.local_score_machine import _times
from keras_creative.networks.velocity_inputs import (
    time_features,
    velocity_inputs,
)

WIDTHS = (3, 5, 7, 9, 11, 13, 15, 17, 21, 25, 29, 56)
EQUIVARIANT_WIDTHS = (3, 5, 7, 11, 15)


def convolutional_velocity(image_shape, width, blocks):
    """Residual network of 3 x 3 convolutions, without normalization.

    A pixel of its output depends on a square of `3 + 4 * blocks` pixels.
    """
    inputs = velocity_inputs(image_shape, None)
    images, times = inputs
    layers = keras.layers
    embedding = layers.Dense(4 * width, "silu")(time_features(times, 64))
    x = layers.Conv2D(width, 1)(images)
    for _ in range(blocks):
        y = layers.Conv2D(width, 3, padding="same")(
            layers.Activation("silu")(x)
        )
        bias = layers.Reshape((1, 1, width))(layers.Dense(width)(embedding))
        y = layers.Activation("silu")(layers.Add()([y, bias]))
        x = layers.Add()([x, layers.Conv2D(width, 3, padding="same")(y)])
    x = layers.Conv2D(image_shape[-1], 3, padding="same", dtype="float32")(x)
    return keras.Model(inputs, x)


class Calibrated(models.LocalScoreMachine):
    """Machine whose patches have a width of its own at each time."""

    widths: dict[float, float] = {}

    def patch_size(self, t):
        """Width at a time."""
        return self.widths[t]


def network_means(network, x, t):
    """The mean images that a network expects."""
    time = ops.full((len(x), 1), t)
    return x + (1 - t) * network([x, time], training=False)


def path(means, x, times):
    """Points of Euler's method under a function of mean images."""
    points = [x]
    for t, end in zip(times[:-1], times[1:], strict=True):
        x = x + (end - t) / (1 - t) * (means(x, t) - x)
        points.append(x)
    return points


def calibrate(machine, network, noise):
    """Choose the width at each time that fits the network best."""
    times = _times(machine.steps)
    points = path(lambda x, t: network_means(network, x, t), noise, times)
    chosen = {}
    for x, t in zip(points, times[:-1], strict=False):
        wanted = network_means(network, x, t)
        errors = []
        candidates = EQUIVARIANT_WIDTHS if machine.equivariant else WIDTHS
        for width in candidates:
            machine.widths = {t: width}
            error = ops.mean(ops.square(machine.mean_images(x, t) - wanted))
            errors.append(float(error))
        chosen[t] = candidates[int(np.argmin(errors))]
    machine.widths = chosen
    return points[-1]


def squared_correlations(first, second):
    """Squared correlation of the pixels of each pair of images."""
    first, second = (np.reshape(x, (len(x), -1)) for x in (first, second))
    return np.array(
        [
            np.corrcoef(a, b)[0, 1] ** 2
            for a, b in zip(first, second, strict=True)
        ]
    )


def run(args, seed):
    """Train a network and compare it with the machine."""
    keras.utils.set_random_seed(seed)
    images, _ = datasets.load_images(args.data)
    chosen = np.random.default_rng(seed).choice(len(images), args.images, False)
    x = datasets.to_network_range(images[chosen])
    network = convolutional_velocity(x.shape[1:], args.width, args.blocks)
    model = models.FlowMatching(network, ema=0.999, seed=seed)
    falling = keras.optimizers.schedules.CosineDecay(2e-3, args.steps)
    model.compile(keras.optimizers.Adam(falling))
    begin = time.perf_counter()
    data = datasets.PictureSet(images[chosen], size=x.shape[1])
    model.fit(data.batches(32, seed), steps_per_epoch=args.steps, verbose=0)
    seconds = time.perf_counter() - begin

    rng = np.random.default_rng(seed + 1000)
    shape = (args.samples, *x.shape[1:])
    other, noise = (ops.cast(rng.normal(size=shape), "float32") for _ in "ab")
    machine = Calibrated(x)
    calibrate(machine, model.averaged_network, other[:16])
    machines = [
        ("local machine", machine, noise),
        ("local machine, other noise", machine, other),
    ]
    if args.equivariant:
        anywhere = Calibrated(x, equivariant=True)
        calibrate(anywhere, model.averaged_network, other[: args.calibration])
        machines.insert(0, ("equivariant machine", anywhere, noise))
    made = path(
        lambda x, t: network_means(model.averaged_network, x, t),
        noise,
        _times(machine.steps),
    )[-1]
    ideal = models.LocalScoreMachine(x, (2 * x.shape[1],) * 2)
    machines.append(("ideal machine", ideal, noise))
    batches = range(0, args.samples, 8)
    of = {
        name: np.concatenate([m.follow(start[i : i + 8]) for i in batches])
        for name, m, start in machines
    }
    first = machines[0][1].widths
    widths = [first[t] for t in sorted(first)]
    np.savez_compressed(f"{args.pictures}-{seed}.npz", network=made, **of)
    rows = []
    for name, samples in of.items():
        found = squared_correlations(np.asarray(made), samples)
        low, median, high = np.quantile(found, [0.25, 0.5, 0.75])
        rows.append(
            {
                "data": args.data,
                "seed": seed,
                "prediction": name,
                "r2": f"{median:.3f} ({low:.3f} to {high:.3f})",
                "training, s": round(seconds),
            }
        )
    return rows, widths


def main():
    """Compare for each seed; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="fashion-mnist")
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--samples", type=int, default=64)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--blocks", type=int, default=3)
    parser.add_argument("--equivariant", action="store_true")
    parser.add_argument("--calibration", type=int, default=4)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--pictures", default="local_machine_network")
    parser.add_argument("--out", default="local_machine_network.json")
    args = parser.parse_args()
    rows, widths = [], []
    for seed in range(args.seeds):
        of_seed, chosen = run(args, seed)
        rows += of_seed
        widths.append(chosen)
    print_table(rows)
    print("widths of patches, from noise to image:", *widths, sep="\n")
    write_record(args.out, {"rows": rows, "widths": widths, **vars(args)})


if __name__ == "__main__":
    main()
