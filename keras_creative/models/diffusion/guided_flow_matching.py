"""Flow matching for labels, with classifier-free guidance."""

from typing import Any

import keras
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.models.conditional.conditioning import Conditioning
from keras_creative.models.diffusion import solvers
from keras_creative.models.diffusion.flow_matching import FlowMatching
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class GuidedFlowMatching(Conditioning, FlowMatching):
    """Flow matching for labels, with classifier-free guidance.

    The network also takes the code of a label: its attributes and a last entry
    of 0; or zeros and a last entry of 1 for "no label". In training a label is
    dropped with the probability `label_dropout`, so that one network learns
    the velocity `v(x, t | y)` of a class and the velocity `v(x, t)` of all
    data. Samples follow `v(x, t) + w (v(x, t | y) - v(x, t))`.

    The weight `w` is `guidance`: with 1 samples follow the distribution of
    their class, with more they are more typical of it and less varied, with 0
    the label has no effect. Every other weight than 0 and 1 takes twice the
    time.
    Like `solver` and `sampling_steps` it may be changed at any time.

    The data have labels or attributes. Called on a pair of noise and
    attributes, the model returns samples.

    Args:
        network: Built `keras.Model` from samples, times `(batch, 1)` and codes
            `(batch, length + 1)` to velocities of the samples' shape.
        attributes: Attributes of each class, array `(num_classes, length)`.
            Defaults to `None`: one-hot codes.
        label_dropout: Probability of dropping a label in training, in [0, 1).
            With 0 there is no velocity of all data, and `guidance` must
            be 1. Defaults to `0.1`.
        guidance: Weight of the label, non-negative. Defaults to `1`.
        **kwargs: See `FlowMatching`.

    Raises:
        ValueError: If the network does not take codes, the table of attributes
            does not fit it, or a number is out of range.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model = keras_creative.models.GuidedFlowMatching(
        keras_creative.networks.mlp_velocity(attributes_length=8),
        guidance=2.0,
    )
    model.compile(keras.optimizers.Adam(2e-3), steps_per_execution=50)
    model.fit(ring.batches(400), steps_per_epoch=100)
    third = model.sample(500, labels=3)
    ```

    Reference:

    - [Zheng et al., 2023](https://arxiv.org/abs/2311.13443)
    - [Ho and Salimans, 2022](https://arxiv.org/abs/2207.12598), whose weight
      is `w - 1`
    """

    takes_labels = True

    def __init__(
        self,
        network: keras.Model,
        attributes: ArrayLike | None = None,
        label_dropout: float = 0.1,
        guidance: float = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(network, **kwargs)
        _check_guidance(label_dropout, guidance)
        length = network.inputs[2].shape[1] - 1
        self.set_attributes(attributes, None, length)
        self.label_dropout = label_dropout
        self.guidance = guidance

    def call(
        self, inputs: tuple[Tensor, Tensor], training: bool = False
    ) -> Tensor:
        """Samples for a pair of noise and attributes."""
        return self._solve_in_graph(*self._given(list(inputs)))

    def velocity(
        self, x: Tensor, t: Tensor, attributes: Tensor, guidance: float = 1.0
    ) -> Tensor:
        """Velocity that samples of labels follow.

        Args:
            x: See `FlowMatching.velocity()`.
            t: See `FlowMatching.velocity()`.
            attributes: Attributes `(batch, length)`.
            guidance: Weight of the label. Defaults to `1`.

        Returns:
            Tensor of the shape of `x`.
        """
        return guided(
            lambda shown: self._velocity_of(x, t, attributes, shown), guidance
        )

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "attributes": self.attributes.tolist(),
            "label_dropout": self.label_dropout,
            "guidance": self.guidance,
        }

    def _velocity_of(self, x, t, attributes, shown):
        network = self.averaged_network or self.network
        shown = solvers.column(x, shown)
        inputs = [x, solvers.column(x, t), label_code(attributes, shown)]
        return network(inputs, training=False)

    def _conditions(self, labels):
        """Codes of the labels, some of which are dropped."""
        attributes = self.attributes_of(labels)
        drawn = self.noise().uniform((ops.shape(attributes)[0], 1))
        shown = ops.cast(drawn >= self.label_dropout, "float32")
        return (label_code(attributes, shown),)

    def _given(self, inputs):
        """See `FlowMatching`; the guidance is traced once for each value."""
        return super()._given([*inputs, self.guidance])


def guided(velocity_of, guidance):
    """Velocity with classifier-free guidance.

    Args:
        velocity_of: Function of 1.0, for the velocity of the label, or 0.0, for
            that without a label.
        guidance: Weight of the label, a number.

    Returns:
        Tensor.
    """
    if guidance in (0, 1):
        return velocity_of(float(guidance))
    of_all = velocity_of(0.0)
    return of_all + guidance * (velocity_of(1.0) - of_all)


def label_code(attributes: Tensor, shown: Tensor) -> Tensor:
    """Codes of labels, some of which are dropped.

    Args:
        attributes: Tensor `(batch, length)`.
        shown: Tensor `(batch, 1)`: 1 for a label, 0 for none.

    Returns:
        Tensor `(batch, length + 1)`.
    """
    return ops.concatenate([shown * attributes, 1.0 - shown], axis=1)


def _check_guidance(label_dropout, guidance):
    if not 0 <= label_dropout < 1:
        raise ValueError(
            "`label_dropout` must be in [0, 1). "
            f"Received: label_dropout={label_dropout}"
        )
    check_not_negative(guidance=guidance)
    if label_dropout == 0 and guidance != 1:
        raise ValueError(
            "`guidance` must be 1 without `label_dropout`, which teaches the "
            "network the velocity without a label. "
            f"Received: guidance={guidance}, label_dropout=0"
        )
