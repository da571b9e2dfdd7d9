import numpy as np

from keras_creative import experiments, modalities

IMAGES = modalities.modality_of("images")


def test_a_folder_of_images_is_read_back(tmp_path):
    images = np.random.default_rng(0).uniform(-1, 1, (3, 8, 6, 3))
    experiments.write_samples(tmp_path / "singles", images)
    found = IMAGES.read(tmp_path / "singles", (8, 6, 3))
    np.testing.assert_allclose(found, images, atol=1 / 255)
    (gray,) = IMAGES.read(tmp_path / "singles" / "0002.png", (4, 4, 1))
    assert gray.shape == (4, 4, 1)


def test_real_images_are_on_the_left_of_a_frame():
    real = np.ones((4, 8, 8, 1))
    pixels = IMAGES.drawing(real).pixels(-real)
    assert pixels.shape == (19, 19 + 8 + 19, 3)
    assert pixels[:, :27].min() == 255 and pixels[4, -4].max() == 0
