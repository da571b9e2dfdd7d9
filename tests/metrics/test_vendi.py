import numpy as np
import pytest

from keras_creative.metrics import vendi_score


def similarity(x):
    return np.exp(-np.abs(x - x.T))


def test_the_number_of_different_samples():
    np.testing.assert_allclose(vendi_score([[1.0, 2.0]] * 5), 1)
    np.testing.assert_allclose(vendi_score(np.eye(4)), 4)
    np.testing.assert_allclose(vendi_score(np.repeat(np.eye(3), 7, 0)), 3)


def test_shares_by_hand():
    """Eigenvalues 3/4 and 1/4: the exponential of their entropy."""
    expected = np.exp(-0.75 * np.log(0.75) - 0.25 * np.log(0.25))
    rows = [[1.0, 0.0]] * 3 + [[0.0, 2.0]]
    np.testing.assert_allclose(vendi_score(rows), expected)


def test_the_published_check_value():
    """Of the authors' package: three pairs, almost without similarity."""
    samples = np.array([[0.0], [0.0], [10.0], [10.0], [20.0], [20.0]])
    np.testing.assert_allclose(
        vendi_score(samples, similarity), 2.9999, atol=1e-4
    )


def test_both_matrices_give_the_same():
    """More samples than features, and fewer."""
    rng = np.random.default_rng(0)
    for n, d in ((30, 4), (4, 30)):
        rows = rng.normal(size=(n, d))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found = vendi_score(3 * rows)
        np.testing.assert_allclose(found, vendi_score(rows, lambda x: x @ x.T))
        values = np.linalg.eigvalsh(rows @ rows.T / n)
        values = values[values > 1e-12]
        expected = np.exp(-np.sum(values * np.log(values)))
        np.testing.assert_allclose(found, expected)


def test_bad_features():
    with pytest.raises(ValueError, match="row of zeros.*Received: 1 such"):
        vendi_score([[1.0, 0.0], [0.0, 0.0]])
    with pytest.raises(ValueError, match="`features` must be finite"):
        vendi_score([[1.0, np.nan]])
    with pytest.raises(ValueError, match="n at least 1"):
        vendi_score(np.zeros((0, 3)))


@pytest.mark.parametrize(
    "kernel", [lambda x: np.eye(3), lambda x: 2 * np.eye(2)]
)
def test_bad_kernels(kernel):
    with pytest.raises(ValueError, match="`kernel` .* .2, 2. with 1"):
        vendi_score(np.eye(2), kernel)
