import numpy as np
import pytest

from keras_creative.datasets import TaskSet

NAMES = ("a1", "a2", "b1", "b2", "c1")


@pytest.fixture
def tasks():
    """Five concepts of three groups; the shade tells concept and drawing."""
    concepts = np.repeat(np.arange(5), [4, 5, 6, 4, 4])
    images = np.zeros((23, 8, 8, 1), "uint8")
    images[:, 0, 1, 0] = 40 * concepts + np.arange(20, 43)
    groups = [name[0] for name in NAMES]
    return TaskSet(images, concepts, NAMES, groups)


def shades(images):
    """The marked pixel, and the numbers of turns that moved it."""
    pixels = np.round((np.asarray(images) + 1) * 127.5)
    places = [(0, 1), (6, 0), (7, 6), (1, 7)]
    marked = np.stack([pixels[..., y, x, 0] for y, x in places], axis=-1)
    return marked.max(axis=-1), marked.argmax(axis=-1)


def test_episodes_are_different_pictures_of_one_concept(tasks):
    seen = set()
    for shots, queries in tasks.episodes(3, 2, 2, seed=1).take(30):
        assert shots.shape == queries.shape == (3, 2, 8, 8, 1)
        marks, _ = shades(np.concatenate([shots, queries], axis=1))
        for task in marks:
            assert len(set(task)) == 4
            numbers = [
                m for m in range(23) if 40 * tasks.concepts[m] + m + 20 in task
            ]
            assert len({tasks.concepts[m] for m in numbers}) == 1
        seen |= set(marks.ravel())
    assert len(seen) == 23
    later = next(iter(tasks.episodes(3, 2, 2, seed=1, first_step=5)))
    sixth = list(tasks.episodes(3, 2, 2, seed=1).take(6))[5]
    np.testing.assert_array_equal(later[0], sixth[0])


def test_distinct_tasks(tasks):
    """All 20 tasks of a batch, in different orders."""
    turned, orders = tasks.rotated(), set()
    for shots in turned.episodes(20, 1, seed=1, distinct=True).take(5):
        marks, turns = shades(shots[:, 0])
        concepts = (marks - 20).astype(int) // 41
        numbers = tuple(zip(concepts, turns, strict=True))
        assert len(set(numbers)) == 20
        orders.add(numbers)
    assert len(orders) == 5


def test_turns_are_further_concepts(tasks):
    turned = tasks.rotated()
    assert len(turned) == 20 and len(tasks) == 5
    found = set()
    for shots in turned.episodes(8, 4, seed=2).take(20):
        _, turns = shades(shots)
        assert (turns == turns[:, :1]).all()
        found |= set(turns[:, 0])
    assert found == {0, 1, 2, 3}
    marks, turns = shades(turned.pictures(6))
    assert marks.tolist() == [64, 65, 66, 67, 68] and set(turns) == {2}


def test_splits_are_disjoint_and_keep_groups(tasks):
    parts = tasks.split(validation=0.34, test=0.34, seed=3)
    chosen = [{p.names[i] for i in p._chosen} for p in parts]
    assert set().union(*chosen) == set(NAMES)
    assert sum(map(len, chosen)) == 5
    assert not {n[0] for n in chosen[0]} & {n[0] for n in chosen[2]}
    again = tasks.split(validation=0.34, test=0.34, seed=3)
    assert again.test.fingerprint == parts.test.fingerprint
    named = tasks.split(validation=["a1"], test="b")
    assert [len(p) for p in named] == [2, 1, 2]
    shots, rest = named.test.shots_of(0, shots=4, seed=0)
    assert len(shots) == 4 and len(rest) == 2
    assert sorted(shades(np.concatenate([shots, rest]))[0]) == [
        *range(109, 115)
    ]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda t: t.episodes(2, 4, 1), "shots=4, queries=1, and 4.*'a1'"),
        (lambda t: t.shots_of(0, 4), "shots=4, and 4 pictures"),
        (lambda t: t.episodes(2, 0), "`shots` must be"),
        (
            lambda t: t.episodes(6, distinct=True),
            "Received: tasks=6, and 5 concepts",
        ),
        (
            lambda t: t.split(["a1", "b1"], ["b1"]),
            "in common.*Received: validation=\\['a1', 'b1'",
        ),
        (lambda t: t.split(0.0, 0.4), "`validation` must be in"),
        (lambda t: t.split(0.1, 0.4), "which gives .4, 0, 1. of 5"),
        (lambda t: t.split(["z"]), "`validation`.*Received: validation='z'"),
        (lambda t: t.choose(["z"]), "Received: names='z'"),
        (lambda t: t.choose([]), "at least 1 concept"),
    ],
)
def test_wrong_numbers_and_names(tasks, call, message):
    with pytest.raises(ValueError, match=message):
        call(tasks)


def test_groups_with_the_names_of_other_concepts():
    """Fractions are of groups, whatever the concepts are called."""
    images = np.zeros((6, 8, 8, 1), "uint8")
    groups = ["1", "1", "2", "2", "0", "0"]
    tasks = TaskSet(images, np.arange(6), groups=groups)
    for seed in range(6):
        parts = tasks.split(validation=0.34, test=0.34, seed=seed)
        assert [len(part) for part in parts] == [2, 2, 2]
        chosen = np.concatenate([part._chosen for part in parts])
        assert sorted(chosen) == list(range(6))


def test_fractions_are_drawn_from_what_is_not_named(tasks):
    for seed in range(6):
        parts = tasks.split(validation=["a1"], test=0.34, seed=seed)
        tested = {parts.test.groups[i] for i in parts.test._chosen}
        assert len(tested) == 1 and "a" not in tested


def test_wrong_concepts():
    images = np.zeros((4, 8, 8, 1), "uint8")
    with pytest.raises(ValueError, match="without 1, named '1'"):
        TaskSet(images, [0, 0, 2, 2])
    with pytest.raises(ValueError, match="1 different of 2 names"):
        TaskSet(images, [0, 0, 1, 1], names=["a", "a"])
    with pytest.raises(ValueError, match="dtype float64 and shape"):
        TaskSet(images, [0.0, 0.5, 1, 1])
    with pytest.raises(ValueError, match="`sample_shape` must be given"):
        TaskSet(lambda places: places, [0, 1])
