import pytest
from picture_files import GRAYS, cut, noise, plain, save


@pytest.fixture
def folder(tmp_path):
    """Twelve PNGs without labels."""
    for gray in GRAYS:
        save(tmp_path / f"{gray:03}.png", plain(gray))
    return tmp_path


@pytest.fixture
def classes(tmp_path):
    """Label 0 is cats, with 3 pictures; 1 dogs, 2; 2 emus, 1."""
    for count, label in ((3, "cats"), (2, "dogs"), (1, "emus")):
        for index in range(count):
            gray = 100 * count + index - 50
            save(tmp_path / label / f"{index}.png", plain(gray % 256))
    return tmp_path


@pytest.fixture
def damaged(folder):
    """Bodies of 3 of 12 are cut short."""
    for gray in (40, 120, 240):
        save(folder / f"{gray:03}.png", noise(gray))
        cut(folder / f"{gray:03}.png")
    return folder
