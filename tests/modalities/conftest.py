import pytest
from kinds import Tokens, Voxels, registered


@pytest.fixture
def voxels():
    with registered(Voxels()) as modality:
        yield modality


@pytest.fixture
def tokens():
    with registered(Tokens()) as modality:
        yield modality
