"""Pictures a second of GANs with gradient penalties, compared with PyTorch.

    python benchmarks/penalty_images.py --game r3gan --rounds 5
    python benchmarks/penalty_images.py --game wgan-gp --rounds 5

R3GAN has the networks and settings of stacked MNIST in `collapse_stacked.py`,
at a constant learning rate: R1 and R2 penalties on 32x32 pictures of three
channels, an averaged generator and batches of 64. WGAN-GP has those of the
recipe wgan-gp-fashion-mnist: gray 32x32 pictures, five critic steps on 64
pictures each for a step of the generator. Both backpropagate twice; in PyTorch
by `torch.autograd.grad(create_graph=True)`, or by `torch.func.grad` where
`torch.compile` compiles it. `picture_rows.py` describes the rows.
"""

import common
import picture_rows

PROGRAM = "penalty_images"
TARGETS = {"float32": 1.2, "bfloat16": 1.2}


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=60
    )
    parser.add_argument("--game", choices=("r3gan", "wgan-gp"), default="r3gan")
    return picture_rows.compete(parser.parse_args(argv), TARGETS)


if __name__ == "__main__":
    common.run(PROGRAM, main)
