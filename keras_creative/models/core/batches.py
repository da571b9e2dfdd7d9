"""Calls of functions in batches."""

import numpy as np
from keras import ops


def in_batches(function, arrays, batch_size):
    """Results of a function for rows of arrays, as one array.

    Args:
        function: Function of a tensor for each array.
        arrays: Sequence of arrays of one length.
        batch_size: Rows of a batch.

    Returns:
        NumPy array.
    """
    results = []
    for i in range(0, len(arrays[0]), batch_size):
        batch = [ops.convert_to_tensor(a[i : i + batch_size]) for a in arrays]
        results.append(ops.convert_to_numpy(function(*batch)))
    return np.concatenate(results)
