import numpy as np
import pytest

from keras_creative import plotting

CONTENTS = np.zeros((2, 8, 6, 3))
STYLES = np.full((3, 8, 6, 3), -1.0)
MADE = np.linspace(-0.9, 0.9, 6).reshape(2, 3, 1, 1, 1) + np.zeros((8, 6, 3))


def test_contents_are_left_and_styles_above():
    sheet = plotting.style_sheet(CONTENTS, STYLES, MADE)
    assert sheet.shape == (3 * 9 + 1, 4 * 7 + 1, 3)
    cells = sheet[4::9, 3::7, 0].astype(int)
    np.testing.assert_array_equal(cells[0], [255, 0, 0, 0])
    np.testing.assert_array_equal(cells[1:, 0], [128, 128])
    expected = np.rint((MADE[:, :, 0, 0, 0] + 1) * 127.5)
    np.testing.assert_array_equal(cells[1:, 1:], expected)


def test_bytes_and_scale():
    images = np.zeros((1, 8, 6, 1), "uint8")
    sheet = plotting.style_sheet(images, images, images[None], scale=2)
    assert sheet.shape == (2 * 19, 2 * 15, 3)
    assert sheet[8, 8, 0] == 255 and sheet[8, 24, 0] == 0


@pytest.mark.parametrize(
    "arguments", [(CONTENTS, STYLES[:, :4], MADE), (CONTENTS, STYLES, MADE[:1])]
)
def test_different_shapes(arguments):
    with pytest.raises(ValueError, match="of one shape.*Received: shapes"):
        plotting.style_sheet(*arguments)
