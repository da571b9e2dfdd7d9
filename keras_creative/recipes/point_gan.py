"""GANs on points, conditional and coded ones with classes hidden from them."""

import dataclasses
from typing import Any

import keras
import numpy as np

from keras_creative import (
    callbacks,
    datasets,
    losses,
    models,
    networks,
)
from keras_creative.checks import check_choice
from keras_creative.files import write_json
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.remedies import Remedies
from keras_creative.runs.point_measures import (
    SAMPLES,
    point_measures,
    point_protocol,
)
from keras_creative.runs.run_folder import RunFolder
from keras_creative.typing import PathLike

POINT_VARIANTS = ("cgan", "gan", "infogan", "r3gan")
_SHOWN = 400
_STEPS_PER_EXECUTION = 50
_NOISE_DIM = 2


@dataclasses.dataclass(frozen=True)
class PointGAN(Remedies, Recipe):
    """Settings of one run on a 2-D data set.

    The learning rates fall to 0 along a cosine, and a light R1 penalty stays
    on, so that the game ends where the densities agree. Remedies against mode
    collapse can be added by name, see `Remedies`.

    Args:
        data: A toy set of `keras_creative.datasets`. Defaults to
            `"8Gaussians"`.
        holdout: Labels left out of the training data. Defaults to `()`.
        few_shot: Dict from a label to the number of its points that are
            shown again and again. Defaults to none.
        variant: `"gan"` or `"r3gan"`, which know no classes; `"cgan"`, which
            is told the class; or `"infogan"`, which has a code with as many
            values as there are classes. Defaults to `"cgan"`.
        attributes: What a CGAN is told: `"one-hot"`, a class's name, or
            `"position"`, the class's centre over the length of the farthest;
            on a ring the sine and cosine of the mode's angle. Those of hidden
            classes are in the table too: to ask for one is a zero shot with
            side information. Defaults to `"position"`.
        condition: How the generator takes attributes, see
            `keras_creative.networks.mlp_generator()`. Defaults to `"linear"`.
        lambda_info: Weight of an InfoGAN's mutual information. Defaults to
            `1`.
        num_layers: Dense layers of each network. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        lr_g: First learning rate of the generator's Adam. Defaults to `3e-3`.
        lr_d: First learning rate of the discriminator's. Defaults to `3e-3`.
        gamma: Weight of the R1 penalty, and of an R3GAN's R2 penalty.
            Defaults to `0.01`.
        ema: Decay of the averaged generator, or 0. Defaults to `0.99`.
        batch_size: Points of a step. Defaults to `400`.
        epochs: Rounds of 100 steps. Defaults to `30`.
        seed: Integer that fixes the run. Defaults to `0`.
        jit: Whether steps are compiled by XLA. Defaults to `False`.

    Example:

    ```python
    recipe = keras_creative.experiments.PointGAN(holdout=(1,))
    model = recipe.run("runs/ring", epochs=30)
    hidden = model.sample(500, labels=1)  # asked for, never shown
    ```
    """

    data: str = "8Gaussians"
    holdout: tuple = ()
    few_shot: dict = dataclasses.field(default_factory=dict)
    variant: str = "cgan"
    attributes: str = "position"
    condition: str = "linear"
    lambda_info: float = 1.0
    num_layers: int = 4
    units: int = 64
    lr_g: float = 3e-3
    lr_d: float = 3e-3
    gamma: float = 0.01
    ema: float = 0.99
    batch_size: int = 400
    epochs: int = 30
    seed: int = 0
    jit: bool = False

    def load_data(self) -> datasets.GaussianMixture:
        """The points, a `GaussianMixture` that hides what is to be hidden.

        Raises:
            ValueError: If the set is unknown or a label is wrong.
        """
        data = datasets.load_toy(self.data, holdout=self.holdout)
        for label, shots in self.few_shot.items():
            data, _ = datasets.few_shot(data, label, shots)
        return data

    def make_model(
        self, data: datasets.GaussianMixture, **compile_kwargs: Any
    ) -> Any:
        """A compiled model for the data.

        Args:
            data: What `load_data()` gave.
            **compile_kwargs: Further arguments of `compile()`.

        Raises:
            ValueError: If a setting is unknown.
        """
        keras.utils.set_random_seed(self.seed)
        make = {
            "cgan": self._make_cgan,
            "gan": self._make_gan,
            "infogan": self._make_infogan,
            "r3gan": self._make_r3gan,
        }
        check_choice("variant", self.variant, make)
        model = self.assemble(
            lambda seed: make[self.variant](
                data, ema=self.ema, seed=seed, **self.of_the_game
            ),
            data,
        )
        compile_kwargs.setdefault("steps_per_execution", _STEPS_PER_EXECUTION)
        compile_kwargs.setdefault("jit_compile", self.jit)
        steps = self.epochs * data.steps_per_epoch(self.batch_size)
        model.compile(
            g_optimizer=_adam(self.lr_g, steps),
            d_optimizer=_adam(self.lr_d, steps),
            **compile_kwargs,
        )
        return model

    def make_grid(
        self, data: datasets.GaussianMixture, folder: PathLike, every: int
    ) -> callbacks.PointGrid:
        """The callback that draws samples over real points.

        Args:
            data: What `load_data()` gave.
            folder: Folder of the pictures.
            every: Epochs from one to the next.
        """
        real, _ = data.sample(_SHOWN, self.seed)
        hidden = [*data.holdout, *data.few_shot_labels]
        return callbacks.PointGrid(
            folder,
            real,
            data.half_width,
            marks=data.centers[hidden],
            seed=self.seed,
            every=every,
        )

    def conclude(
        self,
        model: keras.Model,
        data: datasets.GaussianMixture,
        folder: RunFolder,
    ) -> None:
        """Write `measures.json`, see `measure()`, and add to `metrics.jsonl`.

        Args:
            model: The trained model.
            data: What `load_data()` gave.
            folder: The `RunFolder`.
        """
        measures = self.measure(model, data)
        write_json(folder.path / "measures.json", measures)
        protocol = point_protocol(SAMPLES, self.seed)
        folder.add_measures(folder.epochs_made, measures, protocol)

    def measure(
        self,
        model: keras.Model,
        data: datasets.GaussianMixture,
        n: int = SAMPLES,
        seed: int | None = None,
    ) -> dict[str, Any]:
        """How near the samples of each class, or of each code, come to it.

        Args:
            model: The trained model.
            data: What `load_data()` gave.
            n: Samples, and a fifth as many of each class or code. Defaults to
                `2500`.
            seed: Integer that fixes them. Defaults to `None`: the recipe's.

        Returns:
            Dict with `side_information`, the attributes that were told of
            hidden classes, or `None`; `modes`, the
            `keras_creative.metrics.mode_measures()` over all classes that are
            shown; and for a CGAN `classes`: by label, of samples asked for,
            the `hit_rate` within 3 standard deviations of its components, the
            `offset` of their mean from the class's, in standard deviations of
            the class, their `std_ratio`, the standard deviation over the
            class's, and whether it was `shown`; for an InfoGAN `codes`: by
            value, the class that most samples hit, as `owns`, and their share
            as `hit_rate`. The others have neither.
        """
        told = self.variant == "cgan" and self.attributes != "one-hot"
        hidden = bool(data.holdout or data.few_shot_labels)
        seed = self.seed if seed is None else seed
        attributes = self.attributes if told and hidden else None
        measures = {"side_information": attributes}
        return measures | point_measures(model, data, self.variant, n, seed)

    @property
    def _sizes(self):
        return {"num_layers": self.num_layers, "units": self.units}

    def _judge(self, **kwargs):
        return networks.mlp_discriminator(
            **self._sizes, **self.of_the_discriminator, **kwargs
        )

    def _make_gan(self, data, **kwargs):
        return models.GAN(
            networks.mlp_generator(_NOISE_DIM, **self._sizes),
            self._judge(),
            penalty=losses.R1Penalty(self.gamma),
            **kwargs,
        )

    def _make_r3gan(self, data, **kwargs):
        return models.R3GAN(
            networks.mlp_generator(_NOISE_DIM, **self._sizes),
            self._judge(),
            gamma=self.gamma,
            **kwargs,
        )

    def _make_cgan(self, data, **kwargs):
        if self.attributes not in ("one-hot", "position"):
            raise ValueError(
                "`attributes` must be 'one-hot' or 'position'. "
                f"Received: attributes={self.attributes!r}"
            )
        table = None
        if self.attributes == "position":
            farthest = np.linalg.norm(data.centers, axis=1).max()
            table = data.centers / farthest
        length = data.num_classes if table is None else table.shape[1]
        return models.CGAN(
            networks.mlp_generator(
                _NOISE_DIM,
                condition=self.condition,
                attributes_length=length,
                **self._sizes,
            ),
            self._judge(attributes_length=length),
            table,
            penalty=losses.R1Penalty(self.gamma),
            **kwargs,
        )

    def _make_infogan(self, data, **kwargs):
        codes = models.Codes((data.num_classes,), continuous=0)
        return models.InfoGAN(
            networks.mlp_generator(_NOISE_DIM + codes.size, **self._sizes),
            self._judge(code_size=codes.size),
            codes,
            penalty=losses.R1Penalty(self.gamma),
            lambda_categorical=self.lambda_info,
            **kwargs,
        )


def _adam(rate, steps):
    """Adam whose rate falls to 0 along a cosine."""
    rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(rate, beta_1=0.5)
