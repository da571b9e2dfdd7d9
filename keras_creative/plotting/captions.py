"""Images with captions."""

import numpy as np

from keras_creative.plotting.canvas import WHITE

_LARGEST, _SMALLEST = 12, 6
_MARGIN = 2


def caption_images(images, captions):
    """Add a white strip with a caption under each image.

    All captions have the same font size: the largest of 12 to 6 pixels at
    which the longest caption fits. A caption that does not fit at 6 pixels is
    cut off.

    Args:
        images: uint8 array `(n, height, width, 3)`.
        captions: `n` strings of one or more lines.

    Returns:
        uint8 array `(n, height + strip, width, 3)`.

    Raises:
        ValueError: If the number of captions differs.

    Example:

    ```python
    images = np.zeros((2, 64, 64, 3), "uint8")
    captioned = caption_images(images, ["seed 600", "seed 601"])
    ```
    """
    from PIL import Image, ImageDraw

    if len(captions) != len(images):
        raise ValueError(
            "`captions` must be one for each image. Received: "
            f"{len(captions)} captions, {len(images)} images"
        )
    n, height, width, _ = images.shape
    font = _font(captions, width)
    strip = _height(captions, font)
    captioned = np.full((n, height + strip, width, 3), WHITE, np.uint8)
    captioned[:, :height] = images
    for index, caption in enumerate(captions):
        canvas = Image.new("RGB", (width, strip), "white")
        ImageDraw.Draw(canvas).multiline_text(
            (width / 2, _MARGIN),
            caption,
            "black",
            font,
            anchor="ma",
            align="center",
            spacing=_MARGIN,
        )
        captioned[index, height:] = np.asarray(canvas)
    return captioned


def _font(captions, width):
    from PIL import ImageFont

    lines = [line for caption in captions for line in caption.split("\n")]
    for size in range(_LARGEST, _SMALLEST, -1):
        font = ImageFont.load_default(size)
        if max(map(font.getlength, lines)) <= width:
            return font
    return ImageFont.load_default(_SMALLEST)


def _height(captions, font):
    lines = max(caption.count("\n") + 1 for caption in captions)
    ascent, descent = font.getmetrics()
    return lines * (ascent + descent + _MARGIN) + _MARGIN
