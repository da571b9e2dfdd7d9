"""Networks of autoencoders: their inputs, and validation."""

from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.network_forms import graph_of


def joint_inputs(first, conditions):
    """Inputs of a network: a tensor, or a list with conditions.

    Args:
        first: Samples or codes.
        conditions: Sequence of further inputs, which may be empty.

    Returns:
        Tensor, or list of tensors.
    """
    return [first, *conditions] if conditions else first


def check_autoencoder(encoder, decoder):
    """Check that two networks are built and fit together.

    Args:
        encoder: Model from samples to a dict of `mean` and `log_variance`.
        decoder: Model from codes to outputs of the samples' shape.

    Raises:
        ValueError: If they are not built or do not fit together.
    """
    check_graphs(encoder=encoder, decoder=decoder)
    _, code = graph_of(encoder)
    if not isinstance(code, dict) or not {"mean", "log_variance"} <= set(code):
        raise ValueError(
            "`encoder` must return a dict with the keys 'mean' and "
            f"'log_variance'. Received: encoder.output={code}"
        )
    latent, *conditions = [tuple(i.shape[1:]) for i in decoder.inputs]
    samples, *given = [tuple(i.shape[1:]) for i in encoder.inputs]
    made = tuple(code["mean"].shape[1:]), tuple(decoder.outputs[0].shape[1:])
    if (*made, given) != (latent, samples, conditions):
        raise ValueError(
            "`decoder` must take the encoder's code, with the same conditions, "
            "and return outputs of the encoder's input shape. Received: "
            f"encoder.input_shape={encoder.input_shape}, mean of shape "
            f"{made[0]}, decoder.input_shape={decoder.input_shape}, "
            f"decoder.output_shape={decoder.output_shape}"
        )
