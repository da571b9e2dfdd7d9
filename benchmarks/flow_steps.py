"""Flow matching on points, compared with PyTorch: steps per second.

    python benchmarks/flow_steps.py --rounds 5 --steps 1000

Both train the network of `flow-8gaussians` in float32 on the ring with the
recipe's settings: batches of 512, Adam with a cosine decay, an averaged
network. The package trains through `model.fit()`: compiled by XLA with a
hundred steps in an execution, which is near the recipe's default, and as plain
graph steps. PyTorch trains on 1 thread and on all cores, eagerly and with
`torch.compile`, from the same weights; parameters and the loss of a batch must
be the same.
"""

import common

from keras_creative import commands

PROGRAM = "flow_steps"
CLAIM = "Flow matching trains at 1.2 times the steps of eager PyTorch."


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=1000
    )
    args = parser.parse_args(argv)
    common.compete_with_xla(args, CLAIM, "keras_flow", "torch_flow", 1.2)
    return commands.OK


if __name__ == "__main__":
    common.run(PROGRAM, main)
