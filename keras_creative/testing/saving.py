"""Checks of registration and saving."""

from pathlib import Path

import keras
import numpy as np

from keras_creative.testing.comparisons import (
    assert_equal_configs,
    assert_equal_weights,
)
from keras_creative.testing.subject import Subject


def check_is_registered(subject: Subject, folder: Path) -> None:
    """The class is registered with Keras, so that its files load anywhere."""
    cls = subject.cls
    name = keras.saving.get_registered_name(cls)
    assert keras.saving.get_registered_object(name) is cls, (
        f"{cls.__name__} is not registered. Decorate it with "
        '`@keras.saving.register_keras_serializable(package="my_package")`.'
    )


def check_config_round_trip(subject: Subject, folder: Path) -> None:
    """`from_config(get_config())` makes the same model again."""
    model = subject.initial()
    restored = subject.cls.from_config(model.get_config())
    assert_equal_configs(model.get_config(), restored.get_config())
    restored.set_weights(model.get_weights())
    np.testing.assert_array_equal(
        model.sample(4, seed=0), restored.sample(4, seed=0)
    )


def check_saves_and_loads(subject: Subject, folder: Path) -> None:
    """A `.keras` file holds the weights, the optimizers and the noise."""
    model = subject.initial()
    subject.fit(model)
    model.save(folder / "model.keras")
    restored = keras.saving.load_model(folder / "model.keras")
    assert type(restored) is subject.cls, type(restored)
    assert_equal_configs(model.get_config(), restored.get_config())
    assert_equal_weights(model, restored, atol=0)
    np.testing.assert_equal(int(restored.draws), int(model.draws), "draws")
    players = restored.players
    for name, player in model.players.items():
        ours, theirs = player.optimizer, players[name].optimizer
        assert_equal_configs(ours.get_config(), theirs.get_config())
        for variable, other in zip(
            ours.variables, theirs.variables, strict=True
        ):
            np.testing.assert_array_equal(
                variable.numpy(), other.numpy(), err_msg=f"{name}'s optimizer"
            )
