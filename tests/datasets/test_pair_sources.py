"""Pictures of two sides: which are drawn, and which are kept apart."""

import numpy as np
import pytest
from PIL import Image

from keras_creative import datasets
from keras_creative.datasets import PairSet, PictureSet, load_pairs

SIZE = 8


def shaded(shades, channels=1):
    """A picture of each shade, with a lighter left half."""
    pictures = np.zeros((len(shades), SIZE, SIZE, channels), "uint8")
    pictures += np.array(shades, "uint8")[:, None, None, None]
    pictures[:, :, : SIZE // 2] += 1
    return pictures


def shade(pictures):
    """Right half's value of each picture of a batch in [-1, 1]."""
    return np.round((np.asarray(pictures)[:, 0, -1, 0] + 1) * 127.5).astype(int)


@pytest.fixture
def folders(tmp_path):
    """Two folders; 3 has no partner in the second, and 9 none in the first."""
    for name, numbers, suffix in (
        ("a", (0, 1, 2, 3), "png"),
        ("b", (1, 0, 9, 2), "bmp"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        for number in numbers:
            (pixels,) = shaded([10 * number + (100 if name == "b" else 0)])
            Image.fromarray(pixels[..., 0]).save(folder / f"{number}.{suffix}")
    return tmp_path / "a", tmp_path / "b"


def make_pairs(**kwargs):
    a = PictureSet(shaded([0, 10, 20, 30]), size=SIZE)
    b = PictureSet(shaded([100, 110, 120, 130]), size=SIZE)
    return PairSet(a, b, **kwargs)


def test_partners_are_drawn_together():
    for a, b in make_pairs(paired=True).batches(2, seed=1).take(8):
        np.testing.assert_array_equal(shade(b), shade(a) + 100)


def test_other_pictures_are_not():
    differences = [
        shade(b) - shade(a) for a, b in make_pairs().batches(2, 1).take(20)
    ]
    assert len(np.unique(differences)) > 3


def test_later_epochs_go_on_as_without_a_break():
    a = PictureSet(shaded([0, 10, 20, 30]), size=SIZE)
    b = PictureSet(shaded([100, 110, 120, 130, 140, 150]), size=SIZE)
    pairs = PairSet(a, b, mirror=True)
    whole = list(pairs.batches(2, seed=3).take(10))
    later = list(pairs.batches(2, seed=3, first_epoch=3).take(4))
    for found, expected in zip(later, whole[6:], strict=True):
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("paired", [True, False])
def test_mirroring(paired):
    """n = 200 pictures of each side: half; partners alike."""
    pairs = make_pairs(paired=paired, mirror=True)
    turned = np.array(
        [
            [side[:, 0, -1, 0] > side[:, 0, 0, 0] for side in pair]
            for pair in pairs.batches(2, seed=0).take(100)
        ]
    )
    assert abs(turned.mean() - 0.5) < 0.1
    assert (turned[:, 0] == turned[:, 1]).all() == paired


def test_folders_with_partners(folders):
    with pytest.warns(UserWarning) as caught:
        pairs = load_pairs(
            *folders, paired=True, test=0.34, size=SIZE, color=False
        )
    messages = [str(warning.message) for warning in caught]
    assert "1 of 4 pictures of `a` have no partner and are not used: 3" in (
        messages
    )
    assert any("`b` have no partner and are not used: 9" in m for m in messages)
    assert len(pairs) == 2 and len(pairs.partners) == 1
    seen = set()
    for part in (pairs, pairs.partners):
        a, b = part.sides(len(part))
        np.testing.assert_array_equal(shade(b), shade(a) + 100)
        seen |= set(shade(a))
    assert seen == {0, 10, 20}


def test_folders_without_partners_use_all_but_the_test(folders):
    pairs = load_pairs(*folders, test=0.34, size=SIZE, color=False)
    assert len(pairs.a) == len(pairs.b) == 3
    hidden = set(shade(pairs.partners.sides(1)[0]))
    assert not hidden & set(shade(pairs.sides(3)[0]))


def test_classes_of_one_data_set():
    labels = np.array([0, 1, 2, 1])
    source = (shaded([0, 10, 20, 30]), labels)
    pairs = load_pairs(source, side_a=["1"], side_b=["0", "2"], size=SIZE)
    assert set(shade(pairs.a.sample(2)[0])) == {10, 30}
    assert set(shade(pairs.b.sample(2)[0])) == {0, 20}
    assert pairs.partners is None


def test_emoji_with_one_code_are_partners(tmp_path, monkeypatch):
    np.savez(
        tmp_path / "emoji64.npz",
        x=shaded([0, 10, 20, 100, 110, 130], 3),
        codes=np.array(["c0", "c1", "c2", "c0", "c1", "c3"]),
        vendor=np.array([0, 0, 0, 1, 1, 1], "uint8"),
        vendors=np.array(["google", "twitter"]),
    )
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    pairs = load_pairs("emoji", test=0.5, size=SIZE)
    a, b = pairs.partners.sides(1)
    np.testing.assert_array_equal(shade(b), shade(a) + 100)
    assert len(pairs.a) == len(pairs.b) == 2
    swapped = load_pairs(
        "emoji", side_a=["twitter"], side_b=["google"], size=SIZE
    )
    assert shade(swapped.a.sample(1)[0]) >= 100
    with pytest.raises(ValueError, match="'google', 'twitter'"):
        load_pairs("emoji", side_a=["apple"])


@pytest.mark.parametrize(
    "call, message",
    [
        (
            lambda: PairSet(
                PictureSet(shaded([1, 2]), size=8),
                PictureSet(shaded([1, 2]), size=16),
            ),
            r"one size. Received: \(8, 8\) and \(16, 16\)",
        ),
        (
            lambda: PairSet(
                PictureSet(shaded([1, 2]), size=8),
                PictureSet(shaded([1, 2, 3]), size=8),
                paired=True,
            ),
            "partners. Received: 2 and 3",
        ),
        (lambda: load_pairs(shaded([1, 2])), "`b` must be given"),
        (
            lambda: load_pairs(
                (shaded([1, 2]), [0, 1]), side_a=["7"], side_b=["1"]
            ),
            "`side_a` must name classes, 0, 1",
        ),
        (
            lambda: load_pairs(
                (shaded([1, 2]), [0, 2]), side_a=["1"], side_b=["2"]
            ),
            "with pictures. Received: side_a=.'1'",
        ),
        (
            lambda: load_pairs(shaded([1, 2]), shaded([3, 4]), side_a=["1"]),
            "must be empty if each side",
        ),
        (
            lambda: load_pairs(shaded([1, 2]), shaded([3, 4]), paired=True),
            "`paired` must be False unless partners are known",
        ),
        (lambda: load_pairs("emoji", test=1.0), "`test`"),
    ],
)
def test_wrong_sides(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_folders_without_a_common_name(folders, tmp_path):
    (tmp_path / "c").mkdir()
    for number in (50, 60):
        (pixels,) = shaded([number])
        Image.fromarray(pixels[..., 0]).save(tmp_path / f"c/{number}.png")
    with pytest.raises(ValueError, match="no name in common"):
        load_pairs(folders[0], tmp_path / "c", paired=True, size=SIZE)


def test_known_sets_are_listed():
    assert datasets.PAIR_DATASETS == ("emoji", "facades", "fonts")
