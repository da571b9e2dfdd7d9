"""Families of entries: how a method is built and trained.

A family is a function of what is shown, the seeds and the number of steps that
returns one trained model for each seed. It is called in a process that never
opens what is hidden.
"""

import tensorflow as tf

from keras_creative import proposals
from keras_creative.board.proposer_families import proposing, train_local
from keras_creative.board.recipe_families import (
    train_cells,
    train_recipe,
    train_stacked,
)
from keras_creative.board.vae_families import train_point_vae, train_styled

FAMILIES = {
    "cells": train_cells,
    "code-symmetric": proposing(train_recipe, proposals.CodeSymmetryProposer),
    "gap": proposing(train_recipe, proposals.GapProposer),
    "local": train_local,
    "oriented": proposing(train_recipe, proposals.OrientationProposer),
    "point-vae": train_point_vae,
    "recipe": train_recipe,
    "recombined": proposing(train_point_vae, proposals.RecombinationProposer),
    "searched": proposing(train_recipe, proposals.NoveltySearchProposer),
    "searched-points": proposing(
        train_point_vae, proposals.NoveltySearchProposer
    ),
    "stacked": train_stacked,
    "styled": train_styled,
    "symmetric": proposing(train_recipe, proposals.SymmetryProposer),
}


def single_threaded():
    """Use one thread, so that results do not depend on the machine's cores."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
