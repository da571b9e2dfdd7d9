"""What the package's side writes for PyTorch's: weights, a batch, values.

PyTorch loads the weights and the batch, and its values must be the same: both
sides then do equal work.
"""

import numpy as np


def write(path, networks, batch, values, data=None):
    """Write the .npz file.

    Args:
        path: The file.
        networks: Dict from a name to a `keras.Model`.
        batch: Dict from a name to an array.
        values: Dict from a name to a number that both sides compute from the
            batch.
        data: Dict from a name to an array that PyTorch trains with. Defaults
            to `None`: none.
    """
    weights = {
        f"weights/{network}/{layer.name}/{index}": array
        for network, model in networks.items()
        for layer in model.layers
        for index, array in enumerate(layer.get_weights())
    }
    np.savez(
        path,
        **weights,
        **{f"batch/{name}": array for name, array in batch.items()},
        **{f"values/{name}": float(value) for name, value in values.items()},
        **{f"data/{name}": array for name, array in (data or {}).items()},
    )


def read(path):
    """Dict from the names in the file to arrays."""
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def part(arrays, beginning):
    """The arrays whose names begin with a word, under the rest of their names.

    Args:
        arrays: Dict returned by `read()`.
        beginning: Such as `"values/"`.
    """
    return {
        name.removeprefix(beginning): array
        for name, array in arrays.items()
        if name.startswith(beginning)
    }


def count(arrays, network):
    """Number of a network's parameters, without moving statistics.

    Args:
        arrays: Dict returned by `read()`.
        network: Name of the network.
    """
    return sum(
        array.size
        for name, array in part(arrays, f"weights/{network}/").items()
        if int(name.rpartition("/")[2]) < 2
    )


def compare(arrays, parameters, values, tolerance):
    """Check that both sides have the same parameters and values.

    Args:
        arrays: Dict returned by `read()`.
        parameters: Dict from the name of a network to PyTorch's number of
            parameters.
        values: Dict of PyTorch's values.
        tolerance: Largest difference, relative to values above 1.

    Returns:
        Dict from each name to `[package's, PyTorch's]`.

    Raises:
        AssertionError: If a name is missing, or a pair differs.
    """
    ours = {name: float(v) for name, v in part(arrays, "values/").items()}
    ours |= {name: count(arrays, name) for name in parameters}
    theirs = {**values, **parameters}
    if ours.keys() != theirs.keys():
        raise AssertionError(
            "Both must compute the same values. "
            f"Received: {sorted(ours)} and {sorted(theirs)}"
        )
    for name, value in ours.items():
        allowed = 0 if name in parameters else tolerance
        if not abs(value - theirs[name]) <= allowed * max(1.0, abs(value)):
            raise AssertionError(
                "Both must do the same work. "
                f"Received: {name} of {value} and {theirs[name]}"
            )
    return {name: [ours[name], theirs[name]] for name in ours}
