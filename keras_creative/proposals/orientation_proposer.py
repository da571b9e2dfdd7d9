"""Proposals by turning and reflecting the picture plane."""

from collections.abc import Callable

import numpy as np

from keras_creative.proposals.novelty_proposer import NoveltyProposer
from keras_creative.proposals.proposer import Sampler
from keras_creative.typing import ArrayLike

# Least shares of the data that an orientation carries to images that are like
# the data locally, and that are new besides.
_LIKE, _NEW = 0.5, 0.1
# What carries a square on to itself. Quarter turns need square images.
_ANY_SHAPE = {
    "reflected left to right": lambda x: x[:, :, ::-1],
    "turned upside down": lambda x: x[:, ::-1, ::-1],
    "reflected top to bottom": lambda x: x[:, ::-1],
}
_SQUARES = {
    "turned by 90 degrees": lambda x: np.rot90(x, 1, (1, 2)),
    "turned by 270 degrees": lambda x: np.rot90(x, 3, (1, 2)),
    "reflected in the diagonal": lambda x: x.swapaxes(1, 2),
    "reflected in the other diagonal": lambda x: x[:, ::-1, ::-1].swapaxes(
        1, 2
    ),
}


class OrientationProposer(NoveltyProposer):
    """Proposes images in orientations that the data do not have.

    Told nothing, it presumes that what an orientation makes of an image is an
    image if it looks so locally. Of the turns by 90 degrees and the
    reflections, those are kept that carry at least half of the data to images
    whose patches are like patches of the data, and at least one in ten away
    from the data. The generator is made
    equivariant: with a sample `x` it has its images under all of these. An
    image is proposed if it is like the data locally and far from all of them,
    see `NoveltyProposer`.

    Args:
        model: Trained model of images with `sample()`.
        images: Array `(m, height, width, channels)` of the data.
        seed: Integer that fixes the patches that are compared. Defaults to
            `0`.

    Attributes:
        orientations: Dict from the names of what was kept to functions of
            images.

    Raises:
        ValueError: If the shape is wrong, there are too few images, they are
            smaller than a patch, or a number is not finite.

    Example:

    ```python
    images, _ = keras_creative.datasets.load_images("mnist")
    images = keras_creative.datasets.to_network_range(images[:1000])
    machine = keras_creative.models.LocalScoreMachine(images, (24, 8))
    proposer = keras_creative.proposals.OrientationProposer(machine, images)
    proposals = proposer.propose(64)
    ```
    """

    nothing = "No other orientation is both like the data locally and new."

    def __init__(
        self, model: Sampler, images: ArrayLike, seed: int = 0
    ) -> None:
        super().__init__(model, images, seed)
        images = np.asarray(images, "float32")
        self.orientations: dict[str, Callable[[np.ndarray], np.ndarray]] = {
            name: motion
            for name, motion in _motions(images).items()
            if self._is_useful(motion(images))
        }

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        samples = samples[self.patches.contains(samples)]
        found, reasons = [samples[:0]], []
        for name, motion in self.orientations.items():
            images, why = super().candidates(motion(samples))
            found.append(images)
            reasons += [f"{name}: {reason}" for reason in why]
        return np.concatenate(found), reasons

    def _is_useful(self, images):
        """Whether enough images are like the data locally, and new."""
        like = self.patches.contains(images).mean()
        new, _ = super().candidates(images)
        return like >= _LIKE and len(new) >= _NEW * len(images)


def _motions(images):
    is_square = images.shape[1] == images.shape[2]
    return _ANY_SHAPE | (_SQUARES if is_square else {})
