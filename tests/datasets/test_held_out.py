import json

import numpy as np
import pytest
from picture_files import cut, equal, noise, plain, save
from split_pictures import LABELS, pictures

from keras_creative import datasets
from keras_creative.datasets import (
    PictureFolder,
    PictureSet,
    few_shot,
    holdout,
    load_toy,
)


@pytest.fixture
def files(tmp_path):
    for gray, label in enumerate(LABELS):
        save(tmp_path / f"{label}" / f"{gray:02}.png", plain(gray))
    return tmp_path


@pytest.fixture(params=["set", "folder"])
def make(request, files):
    """The same four classes in memory and in a folder."""
    if request.param == "set":
        return pictures
    return lambda **kwargs: PictureFolder(files, 4, color=False, **kwargs)


def indices(x):
    return np.round((np.asarray(x)[:, 0, 0, 0] + 1) * 127.5).astype(int)


def epoch(data):
    x, y = next(iter(data.batches(len(data))))
    np.testing.assert_array_equal(y, LABELS[indices(x)])
    return indices(x)


class TestHoldoutOfPictures:
    def test_training_and_hidden_share_nothing_and_leave_nothing(self, make):
        data = make()
        training, hidden = holdout(data, [3, 1])
        assert (training.shown, hidden.shown) == ((0, 2), (1, 3))
        assert (len(training), len(hidden), len(data)) == (13, 9, 22)
        assert training.num_classes == hidden.num_classes == 4
        assert training.sample_shape == hidden.sample_shape == (4, 4, 1)
        np.testing.assert_array_equal(
            np.sort(epoch(training)), np.flatnonzero(np.isin(LABELS, [0, 2]))
        )
        np.testing.assert_array_equal(
            np.sort(epoch(hidden)), np.flatnonzero(np.isin(LABELS, [1, 3]))
        )
        x, y = hidden.sample(9)
        np.testing.assert_array_equal(y, LABELS[indices(x)])

    def test_training_is_what_the_constructor_makes(self, make):
        training, hidden = holdout(make(), 1)
        made = make(holdout=[1])
        assert training.fingerprint == made.fingerprint
        assert training.holdout == made.holdout == (1,)
        assert equal(
            [x for x, _ in training.batches(5, seed=3).take(6)],
            [x for x, _ in made.batches(5, seed=3).take(6)],
        )
        again = holdout(made)
        assert again.hidden.fingerprint == hidden.fingerprint
        assert len({make().fingerprint["digest"]}) == 1
        digests = {d.fingerprint["digest"] for d in (make(), made, hidden)}
        assert len(digests) == 3

    def test_one_after_the_other_is_both_at_once(self, make):
        one = holdout(holdout(make(), [3]).training, [0])
        both = holdout(make(), [0, 3])
        for a, b in zip(one, both, strict=True):
            assert (len(a), a.shown, a.holdout) == (len(b), b.shown, b.holdout)
        np.testing.assert_array_equal(epoch(one.training), epoch(both.training))
        assert set(epoch(one.hidden)) == set(epoch(both.hidden))


class TestFewShotOfPictures:
    def test_exactly_the_shots_and_the_others(self, make):
        training, hidden = few_shot(make(), 2, k=3, repeat=10, seed=1)
        assert len(training) == 15 + 3 * 10 and len(hidden) == 4
        assert training.shown == (0, 1, 2, 3) and hidden.shown == (2,)
        drawn, counts = np.unique(epoch(training), return_counts=True)
        shots = drawn[LABELS[drawn] == 2]
        assert (counts == np.where(LABELS[drawn] == 2, 10, 1)).all()
        assert len(drawn) == 15 + 3
        assert training.shots[2].shape == (3, 4, 4, 1)
        assert training.shots[2].dtype == "float32"
        assert sorted(indices(training.shots[2])) == list(shots)
        rest = np.setdiff1d(np.flatnonzero(LABELS == 2), shots)
        np.testing.assert_array_equal(np.sort(epoch(hidden)), rest)
        assert hidden.shots == {}
        np.testing.assert_array_equal(
            np.sort(epoch(training.unrepeated())), drawn
        )
        x, y = training.sample(len(training))
        np.testing.assert_array_equal(y, LABELS[indices(x)])
        assert (y == 2).sum() == 30

    def test_seed_chooses_and_fewer_are_among_more(self, make):
        def shots(k, seed):
            split = few_shot(make(), 2, k, repeat=2, seed=seed)
            return frozenset(indices(split.training.shots[2]).tolist())

        chosen = {shots(2, seed) for seed in range(6)}
        assert len(chosen) > 1
        assert shots(2, 4) == shots(2, 4)
        assert shots(1, 4) < shots(2, 4) < shots(5, 4)

    def test_another_choice_is_another_fingerprint(self, make):
        splits = [
            few_shot(make(), label, k, repeat, seed)
            for label, k, repeat, seed in [
                (2, 3, 5, 0),
                (2, 3, 6, 0),
                (2, 2, 5, 0),
                (2, 3, 5, 1),
                (0, 3, 5, 0),
            ]
        ]
        prints = [s.training.fingerprint for s in splits]
        prints.append(make().fingerprint)
        assert len({json.dumps(p) for p in prints}) == 6
        same = few_shot(make(), 2, 3, 5, 0).training
        assert same.fingerprint == prints[0]

    def test_resume(self, make):
        training, _ = few_shot(make(), 2, k=2, repeat=4)
        unbroken = list(training.batches(6, seed=5).take(9))
        resumed = list(training.batches(6, seed=5, first_epoch=2).take(3))
        assert training.steps_per_epoch(6) == 3
        assert equal([x for x, _ in unbroken[6:]], [x for x, _ in resumed])
        assert training.batches(6, labelled=False).element_spec.shape.rank == 4

    def test_composes_with_others(self, make):
        split = holdout(make(), [0])
        split = few_shot(split.training, 2, k=2, repeat=3)
        split = few_shot(split.training, 1, k=1, repeat=5)
        training, hidden = split
        assert training.holdout == (0,) and training.shown == (1, 2, 3)
        assert {k: len(v) for k, v in training.shots.items()} == {2: 2, 1: 1}
        assert len(training) == 4 + 2 * 3 + 5
        assert hidden.shown == (0, 1, 2) and len(hidden) == 6 + 5 + 4
        assert not set(epoch(training)) & set(epoch(hidden))
        turned = few_shot(make(holdout=[0]), 1, k=1, repeat=5)
        turned = few_shot(turned.training, 2, k=2, repeat=3)
        assert set(epoch(turned.training)) == set(epoch(training))
        after = holdout(turned.training, [3])
        assert after.training.shots.keys() == {1, 2}
        assert after.hidden.shown == (0, 1, 2, 3)
        assert len(after.training) == 2 * 3 + 5


@pytest.mark.parametrize(
    "options", [{"cache": True}, {"fit": "random-crop", "strict": True}]
)
def test_folders_read_beforehand(files, options):
    data = PictureFolder(files, 4, color=False, holdout=[0], **options)
    training, hidden = few_shot(data, 2, k=2, repeat=3)
    drawn = epoch(training)
    assert (LABELS[drawn] == 2).sum() == 2 * 3
    assert set(drawn) | set(epoch(hidden)) == set(range(len(LABELS)))
    assert set(indices(training.shots[2])) <= set(drawn)


def test_shots_are_in_memory_once():
    training, _ = few_shot(pictures(), 2, k=3, repeat=1000)
    assert len(training.images) == 18 and len(training) == 3015


def test_windows_of_a_repeated_shot_differ(tmp_path):
    for index in range(4):
        save(tmp_path / f"{index % 2}" / f"{index}.png", noise(index))
    data = PictureFolder(tmp_path, size=8, fit="random-crop")
    training, _ = few_shot(data, 0, k=1, repeat=6)
    x, y = next(iter(training.batches(8)))
    assert len({w.tobytes() for w in x.numpy()[y == 0]}) > 3


def test_damaged_pictures_are_no_shots(files):
    for index in (11, 13, 14, 16, 17):
        cut(save(files / "2" / f"{index:02}.png", noise(index)))
    data = PictureFolder(files, size=4, color=False)
    training, hidden = few_shot(data, 2, k=2, repeat=3)
    assert sorted(indices(training.shots[2])) == [12, 15]
    assert len(hidden) == 5 and set(training.skipped) == set(data.skipped)
    with pytest.raises(ValueError, match="decoded, 2. Received: k=3"):
        few_shot(data, 2, k=3)


def test_pictures_without_labels():
    data = PictureSet(pictures().images, size=4)
    with pytest.raises(ValueError, match=r"no labels. Received: .*\(1,\)"):
        holdout(data, [1])
    with pytest.raises(ValueError, match="nothing is hidden"):
        holdout(data)
    with pytest.raises(ValueError, match="it has 0. Received: label=1"):
        few_shot(data, 1, k=1)


def test_more_shots_than_pictures(make):
    for k in (5, 6):
        message = f"less than .* label, 5. Received: k={k}, label=1"
        with pytest.raises(ValueError, match=message):
            few_shot(make(), 1, k)


def test_original_is_left_as_it_is(make):
    data = make()
    before = (len(data), data.fingerprint, data.holdout, data.shots)
    few_shot(holdout(data, [0]).training, 1, k=2)
    assert (len(data), data.fingerprint, data.holdout, data.shots) == before


def test_whole_undoes_any_split(make):
    data = make()
    split = few_shot(holdout(data, [2, 0]).training, 3, k=2)
    for part in (*split, make(holdout=[1])):
        whole = part.whole()
        assert whole.fingerprint == data.fingerprint
        assert (whole.holdout, whole.shots) == ((), {})
        np.testing.assert_array_equal(whole.labels, LABELS)
        assert equal([whole.sample(22)[0]], [data.sample(22)[0]])
        assert holdout(whole, [1]).training.holdout == (1,)
    assert data.whole() is data


def test_split_is_named():
    split = datasets.holdout(load_toy("8Gaussians"), [0])
    assert split == (split.training, split.hidden)
