"""DesIGN's generator that is conditioned on the mask of a shape."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import keras
import numpy as np
from keras import ops

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.losses import batch_mean
from keras_creative.models.gan.design_gan import DesignGAN
from keras_creative.typing import ArrayLike, Config, Tensor


class Given(NamedTuple):
    """What is given for generated samples.

    Attributes:
        labels: Labels of the real samples, or `None`.
        masks: Masks of their shapes.
    """

    labels: Tensor
    masks: Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class DesignMaskGAN(DesignGAN):
    """`DesignGAN` whose generator is given a shape, and invents the texture.

    The masks of the real images of a batch, on a plain background, are the
    shapes of the generated ones. The generator's loss has a further term,
    `lambda_m * L_shape`, by which a generated image fills its mask and nothing
    else. DesIGN calls this network "StyleGAN", years before NVIDIA's. Its
    reconstruction term is not public in detail; here it is
    `keras_creative.losses.shape_loss()`. Every second mask of a batch is
    replaced by the one before, and `lambda_t` weights a mode-seeking term of
    these pairs, without which textures hardly change with the latent vector.

    Called on a pair of latent vectors and masks, the model is its generator.
    `sample(n, masks=...)` draws any shapes.

    Logs are those of `DesignGAN`, `shape` and `texture`.

    Args:
        generator: Built `keras.Model` from pairs of latent vectors and masks
            `(batch, height, width, 1)` to images.
        discriminator: See `DesignGAN`.
        masks: Array `(m, height, width, 1)` of zeros and ones: the shapes of
            `sample()` without masks, in turn.
        lambda_m: Weight of the shape, non-negative. Defaults to `10`.
        lambda_t: Weight of the variety of textures of one shape, see
            `keras_creative.losses.ModeSeeking`, non-negative. Defaults to
            `0.1`.
        background: See `keras_creative.losses.object_mask()`. Defaults to `-1`.
        threshold: See the same. Defaults to `0.2`.
        **kwargs: See `DesignGAN`.

    Raises:
        ValueError: If the generator takes no masks, `masks` do not fit it, a
            weight is negative, or an argument of `DesignGAN` is invalid.

    Example:

    ```python
    images, labels = keras_creative.datasets.load_images("fashion-mnist")
    images = keras_creative.datasets.to_network_range(images)
    model = keras_creative.models.DesignMaskGAN(
        keras_creative.networks.mask_generator((28, 28, 1), width=16),
        keras_creative.networks.dcgan_discriminator((28, 28, 1), 10, width=16),
        masks=keras_creative.losses.object_mask(images[:64]),
    )
    model.compile(g_optimizer="adam", d_optimizer="adam")
    model.fit(images, labels, batch_size=64)
    bags = keras_creative.losses.object_mask(images[labels == 8][:4])
    new = model.sample(4, masks=bags)
    ```

    Reference:

    - [Sbai et al., 2018](https://arxiv.org/abs/1804.00921), the generator
      conditioned on shape masks
    - [Mao et al., 2019, equation 2](https://arxiv.org/abs/1903.05628)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        masks: ArrayLike,
        lambda_m: float = 10.0,
        lambda_t: float = 0.1,
        background: float = -1.0,
        threshold: float = 0.2,
        **kwargs: Any,
    ) -> None:
        check_not_negative(lambda_m=lambda_m, lambda_t=lambda_t)
        super().__init__(generator, discriminator, **kwargs)
        self.masks = _checked_masks(masks, generator)
        self.lambda_m, self.lambda_t = lambda_m, lambda_t
        self.background, self.threshold = background, threshold
        self.mask_terms = (
            self.add_term("shape", lambda_m, self._shape),
            self.add_term("texture", lambda_t, self._texture, True),
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """`DesignGAN`'s step, with the masks of the real samples."""
        real, labels = self.unpack(data)
        for x, y in self.critic_batches(real, labels):
            given = Given(y, self.masks_of(x))
            d_logs = self.discriminator_step(
                x,
                given,
                self.criterion,
                self.penalty,
                *self.classification_terms,
            )
        in_pairs = Given(y, ops.take(given.masks, _pairs(x) * 2, axis=0))
        g_logs = self.generator_step(
            x,
            in_pairs,
            self.criterion,
            *self.creativity_terms,
            *self.mask_terms,
        )
        self.average_generator()
        return self.track(d_logs | g_logs)

    def masks_of(self, images: Tensor) -> Tensor:
        """Masks of the objects in images.

        Args:
            images: Tensor `(batch, *sample_shape)`.

        Returns:
            Tensor `(batch, height, width, 1)` of zeros and ones.
        """
        return losses.object_mask(images, self.background, self.threshold)

    def generate(self, latent: Tensor, labels: Given) -> Tensor:
        """Samples of the shapes of `labels.masks`."""
        return super().generate([ops.convert_to_tensor(latent), labels.masks])

    def sample_inputs(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        masks: ArrayLike | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The model's inputs for samples of shapes.

        Args:
            n: Number of samples.
            seed: See `sample()`. Defaults to `None`.
            masks: One mask for all samples, or one for each, of zeros and ones.
                Defaults to `None`: the model's masks in turn.

        Returns:
            Latent vectors and masks.

        Raises:
            ValueError: If the masks have another shape or other values.
        """
        return self._draw(n, seed), self._requested(masks, n)

    def interpolate(
        self,
        start: int | ArrayLike,
        end: int | ArrayLike,
        steps: int = 8,
        batch_size: int | None = None,
        via: Sequence[int | ArrayLike] = (),
        way: str | None = None,
        closed: bool = False,
        masks: ArrayLike | None = None,
    ) -> np.ndarray:
        """Samples along a path through the latent space, of one shape.

        Args:
            start: See `Sampling.interpolate()` for this and the others.
            end: Last waypoint.
            steps: Number of samples. Defaults to `8`.
            batch_size: Samples generated at once. Defaults to `None`.
            via: Sequence of waypoints. Defaults to `()`.
            way: `"straight"` or `"sphere"`. Defaults to `None`.
            closed: Whether the path returns to `start`. Defaults to `False`.
            masks: See `sample_inputs()`. Defaults to `None`: the first of the
                model's masks.

        Returns:
            NumPy array `(steps, *sample_shape)`.

        Raises:
            ValueError: See `Sampling.interpolate()` and `sample_inputs()`.
        """
        masks = self.masks[0] if masks is None else masks
        latents = self._way(start, end, steps, via, way, closed)
        return self._generate_all(
            (latents, self._requested(masks, steps)), batch_size
        )

    def get_config(self) -> Config:
        """Constructor arguments; the masks are packed to bits."""
        bits = np.packbits(self.masks.astype(bool)).tobytes().hex()
        return {
            **super().get_config(),
            "masks": [list(self.masks.shape), bits],
            "lambda_m": self.lambda_m,
            "lambda_t": self.lambda_t,
            "background": self.background,
            "threshold": self.threshold,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        shape, bits = config["masks"]
        packed = np.frombuffer(bytes.fromhex(bits), "uint8")
        masks = np.unpackbits(packed, count=int(np.prod(shape)))
        return super().from_config({**config, "masks": masks.reshape(shape)})

    def _classify(self, scored):
        return super()._classify(scored._replace(labels=scored.labels.labels))

    def _shape(self, scored):
        """How far generated samples miss their masks."""
        return batch_mean(
            losses.shape_loss(
                scored.fake,
                scored.labels.masks,
                self.background,
                self.threshold,
            )
        )

    def _texture(self, scored):
        """How little samples of one mask change with the latent vector."""
        pairs = _pairs(scored.fake)
        return losses.mode_seeking(scored.fake, scored.latent, pairs)

    def _requested(self, masks, n):
        """Masks of `n` samples."""
        if masks is None:
            masks = self.masks[np.arange(n) % len(self.masks)]
        masks = np.asarray(masks, "float32")
        one = self.masks.shape[1:]
        if (
            masks.shape not in (one, (n, *one))
            or not np.isin(masks, (0, 1)).all()
        ):
            raise ValueError(
                f"`masks` must be zeros and ones of the shape {one}, one for "
                f"all or one for each of the {n} samples. Received: masks of "
                f"shape {masks.shape} from {masks.min()} to {masks.max()}"
            )
        return np.broadcast_to(masks, (n, *one)).copy()


def _pairs(samples):
    """Number of the pair of each sample of a batch: 0, 0, 1, 1, ..."""
    return ops.arange(ops.shape(samples)[0]) // 2


def _checked_masks(masks, generator):
    masks = np.asarray(masks, "float32")
    taken = [tuple(i.shape[1:]) for i in generator.inputs[1:]]
    wanted = (*generator.output_shape[1:3], 1)
    if taken != [wanted]:
        raise ValueError(
            "`generator` must take latent vectors and masks of the shape "
            f"{wanted}. Received: further inputs of the shapes {taken}"
        )
    is_binary = np.isin(masks, (0, 1)).all()
    if masks.shape[1:] != wanted or not len(masks) or not is_binary:
        raise ValueError(
            f"`masks` must be zeros and ones of the shape (m, {wanted}). "
            f"Received: masks of shape {masks.shape}"
        )
    return masks
