"""Samples of a model of shots and latent vectors, if no shot is given."""

import math

import keras
import numpy as np
from keras import ops

from keras_creative.typing import Tensor


class LastShot:
    """Samples for the last shot of training, if no shot is given.

    Mixed into few-shot models that have a network `shot_network` from shots
    and latent vectors to samples.
    """

    def add_last_shot(self) -> None:
        """Create the variable, which is noise before training."""
        self.last_shot = self.add_weight(
            shape=self.sample_shape,
            initializer=keras.initializers.RandomUniform(-1, 1, seed=0),
            trainable=False,
            aggregation="only_first_replica",
            name="last_shot",
        )

    def keep_shot(self, shot: Tensor) -> None:
        """Make a shot the last one, in training.

        Args:
            shot: Tensor `sample_shape`.
        """
        if self.in_training:
            self.last_shot.assign(shot)

    @property
    def sampler(self) -> keras.Model:
        """A plain Keras model from latent vectors to samples for one shot."""
        latent = keras.Input(self.latent_shape, name="latent")
        shot = keras.layers.Dense(math.prod(self.sample_shape), name="shot")
        shots = keras.layers.Reshape(self.sample_shape)(shot(latent))
        made = self.shot_network([shots, latent])
        kernel, _ = shot.get_weights()
        shot.set_weights([0 * kernel, np.ravel(self.last_shot)])
        return keras.Model(latent, made, name="sampler")

    def call(self, latent: Tensor, training: bool = False) -> Tensor:
        """Samples for the last shot of training."""
        shots = ops.repeat(self.last_shot[None], ops.shape(latent)[0], axis=0)
        return self.shot_network([shots, latent], training=training)
