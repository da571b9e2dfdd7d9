"""Gradients that no variable's update may overtake."""

import tensorflow as tf


def gradients_of(loss, variables, tape):
    """Gradients of a loss, handed over once it has been computed whole.

    TensorFlow's graph optimizer may drop the order between an update and a
    read that no gradient asks for, such as a bias under a gradient penalty;
    the control dependency keeps it.

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
