"""Flow matching along straight paths, known as rectified flow."""

from typing import Any, Self

import keras
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_choice, check_integers
from keras_creative.losses import batch_mean
from keras_creative.models.core.averaging import (
    averaged_copy,
    check_decay,
    update_average,
)
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.data_rules import DataRules
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.core.persistence import copy_variables
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.diffusion import solvers
from keras_creative.typing import Config, Tensor

TIMES = {
    "uniform": lambda noise, shape: noise.uniform(shape),
    "logit-normal": lambda noise, shape: ops.sigmoid(noise.normal(shape)),
}


@keras.saving.register_keras_serializable(package="keras_creative")
class FlowMatching(Sampling, PlayersModel):
    """Flow matching along straight paths, known as rectified flow.

    A network learns the velocity at which noise becomes a sample. In training,
    a sample `x` and noise `z` are joined by the straight path
    `x_t = (1 - t) z + t x`, and the network predicts its velocity `x - z` from
    `x_t` and `t`. The mean squared error is minimal for the mean velocity of
    all paths through a point. Sampling starts from noise and follows this
    velocity from `t = 0` to `t = 1`.

    There is one network and no discriminator: the loss decreases to the
    variance of the velocities, not to 0, and no mode is lost. A sample takes
    `sampling_steps` evaluations of the network, twice as many with
    `"heun"`, where a GAN takes one.

    Called on noise, the model returns samples. A latent vector is noise of the
    samples' shape. Labels are ignored, see `GuidedFlowMatching`. Logs: `loss`.

    `solver` and `sampling_steps` are attributes that may be changed at any
    time.

    Args:
        network: Built `keras.Model` from a pair of samples and times
            `(batch, 1)` to velocities of the samples' shape.
        times: Distribution of `t` in training: `"uniform"`, or
            `"logit-normal"`, the sigmoid of standard normal numbers, which
            has more times in the middle. Defaults to `"uniform"`.
        ema: Decay of the exponential moving average of the network's weights,
            in [0, 1). Samples are drawn with the average. Defaults to `0`: no
            average.
        solver: `"euler"`, or `"heun"`, which is of second order. Defaults to
            `"heun"`.
        sampling_steps: Steps of the solver, at least 1. They are shorter
            towards the data, at the times `1 - (1 - k / n)^2`. Defaults to
            `16`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the network has other inputs or another output, a name
            is unknown, or a number is out of range.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model = keras_creative.models.FlowMatching(
        keras_creative.networks.mlp_velocity(), ema=0.99
    )
    model.compile(
        keras.optimizers.Adam(2e-3), steps_per_execution=50, jit_compile=True
    )
    model.fit(ring.batches(400, labelled=False), steps_per_epoch=100)
    points = model.sample(500)
    ```

    Reference:

    - [Liu et al., 2022, equation 1 and algorithm 1](
        https://arxiv.org/abs/2209.03003)
    - [Lipman et al., 2022, equation 23](https://arxiv.org/abs/2210.02747),
      with `sigma_min = 0`
    - Logit-normal times: [Esser et al., 2024, equation 19](
        https://arxiv.org/abs/2403.03206)
    """

    player_optimizers = {"network": "optimizer"}
    tracked = ("loss",)

    def __init__(
        self,
        network: keras.Model,
        times: str = "uniform",
        ema: float = 0.0,
        solver: str = "heun",
        sampling_steps: int = 16,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_network(network, self.takes_labels)
        check_choice("times", times, TIMES)
        check_decay(ema)
        solvers.get_solver(solver)
        check_integers(sampling_steps=(sampling_steps, 1))
        self.network = network
        self.averaged_network = averaged_copy(network, ema)
        self.times = times
        self.ema = ema
        self.solver = solver
        self.sampling_steps = sampling_steps
        self.seed = seed
        self._solve_in_graph = tf.function(self._solve, reduce_retracing=True)
        self.built = True

    # Whether the network has a third input, the code of a label.
    takes_labels = False

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.network.output_shape[1:])

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector, that of a sample."""
        return self.sample_shape

    @property
    def data_rules(self) -> DataRules:
        """Rules that samples and labels must follow."""
        return DataRules(
            self.sample_shape, self.num_classes, self.attributes_length
        )

    @property
    def sampler(self) -> keras.Model:
        """A plain Keras model from noise to samples, with all steps in turn."""
        inputs = [keras.Input(self.latent_shape, name="latent")]
        if self.attributes_length is not None:
            shape = (self.attributes_length,)
            inputs.append(keras.Input(shape, name="attributes"))
        samples = self._solve(*self._given(inputs), solvers.unrolled)
        return keras.Model(
            inputs if len(inputs) > 1 else inputs[0], samples, name="sampler"
        )

    def compile(
        self,
        optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Configure the optimizer.

        Args:
            optimizer: Keras optimizer, or its name. Defaults to `"adam"`.
            **kwargs: See `PlayersModel.compile()`.

        Raises:
            ValueError: If a loss or a metric is given.
        """
        super().compile(optimizer=optimizer, **kwargs)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Samples for noise."""
        return self._solve_in_graph(*self._given([inputs]))

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equation 1 of Liu et al.: regression on the paths' velocities."""
        x, labels = self.unpack(data)
        z = self.noise().normal(ops.shape(x))
        t = self.draw_times(ops.shape(x)[0])
        inputs = [paths(z, x, t), t, *self._conditions(labels)]
        logs = self.descend(
            "network", lambda: self.velocity_loss(inputs, x - z)
        )
        self.average_network()
        return self.track(logs)

    def draw_times(self, batch_size: Tensor) -> Tensor:
        """Times of this replica's paths.

        Args:
            batch_size: Number of times.

        Returns:
            float32 tensor `(batch_size, 1)` of numbers from [0, 1).
        """
        return TIMES[self.times](self.noise(), (batch_size, 1))

    def velocity_loss(
        self, inputs: list[Tensor], target: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Mean squared error of the predicted velocity.

        Args:
            inputs: Points of the paths, their times, and codes of labels if
                the network takes them.
            target: The paths' velocities `(batch, *sample_shape)`.

        Returns:
            Scalar, and an empty dict: there are no terms to log.
        """
        predicted = self.network(inputs, training=self.in_training)
        error = ops.square(ops.cast(predicted, "float32") - target)
        return sum(pass_losses(self.network), batch_mean(error)), {}

    def velocity(self, x: Tensor, t: Tensor) -> Tensor:
        """Velocity that samples follow.

        Args:
            x: Tensor `(batch, *sample_shape)`.
            t: Time, a number from 0 to 1.

        Returns:
            Tensor of the shape of `x`, by the averaged network if any.
        """
        network = self.averaged_network or self.network
        return network([x, solvers.column(x, t)], training=False)

    def average_network(self) -> None:
        """Update the averaged network; without effect in evaluation."""
        if self.averaged_network is None or not self.in_training:
            return
        update_average(
            self.averaged_network,
            self.network,
            self.ema,
            self.optimizer.iterations,
        )

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the average."""
        super().restore_state_from(other)
        if self.averaged_network is not None:
            network = other.averaged_network or other.network
            copy_variables(self.averaged_network.variables, network.variables)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            "network": keras.saving.serialize_keras_object(self.network),
            "times": self.times,
            "ema": self.ema,
            "solver": self.solver,
            "sampling_steps": self.sampling_steps,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        network = keras.saving.deserialize_keras_object(config["network"])
        return cls(**{**config, "network": network})

    def _conditions(self, labels):
        """Further inputs of the network in training: none."""
        return ()

    def _given(self, inputs):
        """Arguments of `_solve()`; what is no tensor is traced once each."""
        return inputs, self.solver, self.sampling_steps

    def _solve(self, inputs, solver, steps, method=solvers.integrate):
        x, *conditions = inputs
        return method(
            lambda x, t: self.velocity(x, t, *conditions), x, solver, steps
        )


def paths(z: Tensor, x: Tensor, t: Tensor) -> Tensor:
    """Points of the straight paths from noise to samples.

    Args:
        z: Noise of the samples' shape.
        x: Samples `(batch, ...)`.
        t: Times `(batch, 1)`.

    Returns:
        Tensor `(1 - t) z + t x`.
    """
    t = ops.reshape(t, (-1, *[1] * (len(x.shape) - 1)))
    return (1.0 - t) * z + t * ops.cast(x, "float32")


def check_network(network, takes_labels, takes_shot=False):
    """Check the inputs and the output of a network of velocities.

    Args:
        network: The network.
        takes_labels: Whether it needs a third input, the code of a label.
        takes_shot: Whether it may have a fourth one, a sample. Defaults to
            `False`.

    Raises:
        ValueError: If it is not built, or has other inputs or another output.
    """
    check_graphs(network=network)
    shapes = [tuple(tensor.shape[1:]) for tensor in network.inputs]
    output = tuple(network.outputs[0].shape[1:])
    if takes_shot and shapes[3:] == [output]:
        shapes.pop()
    code = shapes[2:] if takes_labels else []
    named = "samples, times and codes" if takes_labels else "samples and times"
    if shapes != [output, (1,), *code[:1]] or len(code) != takes_labels:
        raise ValueError(
            f"`network` must take {named}, and return velocities of the "
            "samples' shape: build it "
            f"{'with' if takes_labels else 'without'} `attributes_length`. "
            f"Received: inputs of shapes {shapes}, output of shape {output}"
        )
