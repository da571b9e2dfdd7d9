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

    Since the code need not describe the label, it describes what differs
    within a class. The bound is that of the samples given their labels, and
    codes are standard normal for every label.

    Data carries labels, or attributes in their place; logs are those of
    `VAE`. Called on a pair of codes and attributes, the model gives their mean
    samples.

    Args:
        encoder: As for `VAE`, of `[samples, attributes]`.
        decoder: As for `VAE`, of `[codes, attributes]`.
        attributes: Array `(num_classes, length)`: the attributes of each
            class. Defaults to `None`, one-hot codes.
        likelihood: As for `VAE`. Defaults to `"bernoulli"`.
        beta: As for `VAE`. Defaults to `1`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the networks take no attributes, the table of attributes
            does not fit them, or as for `VAE`.

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
        """Arguments that make the same model again."""
        return {**super().get_config(), "attributes": self.attributes.tolist()}

    def _conditions(self, labels):
        """Further inputs of the networks for labels: their attributes."""
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
