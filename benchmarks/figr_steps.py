"""FIGR compared with a PyTorch loop of the published form: tasks per second.

    python benchmarks/figr_steps.py --rounds 5 --steps 10 --width 16

A task is an inner loop of 10 steps of WGAN-GP on 4 shots of 32x32 pixels, with
its part in an outer step. The package trains through `model.fit()`, with one
task and with four tasks in an outer step. PyTorch has one task at a time and
copies networks and optimizers in Python, as the published code does; it runs on
1 thread and on all cores. XLA takes minutes to compile the loops, and is left
out.
"""

import os

import common
import contestants

from keras_creative import commands

PROGRAM = "figr_steps"
CLAIM = "FIGR trains at 5 times the tasks per second of the published loop."


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=10
    )
    parser.add_argument(
        "--width",
        type=commands.positive_int,
        default=16,
        help="channels of the networks at full size; published are 64",
    )
    args = parser.parse_args(argv)
    settings = {
        "width": args.width,
        "shots": 4,
        "latent_dim": 100,
        "seed": args.seed,
    }
    ours = {
        f"keras_creative, {tasks} task{'s' * (tasks > 1)}": (
            contestants.Contestant(
                "keras_figr:compete", {**settings, "tasks": tasks}
            )
        )
        for tasks in (1, 4)
    }
    theirs = {
        f"PyTorch, {threads} thread{'s' * (threads > 1)}": (
            contestants.Contestant(
                "torch_figr:compete", {**settings, "threads": threads}
            )
        )
        for threads in sorted({1, os.cpu_count()})
    }
    claims = [
        common.Claim("keras_creative", "PyTorch", 5.0),
        common.Claim("keras_creative, 1 task", "PyTorch", None),
    ]
    common.compete(
        args, CLAIM, "tasks per second", ours, theirs, claims, width=args.width
    )
    return commands.OK


if __name__ == "__main__":
    common.run(PROGRAM, main)
