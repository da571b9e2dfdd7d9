"""Training steps per second on 8Gaussians, compared with PyTorch.

    python benchmarks/toy_steps.py --rounds 5 --steps 3000

Both train DesignGAN with the settings of the 2019 project, in float32: label 1
held out, dense networks of 4 layers of 64 units, a class head with targets
smoothed by 0.2, both weights 0.5, batches of 400 points generated on the fly,
Adam with beta_1 = 0.5 and constant learning rates. A step consists of one step
of the discriminator and one of the generator.

The package trains through `model.fit()`, a hundred steps in an execution, as a
graph and compiled by XLA, with the threads that the 2019 command sets. PyTorch
trains on 1 thread and on all cores, eagerly and with `torch.compile`, from the
same weights; parameters, losses and gradients on a batch must be the same. The
row of the command's defaults also has an averaged generator, a decaying R1
penalty and a cosine decay, and no counterpart.
"""

import os
import tempfile
from pathlib import Path

import common
from contestants import Contestant

from keras_creative import commands

PROGRAM = "toy_steps"
CLAIM = "DesignGAN trains toy sets at 2.5 times the steps of eager PyTorch."
RATIOS = [
    common.Claim("keras_creative", "PyTorch float32 eager", 2.5),
    common.Claim("keras_creative", "PyTorch float32 compiled", 1.2),
    common.Claim("defaults", "PyTorch float32 eager", None),
]


def our_rows(seed, path):
    """The package's rows.

    Args:
        seed: Random seed.
        path: File for PyTorch.
    """

    def row(**settings):
        return Contestant("keras_ring:compete", {"seed": seed, **settings})

    return {
        "keras_creative, graph": row(path=path),
        "keras_creative, XLA": row(jit_compile=True),
        "defaults of the command": row(ema=0.99),
    }


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=3000
    )
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "float32.npz"))
        common.compete(
            args,
            CLAIM,
            "steps per second",
            our_rows(args.seed, path),
            common.torch_rows(
                "PyTorch float32",
                "torch_ring:compete",
                {"seed": args.seed, "path": path},
                compiled_on=sorted({1, os.cpu_count()}),
            ),
            RATIOS,
        )
    return commands.OK


if __name__ == "__main__":
    common.run(PROGRAM, main)
