"""Write settings.md, the tables of recipes, variants and settings."""

import dataclasses
from pathlib import Path

from keras_creative.recipes import (
    FontVAE,
    PictureFlow,
    PictureGAN,
    PictureStyle,
    PictureVAE,
    PointFlow,
    PointGAN,
)
from keras_creative.recipes.flags import flag_name, has_flag
from keras_creative.recipes.registry import NAMED
from keras_creative.recipes.settings import default_of, sentence

PAGE = Path(__file__).parent / "settings.md"
_TEXT = """<!-- Written by docs/write_settings.py. -->
# Recipes and settings

A recipe is a named training setup for a generative model, such as a GAN or a
VAE (see the [glossary](glossary.md)): data, networks, algorithm and settings.
This page lists all recipes and their settings. A recipe is a frozen dataclass;
each setting is an argument of the class, a flag of `keras-creative train` with
the same name, and an entry of a run's `config.json`.

| recipe | class | description |
|---|---|---|
{recipes}

{families}
## Your own recipe

Write a module with a recipe class, or an instance of one, and pass it on the
command line: `keras-creative train mymodule:MyRecipe`. Its settings become
flags. The run folder records the module, so that the run can be resumed,
sampled, evaluated and reported.

```python
from keras_creative.recipes import PointGAN, setting, settings


@settings
class MyRecipe(PointGAN):
    \"\"\"The ring at another size.\"\"\"

    spread: float = setting(3.0, "size of the ring", "data")

    def load_data(self):
        from keras_creative import datasets

        return datasets.load_toy(self.data, self.spread)
```
"""
_VARIANT = "Training algorithm, see above."
_FAMILIES = (
    PictureGAN,
    PictureVAE,
    PictureStyle,
    FontVAE,
    PictureFlow,
    PointGAN,
    PointFlow,
)
_FAMILY = """## {name}

{variants}| setting | default | meaning | used by |
|---|---|---|---|
{settings}

"""


def text():
    """Text of the page."""
    recipes = [
        f"| `{name}` | `{type(named.recipe).__name__}` | {named.line} |"
        for name, named in NAMED.items()
    ]
    families = map(_family, _FAMILIES)
    return _TEXT.format(
        recipes="\n".join(recipes), families="".join(families).rstrip() + "\n"
    )


def _family(cls):
    rows = [_row(cls, field) for field in dataclasses.fields(cls)]
    return _FAMILY.format(
        name=cls.__name__, variants=_variants(cls), settings="\n".join(rows)
    )


def _variants(cls):
    records = getattr(cls, "VARIANTS", {})
    if not records:
        return ""
    rows = [
        f"| `{name}` | `{record.model}` |"
        for name, record in records.items()
        if record.options != "criterion"
    ]
    heading = "| variant | model |\n|---|---|\n"
    more = "| a criterion of `kc.losses.CRITERIA` without a variant | `GAN` |"
    return "\n".join([heading + "\n".join(rows), more]) + "\n\n"


def _row(cls, field):
    name = f"`{field.name}`" + ("" if has_flag(field) else " (no flag)")
    if has_flag(field) and flag_name(field) != field.name:
        name += f" (flag `--{flag_name(field)}`)"
    readers = cls().read_by(field.name)
    read = "all" if readers is None else ", ".join(readers)
    what = sentence(field) if field.name != "variant" else _VARIANT
    return f"| {name} | `{default_of(field)!r}` | {what} | {read} |"


if __name__ == "__main__":
    PAGE.write_text(text())
