import numpy as np
from scipy.special import expit

from keras_creative import losses

REAL = np.array([[0.0], [2.0], [-1.0]], "float32")
FAKE = np.array([[0.0], [-3.0], [0.5]], "float32")


def test_paired_by_hand():
    criterion = losses.RelativisticPaired()
    expected = np.mean(-np.log(expit(REAL - FAKE)))
    on_real, on_fake = criterion.discriminator_losses(REAL, FAKE)
    np.testing.assert_allclose(on_real + on_fake, expected, rtol=1e-5)
    np.testing.assert_allclose(
        criterion.generator_loss(FAKE, REAL),
        np.mean(-np.log(expit(FAKE - REAL))),
        rtol=1e-5,
    )


def test_average_by_hand():
    criterion = losses.RelativisticAverage()
    on_real, on_fake = criterion.discriminator_losses(REAL, FAKE)
    np.testing.assert_allclose(
        on_real, np.mean(-np.log(expit(REAL - FAKE.mean()))), rtol=1e-5
    )
    np.testing.assert_allclose(
        on_fake, np.mean(-np.log(1 - expit(FAKE - REAL.mean()))), rtol=1e-5
    )
    np.testing.assert_allclose(
        criterion.generator_loss(FAKE, REAL),
        np.mean(-np.log(1 - expit(REAL - FAKE.mean())))
        + np.mean(-np.log(expit(FAKE - REAL.mean()))),
        rtol=1e-5,
    )


def test_only_differences_of_scores_matter():
    for criterion in (
        losses.RelativisticPaired(),
        losses.RelativisticAverage(),
    ):
        np.testing.assert_allclose(
            criterion(REAL + 7, FAKE + 7), criterion(REAL, FAKE), rtol=1e-5
        )
        boundary = criterion.boundary(REAL, FAKE)
        np.testing.assert_allclose(boundary, (1 / 3 - 2.5 / 3) / 2, rtol=1e-5)


def test_equal_scores_give_log_two():
    criterion = losses.RelativisticPaired()
    np.testing.assert_allclose(criterion(REAL, REAL), np.log(2), rtol=1e-6)
    np.testing.assert_allclose(
        criterion.generator_loss(REAL, REAL), np.log(2), rtol=1e-6
    )
