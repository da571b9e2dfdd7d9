"""Base class of GAN recipes: variants, and remedies against mode collapse."""

import dataclasses
from typing import Any, ClassVar, Self

from keras_creative import catalog, commands
from keras_creative.checks import check_choice
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import (
    default_of,
    describe,
    setting,
)
from keras_creative.recipes.shared import COLLAPSE
from keras_creative.recipes.variants import Variant

_MINIBATCH = catalog.names("networks/heads.py", "_MINIBATCH_LAYERS")
_DIVERSITY = catalog.names("losses/registry.py", "DIVERSITY_LOSSES")


@dataclasses.dataclass(frozen=True, kw_only=True)
class AdversarialRecipe(Recipe):
    """Recipe with a `variant`; its remedies are off by default."""

    VARIANTS: ClassVar[dict[str, Variant]] = {}

    packing: int = setting(
        1,
        "samples that the discriminator judges together",
        COLLAPSE,
        type=commands.positive_int,
    )
    minibatch: str | None = setting(
        None,
        "how the discriminator compares the samples of a batch",
        COLLAPSE,
        choices=_MINIBATCH,
    )
    unrolled_steps: int = setting(
        0, "discriminator steps that the generator anticipates", COLLAPSE
    )
    diversity: str | None = setting(
        None,
        "term that keeps the generated samples apart",
        COLLAPSE,
        choices=_DIVERSITY,
    )
    lambda_diversity: float = setting(1.0, "weight of that term", COLLAPSE)
    class_ensemble: bool = setting(
        False, "train one GAN for each class, without class heads", COLLAPSE
    )

    @property
    def variant_record(self) -> Variant:
        """Record of the chosen variant.

        Raises:
            ValueError: If there is no such variant.
        """
        check_choice("variant", self.variant, self.VARIANTS)
        return self.VARIANTS[self.variant]

    @property
    def discriminator_kwargs(self) -> dict[str, Any]:
        """Arguments of the discriminator's builder, other than its defaults."""
        chosen = {}
        if self.packing != 1:
            chosen["packing"] = self.packing
        if self.minibatch is not None:
            chosen["minibatch"] = self.minibatch
        return chosen

    @property
    def model_kwargs(self) -> dict[str, Any]:
        """Arguments of the model that every variant takes."""
        return {
            "ema": self.ema,
            "unrolled_steps": self.unrolled_steps,
            "diversity": self.diversity,
            "lambda_diversity": self.lambda_diversity,
        }

    @property
    def variant_kwargs(self) -> dict[str, Any]:
        """Arguments of the model that are settings of its variant."""
        return {
            name: getattr(self, name)
            for name in self.variant_record.passes
            if getattr(self, name) is not None
        }

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        Args:
            setting: Name of the setting.
        """
        readers = tuple(
            name
            for name, variant in self.VARIANTS.items()
            if setting in (*variant.passes, *variant.reads)
        )
        return readers or None

    def with_variant(self, variant: str) -> Self:
        """The recipe with another variant, without settings that it lacks.

        Args:
            variant: One of `VARIANTS`.
        """
        recipe = dataclasses.replace(self, variant=variant)
        unread = {
            field.name: default_of(field)
            for field in dataclasses.fields(recipe)
            if describe(field).exclusive
            and variant not in recipe.read_by(field.name)
        }
        return dataclasses.replace(recipe, **unread)
