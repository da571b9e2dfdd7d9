"""The variational autoencoder that is conditioned on a label."""

import keras

from keras_creative.models.conditional.conditioning import (
    Conditioning,
    attributes_taken,
)
from keras_creative.models.vae.vae import VAE
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class ConditionalVAE(Conditioning, VAE):
    """Variational autoencoder whose networks are conditioned on attributes.

    The label is known, so that the code describes the differences within a
    class. The ELBO is that of the samples given their labels, and codes are
    standard normal for every label.

    The data have labels or attributes; logs are those of `VAE`. Called on a
    pair of codes and attributes, the model returns mean samples.

    Args:
        encoder: See `VAE`; its inputs are `[samples, attributes]`.
        decoder: See `VAE`; its inputs are `[codes, attributes]`.
        attributes: Array `(num_classes, length)`: the attributes of each
            class. Defaults to `None`, one-hot codes.
        likelihood: See `VAE`. Defaults to `"bernoulli"`.
        beta: See `VAE`. Defaults to `1`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the networks take no attributes, the table of attributes
            does not fit them, or an argument of `VAE` is invalid.

    Example:

    ```python
    model = keras_creative.models.ConditionalVAE(
        keras_creative.networks.mlp_vae_encoder(attributes_length=10),
        keras_creative.networks.mlp_vae_decoder(attributes_length=10),
    )
    model.compile(keras.optimizers.Adam(1e-3))
    images, labels = keras_creative.datasets.load_images("mnist")
    pictures = keras_creative.datasets.to_network_range(images)
    model.fit(pictures, labels, batch_size=64)
    sevens = model.sample(16, labels=7)
    ```

    Reference:

    - [Kingma et al., 2014, eq. 6](https://arxiv.org/abs/1406.5298), without
      its term of the label
    - [Sohn et al., 2015](https://papers.nips.cc/paper/5775)
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        attributes: ArrayLike | None = None,
        likelihood: str = "bernoulli",
        beta: float = 1.0,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(encoder, decoder, likelihood, beta, seed, name)
        length = attributes_taken("decoder", decoder)
        self.set_attributes(attributes, None, length)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Mean samples for a pair of codes and attributes."""
        return super().call(list(inputs), training)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "attributes": self.attributes.tolist()}

    def _conditions(self, labels):
        """Further inputs of the networks: the attributes of the labels."""
        return (self.attributes_of(labels),)

    def _given(self, x, labels):
        """Arrays of samples and of their attributes."""
        (x,) = super()._given(x, None)
        if labels is None:
            raise ValueError(
                "`labels` must be given to a conditional model: a label or "
                "attributes for each sample. Received: labels=None"
            )
        return x, self._requested(labels, len(x))
