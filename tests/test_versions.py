import importlib.metadata

import keras

from keras_creative.versions import versions


def test_libraries_under_other_names(monkeypatch):
    """As of tensorflow-cpu or keras-nightly."""

    def version(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    found = versions()
    assert found["keras"] == keras.__version__
    assert found["tensorflow"] and found["matplotlib"] and found["numpy"]
