"""Kinds of sample that the package does not know."""

import contextlib

import numpy as np

from keras_creative import modalities


class Voxels(modalities.Modality):
    """Densities in a cube, drawn as their maximum along the last axis."""

    name = "voxels"
    plural = "voxel grids"
    shapes = "(side, side, side)"
    value_range = (-1.0, 1.0)
    suffixes = (".png", ".npy")

    def accepts(self, shape):
        return len(shape) == 3 and len(set(shape)) == 1

    def to_images(self, samples):
        return samples.max(axis=3)[..., np.newaxis]

    def features(self, samples):
        return samples.reshape(len(samples), -1)

    def read(self, path, shape):
        return np.load(path).reshape(-1, *shape)

    def write(self, path, samples, notes=None, captions=None, verbose=0):
        if path.suffix == ".npy":
            np.save(path, samples)
        else:
            super().write(path, samples, notes, captions, verbose)


class Tokens(modalities.Modality):
    """A kind of sample that nothing is known of."""

    name = "tokens"
    plural = "token sequences"
    shapes = "(5,)"

    def accepts(self, shape):
        return shape == (5,)


@contextlib.contextmanager
def registered(modality):
    try:
        yield modalities.register(modality)
    finally:
        modalities.unregister(modality.name)
