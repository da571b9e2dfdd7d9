import pytest
from stylegan_runs import make_eager


@pytest.fixture
def eager(monkeypatch):
    make_eager(monkeypatch)
