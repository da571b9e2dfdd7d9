"""Models with one, two and four players that learn the mean of points."""

import keras

from keras_creative import losses, models
from keras_creative.models.core.sampling import Sampling


class Players(Sampling, models.PlayersModel):
    """Linear maps that descend to the data's mean, each on its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name in self.player_optimizers:
            inputs = keras.Input((2,))
            outputs = keras.layers.Dense(2, name=f"{name}_dense")(inputs)
            setattr(self, name, keras.Model(inputs, outputs, name=name))
        self.seed = 0
        self.built = True

    sample_shape = latent_shape = (2,)

    @property
    def sampler(self):
        return getattr(self, next(iter(self.player_optimizers)))

    def call(self, latent):
        return self.sampler(latent)

    @property
    def tracked(self):
        names = [
            optimizer.removesuffix("optimizer") + "loss"
            for optimizer in self.player_optimizers.values()
        ]
        return (*names, *self.norm_names)

    def train_step(self, data):
        real, _ = self.unpack(data)
        logs = {}
        for name, player in self.players.items():
            noise = self.noise().normal(keras.ops.shape(real))

            def loss_fn(player=player, noise=noise):
                error = keras.ops.square(player.network(noise) - real)
                return losses.batch_mean(error), {}

            logs |= self.descend(name, loss_fn)
        return self.track(logs)

    def get_config(self):
        return {"gradient_norms": self.gradient_norms, "name": self.name}


@keras.saving.register_keras_serializable(package="tests")
class One(Players):
    player_optimizers = {"network": "optimizer"}


@keras.saving.register_keras_serializable(package="tests")
class Two(Players):
    player_optimizers = {"first": "a_optimizer", "second": "b_optimizer"}


@keras.saving.register_keras_serializable(package="tests")
class Four(Players):
    player_optimizers = {
        "generator_ab": "g_ab_optimizer",
        "generator_ba": "g_ba_optimizer",
        "discriminator_a": "d_a_optimizer",
        "discriminator_b": "d_b_optimizer",
    }
