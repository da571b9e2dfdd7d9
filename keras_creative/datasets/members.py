"""Members of groups, drawn in the graph without replacement."""

import numpy as np
import tensorflow as tf


class Members:
    """Which elements belong to each of some groups.

    Args:
        groups: Integers `(n,)`, the group of each element.

    Attributes:
        counts: Number of members of each group, int32 array.
    """

    def __init__(self, groups):
        groups = np.asarray(groups)
        self.counts = np.bincount(groups).astype("int32")
        with tf.device("CPU:0"):
            self._order = tf.constant(np.argsort(groups, kind="stable"))
            self._counts = tf.constant(self.counts)
            starts = np.cumsum(self.counts) - self.counts
            self._starts = tf.constant(starts.astype("int64"))

    def of(self, group):
        """Elements of a group, in order.

        Args:
            group: Integer.

        Returns:
            NumPy array.
        """
        start = int(self._starts[group])
        return self._order[start : start + self.counts[group]].numpy()

    def draw(self, chosen, n, key):
        """Different members of each of some groups.

        Args:
            chosen: Integer tensor `(groups,)`.
            n: Number of members, not more than any chosen group has.
            key: int64 tensor `(2,)` that determines them.

        Returns:
            int64 tensor `(groups, n)` of elements.
        """
        largest = int(self.counts.max())
        rank = tf.random.stateless_uniform((len(chosen), largest), key)
        exists = tf.range(largest) < tf.gather(self._counts, chosen)[:, None]
        first = tf.math.top_k(tf.where(exists, rank, -1.0), n).indices
        starts = tf.gather(self._starts, chosen)[:, None]
        return tf.gather(self._order, starts + tf.cast(first, "int64"))
