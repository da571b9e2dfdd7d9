"""A perfect autoencoder, for proposers that search codes."""

import numpy as np
import tensorflow as tf


class Plane:
    """Codes are coordinates in a plane of a space of five dimensions.

    Args:
        sampler: Object with `sample()` for codes.
    """

    def __init__(self, sampler):
        rng = np.random.default_rng(0)
        basis = np.linalg.qr(rng.normal(size=(5, 2)))[0].T
        self.basis = tf.constant(basis, "float32")
        self.sampler = sampler

    def __call__(self, codes):
        return tf.matmul(tf.cast(codes, "float32"), self.basis)

    def encoder(self, samples):
        samples = tf.cast(samples, "float32")
        return {"mean": tf.matmul(samples, self.basis, transpose_b=True)}

    def encode(self, samples):
        return self.encoder(samples)["mean"].numpy()

    def sample(self, n, seed=None):
        return self(self.sampler.sample(n, seed)).numpy()

    def height(self, samples):
        """Distance of samples from the plane."""
        return np.linalg.norm(samples - self(self.encode(samples)), axis=1)
