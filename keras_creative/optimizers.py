"""Optimizers computed by fused kernels, and schedules of their rates."""

import keras
import tensorflow as tf

from keras_creative.checks import check_integers, check_positive
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class Adam(keras.optimizers.Adam):
    """`keras.optimizers.Adam` with one fused operation per variable.

    Keras updates a variable by a dozen operations, each of which passes over
    it; TensorFlow's kernel makes one pass. Arguments, variables and updates are
    those of Keras' Adam, up to rounding. With `amsgrad`, and for sparse
    gradients, it is Keras' own update.

    Args:
        *args: Positional arguments of `keras.optimizers.Adam`.
        **kwargs: Keyword arguments of `keras.optimizers.Adam`.

    Example:

    >>> weight = keras.Variable([1.0, 2.0])
    >>> optimizer = keras_creative.optimizers.Adam(0.5)
    >>> optimizer.apply([np.array([3.0, -4.0], "float32")], [weight])
    >>> weight.numpy().round(3)
    array([0.5, 2.5], dtype=float32)

    Reference:

    - [Kingma & Ba, 2014, section 2](https://arxiv.org/abs/1412.6980)
    """

    def update_step(
        self,
        gradient: Tensor,
        variable: tf.Variable,
        learning_rate: Tensor,
    ) -> None:
        """Update a variable and its moments."""
        if self.amsgrad or isinstance(gradient, tf.IndexedSlices):
            super().update_step(gradient, variable, learning_rate)
            return
        index = self._get_variable_index(variable)
        weight, momentum, velocity = map(
            _tf_variable,
            (variable, self._momentums[index], self._velocities[index]),
        )
        dtype = weight.dtype
        step = tf.cast(keras.ops.convert_to_tensor(self.iterations) + 1, dtype)
        tf.raw_ops.ResourceApplyAdam(
            var=weight.handle,
            m=momentum.handle,
            v=velocity.handle,
            beta1_power=tf.cast(self.beta_1, dtype) ** step,
            beta2_power=tf.cast(self.beta_2, dtype) ** step,
            lr=tf.cast(learning_rate, dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.cast(gradient, dtype),
        )


@keras.saving.register_keras_serializable(package="keras_creative")
class LinearDecay(keras.optimizers.schedules.LearningRateSchedule):
    """Learning rate that is constant, and then falls to 0 along a line.

    Args:
        rate: The constant rate.
        constant_steps: Number of steps with it, 0 or more.
        decay_steps: Number of steps in which it falls, positive. It stays at 0
            then.

    Example:

    >>> rate = keras_creative.optimizers.LinearDecay(0.4, 10, 4)
    >>> [round(float(rate(step)), 3) for step in (0, 10, 11, 14, 20)]
    [0.4, 0.4, 0.3, 0.0, 0.0]
    """

    def __init__(
        self, rate: float, constant_steps: int, decay_steps: int
    ) -> None:
        super().__init__()
        check_positive(rate=rate)
        check_integers(
            constant_steps=(constant_steps, 0), decay_steps=(decay_steps, 1)
        )
        self.rate = rate
        self.constant_steps = constant_steps
        self.decay_steps = decay_steps

    def __call__(self, step: Tensor) -> Tensor:
        """The rate at a step."""
        past = keras.ops.cast(step, "float32") - self.constant_steps
        share = keras.ops.clip(past / self.decay_steps, 0.0, 1.0)
        return self.rate * (1.0 - share)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            "rate": self.rate,
            "constant_steps": self.constant_steps,
            "decay_steps": self.decay_steps,
        }


def _tf_variable(variable):
    return variable.value if isinstance(variable, keras.Variable) else variable


# Both have the same updates.
ADAMS = (keras.optimizers.Adam, Adam)
