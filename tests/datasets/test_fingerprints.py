import os
import shutil

import numpy as np
import pytest
from picture_files import plain, save

from keras_creative.datasets import PictureFolder
from keras_creative.datasets.fingerprints import content_digest


def changed(path, place):
    """Change one byte; the times stay what they were."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


def test_a_copy_elsewhere_is_the_same(folder, tmp_path_factory):
    there = tmp_path_factory.mktemp("there") / "copy"
    shutil.copytree(folder, there, copy_function=shutil.copyfile)
    assert PictureFolder(there).fingerprint == PictureFolder(folder).fingerprint


def test_other_pictures_under_the_same_names_are_not(folder):
    before = PictureFolder(folder).fingerprint
    save(folder / "020.png", plain(21))
    after = PictureFolder(folder).fingerprint
    assert after["digest"] == before["digest"]
    assert after["content"] != before["content"]


def test_only_pictures_shown_count(classes):
    before = PictureFolder(classes, holdout=[0]).fingerprint
    save(classes / "cats" / "0.png", plain(77))
    assert PictureFolder(classes, holdout=[0]).fingerprint == before


@pytest.mark.parametrize("place", [0, 40_000, 65_535])
def test_small_files_are_read_whole(tmp_path, place):
    path = tmp_path / "a"
    path.write_bytes(np.random.default_rng(0).bytes(65_536))
    before = content_digest([path])
    changed(path, place)
    assert content_digest([path]) != before


@pytest.mark.parametrize("place", [0, 16_383, 500_000, 999_999])
def test_large_files_are_read_in_three_pieces(tmp_path, place):
    path = tmp_path / "a"
    path.write_bytes(np.random.default_rng(0).bytes(1_000_000))
    before = content_digest([path])
    changed(path, place)
    assert content_digest([path]) != before


def test_size_counts(tmp_path):
    """Pieces of zeros are alike in files of other sizes."""
    for size in (100_000, 100_001, 0):
        (tmp_path / str(size)).write_bytes(bytes(size))
    digests = {content_digest([path]) for path in tmp_path.iterdir()}
    digests.add(content_digest([tmp_path / "missing"]))
    digests.add(content_digest([]))
    assert len(digests) == 5
