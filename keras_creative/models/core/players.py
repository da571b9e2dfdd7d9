"""Models whose networks have their own optimizers."""

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import tensorflow as tf

from keras_creative import replicas
from keras_creative.models.core import persistence
from keras_creative.models.core.checks import check_compile_arguments
from keras_creative.models.core.layer_losses import weight_losses
from keras_creative.models.core.trained_model import TrainedModel
from keras_creative.typing import Config, Tensor


@dataclasses.dataclass(frozen=True)
class Player:
    """A network with its own loss and optimizer.

    Args:
        network: `keras.Model`.
        optimizer: Its Keras optimizer, or `None` before `compile()`.
    """

    network: keras.Model
    optimizer: keras.optimizers.Optimizer | None


class PlayersModel(TrainedModel):
    """Base class of models whose networks have their own optimizers.

    A subclass names its players, any number of them; `compile()`, optimizer
    steps, saving, resuming and gradient logs iterate over them.

    ```python
    class CycleGAN(PlayersModel):
        player_optimizers = {
            "generator_ab": "g_ab_optimizer",
            "generator_ba": "g_ba_optimizer",
            "discriminator_a": "d_a_optimizer",
            "discriminator_b": "d_b_optimizer",
        }
    ```

    Args:
        gradient_norms: Whether to log the norm of each player's gradient, under
            `tf.distribute` that of the replica's part of the loss. In
            evaluation, where no gradient is computed, it is 0. Defaults to
            `False`.
        name: Name of the model. Defaults to the class name in snake case.
    """

    # Ordered mapping from the attribute of a network to the attribute, and
    # argument of `compile()`, of its optimizer. The part before "optimizer" is
    # the prefix of the player's logs: "g_loss".
    player_optimizers: Mapping[str, str] = {}

    def __init__(
        self, gradient_norms: bool = False, name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.gradient_norms = gradient_norms

    @property
    def players(self) -> dict[str, Player]:
        """Networks and their optimizers, by name, in order."""
        # Keras saves objects in tuples, but not in dataclasses.
        return {
            name: Player(getattr(self, name), getattr(self, optimizer, None))
            for name, optimizer in self.player_optimizers.items()
        }

    @property
    def norm_names(self) -> tuple[str, ...]:
        """Names of the gradient norms, if they are logged."""
        if not self.gradient_norms:
            return ()
        return tuple(
            f"{optimizer.removesuffix('optimizer')}gradient_norm"
            for optimizer in self.player_optimizers.values()
        )

    # Number of models that this one trains, see `stack()`.
    members = 1

    def compile(self, **kwargs: Any) -> None:
        """Configure the optimizer of each player.

        Under `tf.distribute`, call it inside the strategy's scope, in which the
        model is created.

        Args:
            **kwargs: An optimizer, its name or its config for each value of
                `player_optimizers`, `"adam"` by default; and `run_eagerly`,
                `steps_per_execution`, `jit_compile`, see
                `keras.Model.compile()`. `jit_compile` defaults to `False`.

        Raises:
            ValueError: If two players share one optimizer object, or an
                argument belongs to models with a single loss.
        """
        names = self.player_optimizers.values()
        given = {name: kwargs.pop(name, "adam") for name in names}
        check_compile_arguments(kwargs, names)
        super().compile(optimizer=None, **kwargs)
        for name, player in self.players.items():
            optimizer = self.player_optimizers[name]
            prepared = self._prepare(given[optimizer], player.network)
            setattr(self, optimizer, prepared)
        self._check_unshared()

    def descend(
        self,
        player: str,
        loss_fn: Callable[[], tuple[Tensor, dict[str, Tensor]]],
    ) -> dict[str, Tensor]:
        """One optimizer step of one player.

        Args:
            player: Name of the player. No other variable changes; in evaluation
                none does.
            loss_fn: Function without arguments that returns the scalar to
                minimize and a dict of scalars to log. Every term is a Keras
                loss or a `keras_creative.losses.batch_mean()`, so that it is
                divided by the number of replicas. Regularizers of the
                player's weights are added here, losses of its layers are not,
                see `layer_losses.pass_losses()`.

        Returns:
            The dict, with the total loss as `g_loss` for an optimizer named
            `g_optimizer`.
        """
        name = f"{self._prefix(player)}loss"
        return self.descend_together([player], loss_fn, name)

    def descend_together(
        self,
        players: Sequence[str],
        loss_fn: Callable[[], tuple[Tensor, dict[str, Tensor]]],
        name: str,
    ) -> dict[str, Tensor]:
        """One optimizer step of several players that minimize one loss.

        Args:
            players: Names of the players.
            loss_fn: See `descend()`.
            name: Name of the total loss in the logs.

        Returns:
            The dict, with the total loss.
        """
        networks = [self.players[player].network for player in players]
        if not self.in_training:
            loss, logs = loss_fn()
            for player in players if self.gradient_norms else ():
                logs[f"{self._prefix(player)}gradient_norm"] = 0.0
            loss = sum(itertools.chain(*map(weight_losses, networks)), loss)
            return {name: loss, **logs}
        optimizers = [self.players[player].optimizer for player in players]
        variables = [network.trainable_variables for network in networks]
        flat = list(itertools.chain(*variables))
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([variable.value for variable in flat])
            loss, logs = loss_fn()
            loss = sum(itertools.chain(*map(weight_losses, networks)), loss)
            total = replicas.weighted(self.members * loss)
            total = optimizers[0].scale_loss(total)
        gradients = iter(gradients_of(total, flat, tape))
        for player, optimizer, own in zip(
            players, optimizers, variables, strict=True
        ):
            part = list(itertools.islice(gradients, len(own)))
            part = _rescaled(part, optimizers[0], optimizer)
            if self.gradient_norms:
                norm = _norm(part, optimizer)
                logs[f"{self._prefix(player)}gradient_norm"] = norm
            optimizer.apply(part, own)
        return {name: loss, **logs}

    def _prefix(self, player):
        """Prefix of the player's logs."""
        return self.player_optimizers[player].removesuffix("optimizer")

    def get_compile_config(self) -> Config | None:
        """Arguments of `compile()`."""
        if not self.compiled:
            return {}
        optimizers = {
            name: keras.optimizers.serialize(getattr(self, name))
            for name in self.player_optimizers.values()
        }
        return {
            **optimizers,
            "run_eagerly": self.run_eagerly,
            "steps_per_execution": self.steps_per_execution,
            "jit_compile": self.jit_compile,
        }

    def compile_from_config(self, config: Config) -> None:
        """Compile with a saved config, and build the optimizers."""
        self.compile(**config)

    def save_own_variables(self, store: Any) -> None:
        """Save variables and the random state of the networks' layers."""
        super().save_own_variables(store)
        persistence.save_random_states(self, store)

    def load_own_variables(self, store: Any) -> None:
        """Restore what `save_own_variables()` saved."""
        own = persistence.load_random_states(self, store)
        super().load_own_variables(own)

    def restore_state_from(self, other: keras.Model) -> None:
        """Continue from another model's state, under this model's settings.

        Weights, the state of the optimizers and of the noise are copied.
        Learning rates, weights of losses and other settings are not.

        Args:
            other: Compiled model with the same networks and optimizers.

        Raises:
            ValueError: If the networks or the optimizers differ.
        """
        for name, own in self.players.items():
            theirs = other.players[name]
            persistence.copy_variables(
                own.network.variables, theirs.network.variables
            )
            persistence.copy_variables(
                own.optimizer.variables, theirs.optimizer.variables
            )
        self.draws.assign(other.draws)

    def _prepare(self, optimizer, network):
        optimizer = keras.optimizers.get(optimizer)
        if self.dtype_policy.name == "mixed_float16" and not isinstance(
            optimizer, keras.optimizers.LossScaleOptimizer
        ):
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
        optimizer.build(network.trainable_variables)
        return optimizer

    def _check_unshared(self):
        optimizers = {
            name: getattr(self, name)
            for name in self.player_optimizers.values()
        }
        if len(set(map(id, optimizers.values()))) < len(optimizers):
            raise ValueError(
                "The players need an optimizer each. Received: the same "
                f"object as {' and '.join(optimizers)}: "
                f"{list(optimizers.values())}"
            )


def _norm(gradients, optimizer):
    """Norm of a gradient, without the loss scale."""
    scale = getattr(optimizer, "dynamic_scale", None)
    norm = tf.linalg.global_norm(gradients)
    return norm if scale is None else norm / scale.value


def _rescaled(gradients, scaled_by, optimizer):
    """Gradients with the loss scale of one optimizer, for another one."""
    if optimizer is scaled_by or not hasattr(optimizer, "dynamic_scale"):
        return gradients
    factor = optimizer.scale_loss(1.0) / scaled_by.scale_loss(1.0)
    return [None if part is None else factor * part for part in gradients]


def gradients_of(loss, variables, tape):
    """Gradients of a loss, returned after it has been computed completely.

    TensorFlow's graph optimizer may drop the order between an update and a read
    that no gradient depends on, such as a bias under a gradient penalty; the
    control dependency keeps it.

    Args:
        loss: Scalar.
        variables: Sequence of Keras variables.
        tape: The `tf.GradientTape` that has watched them.

    Returns:
        List of tensors, and of `None` where the loss does not depend on the
        variable.
    """
    gradients = tape.gradient(loss, variables)
    with tf.control_dependencies([loss]):
        return [
            None if gradient is None else tf.identity(gradient)
            for gradient in gradients
        ]
