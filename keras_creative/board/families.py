"""Families of entries: how a method is built and trained.

A family is a function of what is shown, the seeds and the number of steps that
returns one trained model for each seed. It is called in a process that never
opens what is hidden.
"""

import tensorflow as tf

from keras_creative.board.proposer_families import (
    train_gap,
    train_local,
    train_oriented,
    train_recombined,
    train_symmetric,
)
from keras_creative.board.recipe_families import (
    train_cells,
    train_recipe,
    train_stacked,
)
from keras_creative.board.vae_families import train_point_vae, train_styled

FAMILIES = {
    "cells": train_cells,
    "gap": train_gap,
    "local": train_local,
    "oriented": train_oriented,
    "point-vae": train_point_vae,
    "recipe": train_recipe,
    "recombined": train_recombined,
    "stacked": train_stacked,
    "styled": train_styled,
    "symmetric": train_symmetric,
}


def single_threaded():
    """Use one thread, so that results do not depend on the machine's cores."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
