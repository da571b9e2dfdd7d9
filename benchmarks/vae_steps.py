"""The VAE of 2019, compared with PyTorch: steps per second and ELBO.

    python benchmarks/vae_steps.py --rounds 5 --steps 1000
    python benchmarks/vae_steps.py --elbo --seeds 0 1 2 --epochs 10

Both train 784-400-2-400-784 in float32 on 28x28 pictures in memory, uint8:
Bernoulli likelihood, batches of 64, Adam(1e-3). Steps are timed on random
pictures. The package trains through `model.fit()`: compiled by XLA with a
hundred steps in an execution, which is near the recipe's default, and as plain
graph steps. PyTorch trains on 1 thread and on all cores, eagerly and with
`torch.compile`, from the same weights; parameters and the ELBO of a batch must
be the same.

With `--elbo` both are trained for whole epochs of Fashion-MNIST, each from the
initial weights of its library, and evaluated on the 10,000 test images with the
same random numbers for the codes, one draw per image.
"""

import statistics
import tempfile
from pathlib import Path

import common
import reporting
from contestants import Contestant, started

from keras_creative import commands

PROGRAM = "vae_steps"
SPEED_CLAIM = "A VAE trains at 1.7 times the steps of eager PyTorch."
ELBO_CLAIM = "Its test ELBO is within 2 nats of PyTorch's."
SIDES = {"keras_creative": "keras_vae", "PyTorch": "torch_vae"}


def measure_speed(args):
    """Steps per second of alternating rounds, and their ratios."""
    common.compete_with_xla(args, SPEED_CLAIM, "keras_vae", "torch_vae", 1.7)


def measure_elbo(args):
    """Test ELBO of both for each seed, and the differences."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "pictures.npz"))
        rows = [_elbo_of_both(seed, args.epochs, path) for seed in args.seeds]
    differences = [row["keras_creative"] - row["PyTorch"] for row in rows]
    print(f"{ELBO_CLAIM}\n\nnats per test image, {args.epochs} epochs\n")
    reporting.print_table(
        [
            {k: v if k == "seed" else f"{v:.2f}" for k, v in row.items()}
            for row in rows
        ]
    )
    mean = statistics.mean(differences)
    print(f"\ndifference: {mean:.2f} nats on average, required: within 2")
    record = {
        "claim": ELBO_CLAIM,
        "n": 10_000,
        "seeds": args.seeds,
        "epochs": args.epochs,
        "rows": rows,
        "differences": differences,
        "mean_difference": mean,
    }
    reporting.write_record(args.out.with_stem(f"{args.out.stem}_elbo"), record)


def _elbo_of_both(seed, epochs, path):
    row = {"seed": seed}
    for name, module in SIDES.items():
        settings = {"seed": seed, "epochs": epochs, "path": path}
        contestant = Contestant(f"{module}:test_elbo", settings)
        with started({name: contestant}) as workers:
            row[name] = workers[name].facts["elbo"]
    return row


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=1000
    )
    parser.add_argument(
        "--elbo",
        action="store_true",
        help="measure the ELBO instead of steps per second",
    )
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[0, 1, 2], help="with --elbo"
    )
    parser.add_argument(
        "--epochs", type=commands.positive_int, default=10, help="with --elbo"
    )
    args = parser.parse_args(argv)
    if args.elbo:
        common.check_torch()
        measure_elbo(args)
    else:
        measure_speed(args)
    return commands.OK


if __name__ == "__main__":
    common.run(PROGRAM, main)
