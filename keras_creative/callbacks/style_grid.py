"""Pictures in the style of others, after every few epochs."""

import numpy as np

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.checks import check_integers
from keras_creative.typing import ArrayLike, PathLike


class StyleGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : contents painted in several styles.

    The first column shows the contents, the first row the styles.

    Args:
        folder: Folder of the pictures; created if it is missing.
        contents: Array `(n, height, width, channels)` in [-1, 1].
        styles: Array `(m, height, width, channels)`.
        strength: Strength of the styles, from 0 to 1. Defaults to `1`.
        every: Number of epochs between pictures; the last epoch of `fit()` is
            always drawn. Defaults to `1`.
        scale: Integer by which pixels are enlarged. Defaults to `1`.

    Raises:
        ValueError: If there is no content or no style, the shapes differ, or a
            number is not positive.

    Example:

    ```python
    images = np.random.default_rng(0).uniform(-1, 1, (5, 32, 32, 3))
    grid = keras_creative.callbacks.StyleGrid(
        "runs/style/samples", contents=images[:2], styles=images[2:]
    )
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        contents: ArrayLike,
        styles: ArrayLike,
        strength: float = 1.0,
        every: int = 1,
        scale: int = 1,
    ) -> None:
        super().__init__(folder, every=every)
        check_integers(scale=(scale, 1))
        self.contents, self.styles = np.asarray(contents), np.asarray(styles)
        shapes = {images.shape[1:] for images in (self.contents, self.styles)}
        if len(shapes) != 1 or not len(self.contents) or not len(self.styles):
            raise ValueError(
                "`contents` and `styles` must be at least 1 image each, of one "
                f"shape. Received: shapes {self.contents.shape} and "
                f"{self.styles.shape}"
            )
        self.strength, self.scale = strength, scale

    def draw(self, made: int) -> None:
        """Draw the picture."""
        painted = np.stack(
            [
                [
                    self.model.stylize(content, [style], self.strength)
                    for style in self.styles
                ]
                for content in self.contents
            ]
        )
        pixels = plotting.style_sheet(
            self.contents, self.styles, painted, self.scale
        )
        plotting.save_picture(self.folder / f"{self.name(made)}.png", pixels)
