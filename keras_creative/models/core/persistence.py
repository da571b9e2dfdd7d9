"""How an adversarial model is saved, and goes on from what was saved."""

import itertools
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config


class Persistence:
    """What Keras leaves out when it saves a model with two players.

    Mixed into models with a `generator`, a `discriminator`, their optimisers
    `g_optimizer` and `d_optimizer`, and `draws`, the count of the noise.
    """

    def get_compile_config(self) -> Config | None:
        """Arguments that compile the same model again."""
        if not self.compiled:
            return {}
        serialize = keras.optimizers.serialize
        return {
            "g_optimizer": serialize(self.g_optimizer),
            "d_optimizer": serialize(self.d_optimizer),
            "run_eagerly": self.run_eagerly,
            "steps_per_execution": self.steps_per_execution,
            "jit_compile": self.jit_compile,
        }

    def compile_from_config(self, config: Config) -> None:
        """Compile as a saved model was; its optimisers are built."""
        self.compile(**config)

    def save_own_variables(self, store: Any) -> None:
        """Keep the random state of the networks' layers, as Keras does not."""
        super().save_own_variables(store)
        for index, state in enumerate(self._random_states()):
            store[f"random_state_{index}"] = ops.convert_to_numpy(state)

    def load_own_variables(self, store: Any) -> None:
        """Restore what `save_own_variables()` kept."""
        own = {
            key: store[key]
            for key in store.keys()  # noqa: SIM118 - an H5 group, not a dict
            if not key.startswith("random_state_")
        }
        super().load_own_variables(own)
        for index, state in enumerate(self._random_states()):
            state.assign(store[f"random_state_{index}"])

    def take_over(self, other: keras.Model) -> None:
        """Go on where another model stands, under this one's own settings.

        Weights, the state of both optimisers and of the noise are taken; the
        learning rates, weights of losses and the like are not.

        Args:
            other: Compiled model with the same networks and optimisers.

        Raises:
            ValueError: If the networks or the optimisers differ.
        """
        parts = [
            (self.generator, other.generator),
            (self.discriminator, other.discriminator),
            (self.g_optimizer, other.g_optimizer),
            (self.d_optimizer, other.d_optimizer),
        ]
        if self.averaged_generator is not None:
            parts.append((self.averaged_generator, other.sampler))
        for own, others in parts:
            copy_variables(own.variables, others.variables)
        self.draws.assign(other.draws)

    def _random_states(self):
        weights = {id(weight) for weight in self.weights}
        return [v for v in self.variables if id(v) not in weights]


def copy_variables(own, others):
    """Set variables to the values of others of the same shapes.

    Learning rates stay as they are, and constraints hold.

    Args:
        own: Variables to set.
        others: As many variables.

    Raises:
        ValueError: If their shapes or numbers differ.
    """
    for ours, theirs in itertools.zip_longest(own, others):
        shapes = [v is not None and tuple(v.shape) for v in (ours, theirs)]
        if shapes[0] != shapes[1]:
            name = (ours if ours is not None else theirs).path
            raise ValueError(
                "A model can take over from one with the same networks and "
                f"optimisers. Received: {name} of shape {shapes[1]}, where it "
                f"has {shapes[0]}"
            )
    for variable, value in zip(own, others, strict=True):
        if variable.name != "learning_rate":
            constraint = getattr(variable, "constraint", None)
            variable.assign(constraint(value) if constraint else value)
