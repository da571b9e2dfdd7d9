"""Recipes adapted by flags of `train`."""

from keras_creative import cli, experiments
from keras_creative.cli import train_flags


def adapt(name, *flags):
    args = cli.make_parser().parse_args(["train", name, *flags])
    return train_flags.adapted(experiments.RECIPES[name], args)
