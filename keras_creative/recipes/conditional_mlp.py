"""CGAN of dense networks: the 2019 project's second experiment."""

import dataclasses
from typing import Any

import keras
import numpy as np

from keras_creative import datasets, models, networks
from keras_creative.recipes.design_mlp import (
    MEASURED_SAMPLES,
    DesignMLP,
    measure_modes,
)


@dataclasses.dataclass(frozen=True)
class ConditionalMLP(DesignMLP):
    """Settings of one run of a `CGAN` that is told a class by its name.

    The one-hot code of the class is appended to the generator's latent vector
    and to the sample that the discriminator judges, held-out classes' codes
    among them, which are never used in training.

    Args:
        **kwargs: As for `DesignMLP`, in which the weights of losses have no
            effect here. `iterations` defaults to `2500`.
    """

    iterations: int = 2500

    def _make_game(self, num_classes, generator, discriminator, **kwargs):
        """The model, from arguments of its networks and of every game."""
        told = {"attributes_length": num_classes}
        return models.CGAN(
            networks.mlp_generator(**told, **generator),
            networks.mlp_discriminator(**told, **discriminator),
            **kwargs,
        )

    def measure(
        self,
        model: keras.Model,
        data: datasets.GaussianMixture | datasets.PictureSet,
    ) -> dict[str, Any]:
        """Mode measures of what is asked for.

        Args:
            model: The trained model.
            data: What `load_data()` gave.

        Returns:
            Dict, see `measure_modes()`: of samples under the labels shown, and
            as `holdout` of samples under the labels held out.
        """
        measures = measure_modes(self._ask(model, data.shown), data)
        if data.holdout:
            asked = measure_modes(self._ask(model, data.holdout), data)
            measures["holdout"] = asked["holdout"]
        return measures

    def _ask(self, model, labels):
        asked = np.asarray(labels)[np.arange(MEASURED_SAMPLES) % len(labels)]
        return model.sample(MEASURED_SAMPLES, seed=self.seed, labels=asked)
