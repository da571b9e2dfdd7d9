"""What PyTorch's sides of all step benchmarks share, see `contestants.py`."""

import torch


def prepare(seed, threads):
    """Set the random seed and the number of threads."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)


def contestant(model, draw, equal_work, warm_up, work=1):
    """Facts, and function that trains for some steps, after a warm-up.

    Args:
        model: Object whose `train_step()` takes what `draw` returns.
        draw: Function that returns the tuple of a step's data.
        equal_work: The differences to the package on a batch.
        warm_up: Number of steps before.
        work: Work of a step. Defaults to `1`.
    """

    def train(steps):
        for _ in range(steps):
            model.train_step(*draw())
        return steps * work

    train(warm_up)
    return {"torch": torch.__version__, "equal_work": equal_work}, train
