"""`keras-creative legacy`."""

import argparse
import importlib

PROGRAMS = {
    "cgan": "conditional GAN on Gaussians or digits",
    "ebgan": "energy-based GAN on pictures",
    "figr": "few-shot generation by Reptile",
    "gan": "GAN on pictures",
    "infogan": "InfoGAN",
    "stylegan": "creative GAN on Gaussians, as STYLEGAN.py",
    "vae": "variational autoencoder",
    "wgan": "Wasserstein GAN on pictures",
}


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    lines = "; ".join(f"{name}: {line}" for name, line in PROGRAMS.items())
    parser = add_parser(
        description=f"Run a program of 2019 with its own flags. {lines}.",
        examples=(
            "keras-creative legacy stylegan --label --missing_mixt 1",
            "keras-creative legacy vae --help",
        ),
    )
    add = parser.add_argument
    add("program", choices=tuple(PROGRAMS), metavar="PROGRAM", help="its name")
    add("arguments", nargs=argparse.REMAINDER, help="its flags")
    parser.set_defaults(task=_run)


def _run(args):
    program = importlib.import_module(f"keras_creative.legacy.{args.program}")
    return program.main(args.arguments)
