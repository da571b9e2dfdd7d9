"""Pictures a second of a DCGAN, compared with PyTorch at equal precision.

    python benchmarks/dcgan_images.py --game design --rounds 5
    python benchmarks/dcgan_images.py --game cifar10 --rounds 5

Gray 32x32 pictures of 10 classes with DesignGAN, or color pictures with the
plain GAN and the networks of the recipe dcgan-cifar10. The networks are DCGAN's
of width 64, with batches of 64, Adam(2e-4) with beta_1 = 0.5, and without an
averaged generator except in the recipe. `picture_rows.py` describes the rows.
"""

import common
import picture_rows

PROGRAM = "dcgan_images"
TARGETS = {"float32": 1.25, "bfloat16": 1.1}


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=40
    )
    parser.add_argument(
        "--game", choices=("design", "cifar10"), default="design"
    )
    return picture_rows.compete(parser.parse_args(argv), TARGETS)


if __name__ == "__main__":
    common.run(PROGRAM, main)
