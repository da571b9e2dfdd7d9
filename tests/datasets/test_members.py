import numpy as np
import tensorflow as tf

from keras_creative.datasets.members import Members

GROUPS = np.array([2, 0, 2, 1, 0, 2, 0, 2])


def test_members_of_a_group():
    members = Members(GROUPS)
    assert members.counts.tolist() == [3, 1, 4]
    assert members.of(2).tolist() == [0, 2, 5, 7]


def test_draws_are_members_and_differ():
    """n = 400 draws of 2 of 3: each member in 267 of them, within 5 std."""
    members = Members(GROUPS)
    chosen = tf.zeros(400, "int32")
    drawn = members.draw(chosen, 2, tf.constant([3, 0], "int64")).numpy()
    assert (drawn[:, 0] != drawn[:, 1]).all()
    numbers, counts = np.unique(drawn, return_counts=True)
    assert numbers.tolist() == [1, 4, 6]
    assert np.abs(counts - 800 / 3).max() < 5 * np.sqrt(400 * 2 / 9)


def test_every_member_of_groups_of_other_sizes():
    members = Members(GROUPS)
    key = tf.constant([3, 0], "int64")
    drawn = members.draw(tf.constant([0, 2, 2]), 3, key).numpy()
    assert sorted(drawn[0]) == [1, 4, 6]
    assert np.isin(drawn[1:], [0, 2, 5, 7]).all()
    again = members.draw(tf.constant([0, 2, 2]), 3, key).numpy()
    np.testing.assert_array_equal(drawn, again)
