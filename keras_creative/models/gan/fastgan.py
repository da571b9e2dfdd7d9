"""FastGAN: a discriminator that also reconstructs real images."""

from typing import Any

import keras
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.losses import batch_mean
from keras_creative.models.gan.r3gan import R3GAN
from keras_creative.models.gan.scoring import Scored
from keras_creative.typing import Config, Tensor

_HEADS = ("reconstruction", "crop_features")
_CROP_DECODER = "crop_decoder"


@keras.saving.register_keras_serializable(package="keras_creative")
class FastGAN(R3GAN):
    """`R3GAN` whose discriminator also reconstructs real images.

    With few images, a discriminator learns to recognize each by a detail. Here
    two decoders reconstruct real images, as augmented, from its features, which
    must therefore describe all of an image. The discriminator's loss has the
    further term `lambda_reconstruction * L_reconstruction`, the mean absolute
    error of a small copy of each image and of a random quarter of it, where
    the paper has a perceptual loss. The adversarial loss is that of R3GAN
    instead of the paper's hinge loss.

    Logs are those of `GAN`, and `reconstruction`.

    Args:
        generator: Built `keras.Model` from latent vectors to images, see
            `keras_creative.networks.fastgan_generator()`.
        discriminator: Built `keras.Model` from images to a dict with `score`,
            `reconstruction`, a small image, and `crop_features`, with a layer
            `crop_decoder` from a quarter of these to a quarter of the image,
            see `keras_creative.networks.fastgan_discriminator()`.
        lambda_reconstruction: Weight of the term, non-negative. Defaults to
            `1`.
        **kwargs: See `R3GAN`.

    Raises:
        ValueError: If the weight is negative, or the discriminator lacks the
            decoders.

    Example:

    ```python
    shape = (64, 64, 3)
    model = keras_creative.models.FastGAN(
        keras_creative.networks.fastgan_generator(shape, width=8),
        keras_creative.networks.fastgan_discriminator(shape, width=8),
        augment=keras_creative.layers.AdaptiveAugment(images=50000),
        ema=0.999,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.0, beta_2=0.99),
        d_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.0, beta_2=0.99),
    )
    ```

    Reference:

    - [Liu et al., 2021, section 3.2](https://arxiv.org/abs/2101.04775)
    - [Huang et al., 2024, eq. 2, 5](https://arxiv.org/abs/2501.05441)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        lambda_reconstruction: float = 1.0,
        **kwargs: Any,
    ) -> None:
        check_not_negative(lambda_reconstruction=lambda_reconstruction)
        super().__init__(generator, discriminator, **kwargs)
        _check_decoders(self.discriminator, self.packing)
        self.lambda_reconstruction = lambda_reconstruction
        self.reconstruction_term = self.add_term(
            "reconstruction", lambda_reconstruction, self._reconstruction
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """R3GAN's step, with the reconstruction of real images."""
        real, labels = self.unpack(data)
        paired, r1_r2 = self.criterion, self.penalty
        reconstruction = self.reconstruction_term
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(
                x, y, paired, r1_r2, reconstruction
            )
        g_logs = self.generator_step(x, y, paired)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "lambda_reconstruction": self.lambda_reconstruction,
        }

    def _reconstruction(self, scored: Scored) -> Tensor:
        """Errors of both decoders."""
        real = ops.cast(scored.seen_real, "float32")
        whole = scored.on_real["reconstruction"]
        number = self.noise().uniform((ops.shape(real)[0],))
        number = ops.cast(ops.floor(4.0 * number), "int32")
        decoder = self.discriminator.get_layer(_CROP_DECODER)
        crop = decoder(quarter(scored.on_real["crop_features"], number))
        return batch_mean(_error(shrunk(real, whole.shape), whole)) + (
            batch_mean(_error(quarter(real, number, crop.shape), crop))
        )


def shrunk(images: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Means of the squares of pixels that make images of another size.

    Args:
        images: Images `(batch, height, width, channels)`.
        shape: Shape of the result, whose sides are those of `images` divided
            by a power of two, rounded up.

    Returns:
        Tensor `(batch, *shape[1:])`.
    """
    side = -(-images.shape[1] // shape[1])
    return ops.average_pool(images, side, side, padding="same")


def quarter(
    images: Tensor, number: Tensor, shape: tuple[int, ...] | None = None
) -> Tensor:
    """One of the four quarters of each image.

    Args:
        images: Images, or features `(batch, height, width, channels)`.
        number: Integers `(batch,)` from 0 to 3: top left, top right, bottom
            left, bottom right.
        shape: Shape of a quarter, `(batch, height, width, channels)`. Defaults
            to `None`: half of each side, rounded down.

    Returns:
        Tensor of the quarters.
    """
    height, width = images.shape[1:3]
    rows, columns = (height // 2, width // 2) if shape is None else shape[1:3]
    number = ops.reshape(number, (-1, 1, 1, 1))
    parts = [
        images[:, top : top + rows, left : left + columns]
        for top in (0, height - rows)
        for left in (0, width - columns)
    ]
    upper = ops.where(number % 2 == 0, parts[0], parts[1])
    lower = ops.where(number % 2 == 0, parts[2], parts[3])
    return ops.where(number < 2, upper, lower)


def _error(images, made):
    """Mean absolute error of each image."""
    difference = images - ops.cast(made, "float32")
    return ops.mean(ops.abs(difference), axis=(1, 2, 3))


def _check_decoders(discriminator, packing):
    layers = [layer.name for layer in discriminator.layers]
    heads = sorted(discriminator.output)
    if (
        packing > 1
        or not set(_HEADS) <= set(heads)
        or _CROP_DECODER not in layers
    ):
        raise ValueError(
            f"`discriminator` must return {' and '.join(_HEADS)} of single "
            f"images and have a layer {_CROP_DECODER!r}, as that of "
            "`networks.fastgan_discriminator()`. Received: a discriminator "
            f"that returns {heads}"
        )
