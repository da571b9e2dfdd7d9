"""Arbitrary style transfer by adaptive instance normalization."""

from collections.abc import Sequence
from typing import Any, Self

import keras
import numpy as np
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.losses import (
    batch_mean,
    instance_discrimination,
    instance_statistics,
    style_distance,
)
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.data_rules import DataRules
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.core.persistence import deserialized
from keras_creative.models.style.checks import (
    check_networks,
    check_strength,
    checked_weights,
)
from keras_creative.models.style.style_memory import StyleMemory
from keras_creative.models.style.stylizer import (
    Stylizer,
    mixed_style,
    with_luminance_of,
)
from keras_creative.models.style.transfer import (
    Style,
    adaptive_instance_norm,
    color_statistics,
    match_colors,
)
from keras_creative.models.style.views import random_views, style_codes
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class StyleAutoencoder(StyleMemory):
    """Paints any image in the style of any other.

    An encoder maps an image to feature maps. Their statistics, the mean and
    the standard deviation of each channel over the image, are its style. To
    transfer it, the features of another image are given these statistics, and
    a decoder makes an image of them, whose colors are matched before.

    No network that knows objects is needed: the encoder is trained on the same
    images. Two crops of an image, in changed colors, are to have more similar
    statistics than crops of different images (instance discrimination). The
    decoder is trained on pairs of images of the batch, by the distance of the
    features of its output from those that it was given (`content`), by the
    distance of their statistics from those of the style image (`style`), and by
    the squared error of the image if its own statistics are kept
    (`reconstruction`).

    Data are images of one shape. Images are paired and compared within the
    batch of a replica. `stylize()` takes images of any size.

    A latent vector is a new style, from the normal distribution of the
    last 32 styles of training: called on latent vectors, the model paints the
    last image of training in new styles. If it is not trained, styles and image
    are random numbers. Logs: `encoder_loss`, `decoder_loss`, `content`,
    `style` and `reconstruction`.

    Args:
        encoder: Built `keras.Model` from images to a list of feature maps, see
            `keras_creative.networks.style_encoder()`.
        decoder: Built `keras.Model` from images and all feature maps but the
            first to images, see `keras_creative.networks.style_decoder()`.
        image_shape: Shape of the images of training, with sides that are
            multiples of the lowest resolution's cells and at least four of
            them. Defaults to `(96, 96, 3)`.
        content_weight: Weight of `content`, non-negative. Defaults to `1`.
        style_weight: Weight of `style`, non-negative. Defaults to `10`.
        reconstruction_weight: Weight of `reconstruction`, non-negative.
            Defaults to `5`.
        train_encoder: Whether the encoder is trained, not given, such as
            `keras_creative.networks.vgg19_encoder()`. Defaults to `True`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the networks do not fit together, the image shape does
            not fit them, or a weight is negative.

    Example:

    ```python
    encoder = keras_creative.networks.style_encoder(width=4, depth=2)
    decoder = keras_creative.networks.style_decoder(widths=(4, 8, 16))
    model = keras_creative.models.StyleAutoencoder(
        encoder, decoder, image_shape=(32, 32, 3)
    )
    model.compile()
    paintings = np.random.default_rng(0).uniform(-1, 1, (8, 32, 32, 3))
    model.fit(paintings, batch_size=4)
    photo = np.zeros((50, 70, 3))
    painted = model.stylize(photo, [paintings[0]], strength=0.8)
    ```

    Reference:

    - [Huang & Belongie, 2017, section 5](https://arxiv.org/abs/1703.06868). New
      here: the encoder trained on the spot, normalized feature maps of several
      resolutions, matched colors, covariances in the distance of styles.
    - Instance discrimination: [Chen et al., 2020](
        https://arxiv.org/abs/2002.05709)
    """

    player_optimizers = {
        "encoder": "encoder_optimizer",
        "decoder": "decoder_optimizer",
    }

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        image_shape: Sequence[int] = (96, 96, 3),
        content_weight: float = 1.0,
        style_weight: float = 10.0,
        reconstruction_weight: float = 5.0,
        train_encoder: bool = True,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_graphs(encoder=encoder, decoder=decoder)
        check_networks(encoder, decoder, image_shape)
        weights = {
            "content_weight": content_weight,
            "style_weight": style_weight,
            "reconstruction_weight": reconstruction_weight,
        }
        check_not_negative(**weights)
        self.encoder, self.decoder = encoder, decoder
        self.image_shape = tuple(image_shape)
        self.loss_weights = weights
        self.train_encoder = train_encoder
        if not train_encoder:
            self.player_optimizers = {"decoder": "decoder_optimizer"}
        self.seed = seed
        self._stylizer = Stylizer(encoder, decoder)
        self.channels = self._stylizer.channels
        self.widths = self._stylizer.widths
        self.add_memory()
        self.built = True

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        losses = [f"{name}_loss" for name in self.player_optimizers]
        return (*losses, "content", "style", "reconstruction")

    @property
    def smallest_side(self) -> int:
        """Shortest side of an image that `stylize()` takes, in pixels."""
        return self._stylizer.smallest

    @property
    def data_rules(self) -> DataRules:
        """Rules that images must follow."""
        return DataRules(self.image_shape, output_range=(-1.0, 1.0))

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Section 5 of Huang & Belongie, after a step of the encoder."""
        images, _ = self.unpack(data)
        images = ops.cast(images, "float32")
        logs = {}
        if self.train_encoder:
            shape = ops.shape(images)[0], 1, 1, 4 * self.channels + 1
            views = random_views(images, self.noise().uniform(shape))
            logs = self.descend("encoder", lambda: self.view_loss(views))
        maps = self.encoder(images, training=False)
        logs |= self.descend(
            "decoder", lambda: self.transfer_loss(images, maps)
        )
        if self.in_training:
            self.remember(images, _style_of(images, maps))
        return self.track(logs)

    def view_loss(self, views: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Instance discrimination by the statistics of all feature maps.

        Args:
            views: Two views of each image, see `random_views()`.

        Returns:
            Scalar, and an empty dict.
        """
        maps = self.encoder(views, training=self.in_training)
        loss = batch_mean(instance_discrimination(style_codes(maps)))
        return sum(pass_losses(self.encoder), loss), {}

    def transfer_loss(
        self, images: Tensor, maps: list[Tensor]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Equations 11 to 13 of Huang & Belongie, and the reconstruction.

        Each image is painted in the style of the one before it.

        Args:
            images: Batch of images.
            maps: Their feature maps.

        Returns:
            Scalar, and a dict of its terms to log.
        """
        styles, *wanted = (ops.roll(x, 1, axis=0) for x in (images, *maps))
        matched, target = self._target(images, _style_of(styles, wanted))
        training = self.in_training
        made = self.decoder([matched, *target], training=training)
        same = self.decoder([images, *maps[1:]], training=training)
        found = self.encoder(made, training=False)
        _, deviation = instance_statistics(target[-1])
        error = ops.square(ops.cast(found[-1], "float32") - target[-1])
        distance = style_distance([styles, *wanted], [made, *found])
        terms = {
            "content": batch_mean(error) / ops.mean(ops.square(deviation)),
            "style": batch_mean(distance),
            "reconstruction": batch_mean(ops.square(same - images)),
        }
        weighted = [
            self.loss_weights[f"{name}_weight"] * term
            for name, term in terms.items()
        ]
        return sum(pass_losses(self.decoder), sum(weighted)), terms

    def stylize(
        self,
        content: ArrayLike,
        styles: Sequence[ArrayLike],
        strength: float = 1.0,
        weights: Sequence[float] | None = None,
        preserve_color: bool = False,
        tile: int = 512,
    ) -> np.ndarray:
        """An image of any size in the style of others.

        Args:
            content: Array `(height, width, channels)` in [-1, 1].
            styles: Sequence of style images of any sizes, such arrays. Of more
                than one, the statistics are averaged.
            strength: Number from 0, for the reconstruction of `content`, to 1.
                Defaults to `1`.
            weights: Weights of the styles, non-negative, as many as these.
                Only their ratios matter. Defaults to `None`: all are equal.
            preserve_color: Whether the colors of `content` are preserved: the
                colors of the style images are matched to it before, and only
                the luminance is changed. Defaults to `False`.
            tile: Side of the tiles that are processed at a time. It has no
                effect on the result. Defaults to `512`.

        Returns:
            float32 array of the shape of `content`, in [-1, 1].

        Raises:
            ValueError: If an image has another shape or is too small, or a
                number is out of range.
        """
        check_strength(strength)
        weights = checked_weights(weights, len(styles))
        stylizer = self._stylizer
        content = stylizer.checked(content, "content")
        found = []
        for image in styles:
            image = stylizer.checked(image, "styles")
            if preserve_color:
                colors = color_statistics(content[None])
                matched = np.asarray(match_colors(image[None], colors))[0]
                image = np.clip(matched, -1, 1)
            found.append(stylizer.style_of(image, tile))
        made = stylizer.stylize(
            content, mixed_style(found, weights), strength, tile
        )
        if preserve_color:
            made = with_luminance_of(content, made)
        return np.clip(made, -1, 1)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "encoder": serialize(self.encoder),
            "decoder": serialize(self.decoder),
            "image_shape": self.image_shape,
            **self.loss_weights,
            "train_encoder": self.train_encoder,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))

    def paint(self, images: Tensor, style: Style) -> Tensor:
        """Images in one style each.

        Args:
            images: Batch of images.
            style: `Style` of the same batch size.

        Returns:
            Tensor of the shape of `images`, in [-1, 1].
        """
        matched, target = self._target(images, style)
        return ops.clip(self.decoder([matched, *target]), -1.0, 1.0)

    def _target(self, images, style):
        """Images in the colors of a style, and features of its statistics."""
        matched = match_colors(images, style.colors)
        maps = self.encoder(matched, training=False)[1:]
        return matched, [
            adaptive_instance_norm(features, *statistics)
            for features, statistics in zip(maps, style.features, strict=True)
        ]


def _style_of(images, maps):
    """Style of each image of a batch, by its feature maps but the first."""
    return Style(
        color_statistics(images), [instance_statistics(m) for m in maps[1:]]
    )
