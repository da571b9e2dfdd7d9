"""Steps a second of two workers, beside two processes that share nothing.

    python benchmarks/worker_steps.py

DCGAN's networks on random pictures of 32x32 with 3 channels, 64 for each worker
and step (weak scaling), with one thread for each process. Two processes that do
not exchange anything are the ideal on this machine: they share its memory as
the workers do. `exchanged` is what a worker's gradients of a step take.
"""

import functools
import json
import os
import statistics
import sys
import time

import common
from reporting import print_table, write_record

from keras_creative import commands
from keras_creative.commands.local_workers import run_workers

PROGRAM = "worker_steps"
BATCH, SIDE, WIDTH = 64, 32, 32
ROWS = {
    "one process": (1, False),
    "two processes": (2, False),
    "two workers": (2, True),
}


def train(together, steps):
    """Print the steps a second of this process, and the size of gradients."""
    if not together:
        os.environ.pop("TF_CONFIG")
    begin = time.perf_counter()
    import tensorflow as tf

    from keras_creative import datasets, models, networks, runs

    strategy = (
        runs.worker_strategy() if together else tf.distribute.get_strategy()
    )
    workers = strategy.num_replicas_in_sync
    shape = (SIDE, SIDE, 3)
    pixels = tf.random.stateless_uniform(
        (1024, *shape), (0, 0), 0, 256, "int32"
    )
    data = datasets.PictureSet(pixels.numpy().astype("uint8"), size=SIDE)
    with strategy.scope():
        model = models.GAN(
            networks.dcgan_generator(shape, width=WIDTH),
            networks.dcgan_discriminator(shape, width=WIDTH),
            seed=0,
        )
        model.compile()
    fit = functools.partial(
        model.fit, data.batches(BATCH * workers, labelled=False), verbose=0
    )
    fit(steps_per_epoch=1)
    first = time.perf_counter() - begin
    fit(steps_per_epoch=5)
    begin = time.perf_counter()
    fit(steps_per_epoch=steps)
    rate = steps / (time.perf_counter() - begin)
    count = sum(w.shape.num_elements() for w in model.trainable_weights)
    print(json.dumps({"rate": rate, "first": first, "bytes": 4 * count}))


def measure(row, steps):
    """What the processes of a row print."""
    count, together = ROWS[row]
    lines = []
    program = [sys.executable, __file__, "--steps", str(steps), "--train"]
    code = run_workers([*program, str(int(together))], count, lines.append)
    found = [line.partition("] ")[2] for line in lines]
    found = [json.loads(line) for line in found if line.startswith('{"rate"')]
    if code or len(found) != count:
        raise commands.RunFailed("\n".join(lines[-10:]))
    return found


def main(argv):
    """Measure in turn, print and write."""
    args = _make_parser().parse_args(argv)
    if args.train is not None:
        train(bool(args.train), args.steps)
        return commands.OK
    results = {row: [] for row in ROWS}
    for _ in range(args.rounds):
        for row in ROWS:
            results[row].append(measure(row, args.steps))
    rates = {
        row: [min(p["rate"] for p in found) for found in rounds]
        for row, rounds in results.items()
    }
    table = [
        {
            "row": row,
            "steps a second": _range(rates[row], ".2f"),
            "of two processes": _range(
                [
                    a / b
                    for a, b in zip(
                        rates[row], rates["two processes"], strict=True
                    )
                ],
                ".2f",
            ),
            "seconds to the first step": _range(
                [max(p["first"] for p in f) for f in rounds], ".1f"
            ),
        }
        for row, rounds in results.items()
    ]
    print_table(table)
    size = results["two workers"][0][0]["bytes"]
    print(f"exchanged: {size / 1e6:.2f} MB a step")
    record = {"n": args.rounds, "seeds": [0], "bytes": size, "results": results}
    write_record(args.out, record)
    return commands.OK


def _range(values, form):
    middle = statistics.median(values)
    return f"{middle:{form}} ({min(values):{form}} to {max(values):{form}})"


def _make_parser():
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--rounds", type=commands.positive_int, default=5, help="of each row")
    add("--steps", type=commands.positive_int, default=60, help="of a round")
    add("--train", type=int, help="for the processes of a row")
    common.add_out(parser, PROGRAM)
    return parser


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    common.run(PROGRAM, main)
