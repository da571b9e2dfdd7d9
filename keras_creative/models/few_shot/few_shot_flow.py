"""Flow matching that is conditioned on a set of shots."""

from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.checks import (
    check_fractions,
    check_integers,
    check_not_negative,
)
from keras_creative.losses import batch_mean
from keras_creative.models.core.averaging import (
    averaged_copy,
    check_decay,
    update_average,
)
from keras_creative.models.core.batches import in_batches
from keras_creative.models.core.persistence import (
    copy_variables,
    deserialized,
)
from keras_creative.models.diffusion import solvers
from keras_creative.models.diffusion.flow_matching import check_network, paths
from keras_creative.models.diffusion.guided_flow_matching import (
    guided,
    label_code,
)
from keras_creative.models.few_shot.few_shot_model import (
    BATCH,
    FewShotModel,
)
from keras_creative.models.few_shot.task_codes import (
    check_encoder,
    checked_shots,
    in_turn,
    joint_model,
    task_codes,
)
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class FewShotFlow(FewShotModel):
    """Flow matching that generates more of what a few shots show.

    An encoder maps each shot of a task to features, whose mean is the code of
    the task, for any number and order of shots. The network of velocities takes
    this code in place of a label, see `GuidedFlowMatching`. In training it
    learns paths to the queries of the task, other examples than the shots, so
    that copies of the shots do not minimize the loss. There is no inner loop:
    samples for new shots take one pass of the encoder and the steps of the
    solver. A network that takes a shot is also given one of them as an image, a
    random one in training and each in turn for samples, which it transforms.

    A code is dropped with the probability `code_dropout`; samples follow
    `v(x, t) + w (v(x, t | shots) - v(x, t))`, where `w` is `guidance`.

    Data are pairs of shots `(tasks, shots, *sample_shape)` and queries
    `(tasks, queries, *sample_shape)`, see
    `keras_creative.datasets.TaskSet.episodes()`. Called on noise, the model
    returns samples without shots. Logs: `loss`.

    `guidance`, `solver` and `sampling_steps` may be changed at any time.

    Args:
        encoder: Built `keras.Model` from samples to features
            `(batch, length)`.
        network: Built `keras.Model` from samples, times `(batch, 1)` and codes
            `(batch, length + 1)` to velocities, see
            `keras_creative.networks.unet_velocity()`.
        code_dropout: Probability of dropping a task's code, in (0, 1).
            Defaults to `0.1`.
        guidance: Weight of the code, non-negative. Defaults to `1`.
        ema: See `FlowMatching`. Defaults to `0`.
        solver: See the same. Defaults to `"heun"`.
        sampling_steps: See the same. Defaults to `12`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the networks do not fit together, or a number is out of
            range.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 28, 28, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    model = keras_creative.models.FewShotFlow(
        keras_creative.networks.shot_encoder((28, 28, 1), 16, width=8),
        keras_creative.networks.unet_velocity(
            (28, 28, 1), width=8, attributes_length=16
        ),
    )
    model.compile()
    model.fit(tasks.episodes(4, shots=4, queries=4), steps_per_epoch=2)
    shots, _ = tasks.shots_of(0, shots=4)
    more = model.sample_like(shots, 16)
    ```

    Reference:

    - [Giannone et al., 2022](https://arxiv.org/abs/2205.15463), few-shot
      diffusion models, with a mean of vectors in place of attention
    - [Zaheer et al., 2017](https://arxiv.org/abs/1703.06114), equation 4
    """

    # Encoder and network share one optimizer.
    player_optimizers = {"networks": "optimizer"}
    tracked = ("loss",)

    def __init__(
        self,
        encoder: keras.Model,
        network: keras.Model,
        code_dropout: float = 0.1,
        guidance: float = 1.0,
        ema: float = 0.0,
        solver: str = "heun",
        sampling_steps: int = 12,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_network(network, True, takes_shot=True)
        check_encoder(encoder, network)
        check_fractions(code_dropout=code_dropout)
        check_not_negative(guidance=guidance)
        check_decay(ema)
        solvers.get_solver(solver)
        check_integers(sampling_steps=(sampling_steps, 1))
        self.encoder, self.network = encoder, network
        self.takes_shot = len(network.inputs) == 4
        self.networks = joint_model(encoder, network)
        self.averaged_networks = averaged_copy(self.networks, ema)
        self.code_dropout, self.guidance = code_dropout, guidance
        self.ema, self.solver = ema, solver
        self.sampling_steps, self.seed = sampling_steps, seed
        self._solve_in_graph = tf.function(self._solve, reduce_retracing=True)
        self.built = True

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.network.output_shape[1:])

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector, that of a sample."""
        return self.sample_shape

    @property
    def code_length(self) -> int:
        """Length of the code of a task."""
        return self.encoder.output_shape[1]

    @property
    def sampler(self) -> keras.Model:
        """A plain Keras model from noise to samples, without shots."""
        noise = keras.Input(self.latent_shape, name="latent")
        samples = self._solve(noise, *self._unguided(), solvers.unrolled)
        return keras.Model(noise, samples, name="sampler")

    def compile(
        self,
        optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Configure the optimizer.

        Args:
            optimizer: Keras optimizer, or its name. Defaults to `"adam"`.
            **kwargs: See `PlayersModel.compile()`.
        """
        super().compile(optimizer=optimizer, **kwargs)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Samples for noise, without shots."""
        return self._solve_in_graph(inputs, *self._unguided())

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Regression on velocities of paths to queries, given the shots."""
        shots, x, picked = self.queries_of(data)
        z = self.per_query(self.noise().normal, shots, x)
        t = self.per_query(self.noise().uniform, shots, x, (1,))
        drawn = self.noise().uniform((ops.shape(shots)[0], 1))
        shown = ops.cast(drawn >= self.code_dropout, "float32")
        given = [paths(z, x, t), t], picked, shown
        logs = self.descend(
            "networks", lambda: self.velocity_loss(shots, *given, x - z)
        )
        self.average_networks()
        return self.track(logs)

    def velocity_loss(
        self,
        shots: Tensor,
        inputs: list[Tensor],
        picked: Tensor,
        shown: Tensor,
        target: Tensor,
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Mean squared error of the predicted velocities.

        Args:
            shots: Tensor `(tasks, shots, *sample_shape)`.
            inputs: Points of the paths of all queries, and their times.
            picked: A shot for each query.
            shown: Whether the code of a task is shown `(tasks, 1)`.
            target: The paths' velocities.

        Returns:
            Scalar, and an empty dict: there are no terms to log.
        """
        codes = task_codes(self.encoder, shots, self.in_training)
        queries = ops.shape(picked)[0] // ops.shape(shots)[0]
        codes, shown = (
            ops.repeat(value, queries, axis=0) for value in (codes, shown)
        )
        given = self.given(codes, picked, shown)
        predicted = self.network([*inputs, *given], training=self.in_training)
        error = ops.square(ops.cast(predicted, "float32") - target)
        return batch_mean(error), {}

    def given(
        self, codes: Tensor, picked: Tensor, shown: Tensor
    ) -> list[Tensor]:
        """Inputs of the network: codes and, if it takes one, a shot.

        Args:
            codes: Code of the task of each sample `(batch, length)`.
            picked: A shot of each sample's task.
            shown: Whether they are shown `(batch, 1)`.
        """
        code = label_code(codes, shown)
        if not self.takes_shot:
            return [code]
        axes = len(self.sample_shape)
        shown = ops.reshape(shown, (-1, *[1] * axes))
        return [code, shown * picked]

    def sample_like(
        self, shots: ArrayLike, n: int, *, seed: int | None = None
    ) -> np.ndarray:
        """Samples of what some shots show.

        Args:
            shots: Array `(shots, *sample_shape)`, in the range of the samples.
            n: Number of samples.
            seed: Integer that determines them. Defaults to `None`: new ones at
                every call.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: If the shots have another shape.
        """
        check_integers(n=(n, 1))
        shots = checked_shots(shots, self.sample_shape)
        encoder, _ = self._sampling_networks()
        codes = task_codes(encoder, ops.convert_to_tensor(shots[np.newaxis]))
        settings = self.guidance, self.solver, self.sampling_steps

        def sample(z, shot):
            given = ops.repeat(codes, len(z), axis=0), shot
            return self._solve_in_graph(z, *given, *settings)

        arrays = self.latents(n, seed), in_turn(shots, n)
        return in_batches(sample, arrays, BATCH)

    def average_networks(self) -> None:
        """Update the averaged networks; without effect in evaluation."""
        if self.averaged_networks is None or not self.in_training:
            return
        update_average(
            self.averaged_networks,
            self.networks,
            self.ema,
            self.optimizer.iterations,
        )

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the average."""
        super().restore_state_from(other)
        if self.averaged_networks is not None:
            networks = other.averaged_networks or other.networks
            copy_variables(self.averaged_networks.variables, networks.variables)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "encoder": serialize(self.encoder),
            "network": serialize(self.network),
            "code_dropout": self.code_dropout,
            "guidance": self.guidance,
            "ema": self.ema,
            "solver": self.solver,
            "sampling_steps": self.sampling_steps,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))

    def _sampling_networks(self):
        if self.averaged_networks is None:
            return self.encoder, self.network
        return [
            self.averaged_networks.get_layer(network.name)
            for network in (self.encoder, self.network)
        ]

    def _unguided(self):
        """Arguments of `_solve()` for samples without shots."""
        codes = np.zeros((1, self.code_length), "float32")
        shot = np.zeros((1, *self.sample_shape), "float32")
        return codes, shot, 0.0, self.solver, self.sampling_steps

    def _solve(
        self,
        x,
        codes,
        picked,
        guidance,
        solver,
        steps,
        method=solvers.integrate,
    ):
        _, network = self._sampling_networks()

        def velocity(x, t):
            def velocity_of(shown):
                given = self.given(codes, picked, solvers.column(x, shown))
                inputs = [x, solvers.column(x, t), *given]
                return network(inputs, training=False)

            return guided(velocity_of, guidance)

        return method(velocity, x, solver, steps)
