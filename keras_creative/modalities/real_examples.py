"""Real examples to compare samples with."""


def draw_real(data, n, seed):
    """Real examples; all of them if there are fewer than `n`.

    Args:
        data: Data set with `sample(n, seed)`.
        n: Requested number.
        seed: Integer that fixes them.
    """
    if hasattr(data, "__len__"):
        n = min(n, len(data))
    real, _ = data.sample(n, seed)
    return real
