"""Steps a second of CycleGAN, compared with PyTorch at equal precision.

    python benchmarks/cycle_steps.py --rounds 5 --steps 20

Both sides train the networks of the recipe cyclegan-emoji on random pictures of
64x64, uint8 in memory, a batch of 1, with the cycle and the identity term and
pools of 50 samples. Both translate a picture and one that is on the target side
already in one pass. The package trains through `model.fit()`, ten steps in an
execution; PyTorch channels first and last, on 1 thread and on all cores,
eagerly and with `torch.compile`, under `torch.autocast` in bfloat16. PyTorch
starts from the package's weights, and parameters and losses of a batch must be
the same.
"""

import tempfile
from pathlib import Path

import common
from contestants import Contestant

from keras_creative import commands

PROGRAM = "cycle_steps"
TARGETS = {"float32": 1.15, "bfloat16": 1.4}
FORMATS = ("channels_first", "channels_last")
NETWORKS = {"width": 24, "blocks": 4}


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=20
    )
    args = parser.parse_args(argv)
    ours, theirs, claims = {}, {}, []
    with tempfile.TemporaryDirectory() as folder:
        for precision, target in TARGETS.items():
            settings = {
                "precision": precision,
                "seed": args.seed,
                "path": str(Path(folder, f"{precision}.npz")),
                **NETWORKS,
            }
            names = f"keras_creative {precision}", f"PyTorch {precision}"
            ours[names[0]] = Contestant("keras_cycle:compete", settings)
            theirs |= common.torch_rows(
                names[1], "torch_cycle:compete", settings, FORMATS
            )
            claims.append(common.Claim(*names, target))
        wanted = " and ".join(f"{n} ({name})" for name, n in TARGETS.items())
        common.compete(
            args,
            f"CycleGAN trains at {wanted} times the steps of PyTorch.",
            "steps per second",
            ours,
            theirs,
            claims,
            networks=NETWORKS,
        )
    return commands.OK


if __name__ == "__main__":
    common.run(PROGRAM, main)
