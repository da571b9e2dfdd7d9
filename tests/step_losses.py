"""Losses of the players in a step that changes no network."""

import contextlib
from unittest import mock


def step_losses(model, real, labels=None, latent=None, fake=None, trains=True):
    """Loss and logs of each player, as a model's own step computes them.

    Args:
        model: Compiled model with players.
        real: Batch of real samples.
        labels: Their labels. Defaults to `None`.
        latent: Latent vectors of both players. Defaults to `None`: the step's
            own.
        fake: Samples that the discriminator scores instead of generated ones.
            Defaults to `None`. With them there is no generator's loss.
        trains: Whether it is a step of training. Defaults to `True`.

    Returns:
        Dict from the names of the players to pairs of a scalar and a dict.
    """
    found = {}

    def descend(player, loss_fn):
        if player == "generator" and fake is not None:
            raise StopIteration
        found[player] = loss_fn()
        return {}

    def step():
        (model.train_step if trains else model.test_step)((real, labels))

    with contextlib.ExitStack() as stack:

        def replace(name, function):
            stack.enter_context(mock.patch.object(model, name, function))

        replace("descend", descend)
        replace("track", lambda logs: logs)
        replace("average_generator", lambda: None)
        if latent is not None:
            replace("draw_latent", lambda batch_size: latent)
        if fake is not None:
            replace("generate", lambda latent, labels=None: fake)
        stack.enter_context(contextlib.suppress(StopIteration))
        step()
    return found
