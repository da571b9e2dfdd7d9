"""Settings of recipes against mode collapse."""

import dataclasses
from collections.abc import Callable
from typing import Any

from keras_creative import models


@dataclasses.dataclass(frozen=True, kw_only=True)
class Remedies:
    """Remedies that a GAN's recipe can take, all off by default.

    Args:
        packing: Samples that one score judges together, see
            `keras_creative.networks.dcgan_discriminator()`. Defaults to `1`.
        minibatch: What the discriminator sees of its batch besides:
            `"discrimination"` or `"stddev"`. Defaults to `None`: nothing.
        unrolled_steps: Steps of the discriminator that the generator
            anticipates. Defaults to `0`.
        diversity: Name of a term that holds the samples apart, one of
            `keras_creative.losses.DIVERSITY_LOSSES`. Defaults to `None`.
        lambda_diversity: Its weight. Defaults to `1`.
        class_ensemble: Whether each class gets a GAN of its own, see
            `keras_creative.models.ClassEnsemble`. Defaults to `False`.
    """

    packing: int = 1
    minibatch: str | None = None
    unrolled_steps: int = 0
    diversity: str | None = None
    lambda_diversity: float = 1.0
    class_ensemble: bool = False

    @property
    def of_the_discriminator(self) -> dict[str, Any]:
        """Arguments of the discriminator's builder that differ from its own."""
        chosen = {}
        if self.packing != 1:
            chosen["packing"] = self.packing
        if self.minibatch is not None:
            chosen["minibatch"] = self.minibatch
        return chosen

    @property
    def of_the_game(self) -> dict[str, Any]:
        """Arguments of the model."""
        return {
            "unrolled_steps": self.unrolled_steps,
            "diversity": self.diversity,
            "lambda_diversity": self.lambda_diversity,
        }

    def assemble(self, make_game: Callable[[int], Any], data: Any) -> Any:
        """The model: one game, or one for each class of the data.

        Args:
            make_game: Function from a seed to the model of one game.
            data: The data, with `num_classes` and `holdout`.

        Returns:
            Model, not compiled.

        Raises:
            ValueError: If a class that is to have a game has no samples.
        """
        if not self.class_ensemble:
            return make_game(self.seed)
        if not data.num_classes or data.holdout:
            raise ValueError(
                "`class_ensemble` needs samples of every class. Received: "
                f"num_classes={data.num_classes}, holdout={data.holdout}"
            )
        seeds = range(self.seed, self.seed + data.num_classes)
        return models.ClassEnsemble([make_game(seed) for seed in seeds])
