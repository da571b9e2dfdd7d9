"""Gradients that no variable's update may overtake."""

import tensorflow as tf


def gradients_of(loss, variables, tape):
    """Gradients of a loss, handed over once it has been computed whole.

    In a function of TensorFlow a variable changes after all that reads it; but
    the graph optimiser forgets this order where it believes another to imply
    it, such as the one between a loss and its own gradient, which is a 1 that
    waits for nothing. What a loss reads without its gradient asking for it,
    such as a bias under a gradient penalty, might be read when it has already
    changed. Here that 1 is a constant from the beginning, and the gradients
    wait for the loss.

    Args:
        loss: Scalar.
        variables: Sequence of Keras variables.
        tape: The `tf.GradientTape` that has watched them.

    Returns:
        List of tensors, and of `None` where the loss does not depend on the
        variable.
    """
    gradients = tape.gradient(loss, variables, tf.ones((), loss.dtype))
    with tf.control_dependencies([loss]):
        return [
            None if gradient is None else tf.identity(gradient)
            for gradient in gradients
        ]
