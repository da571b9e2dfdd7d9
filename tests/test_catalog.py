"""What is read from the sources is what the package has."""

import inspect

import pytest

from keras_creative import callbacks, catalog, losses, metrics, models


@pytest.mark.parametrize("package", [callbacks, losses, metrics, models])
def test_members_are_the_documented_exports(package):
    documented = {
        name: inspect.getdoc(member).partition("\n")[0]
        for name in package.__all__
        if inspect.isclass(member := getattr(package, name))
        or inspect.isfunction(member)
    }
    name = package.__name__.rpartition(".")[2]
    assert catalog.members(name) == documented


def test_members_of_one_kind():
    assert "latent_path" in catalog.members("models")
    assert "latent_path" not in catalog.members("models", ("class",))


def test_names_are_the_strings_of_a_dict_or_a_tuple():
    found = catalog.names("losses/registry.py", "CRITERIA")
    assert found == tuple(losses.CRITERIA)
    found = catalog.names("networks/mlp.py", "CONDITIONS")
    assert found == ("joined", "linear", "both")
