"""Variational autoencoders on pictures."""

import dataclasses
from typing import Any

import keras

from keras_creative import datasets, models, networks
from keras_creative.checks import check_choice
from keras_creative.precision import dtype_policy
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.runs.picture_measures import add_picture_measures
from keras_creative.runs.run_folder import RunFolder

_NETWORKS = {
    "conv": (networks.conv_vae_encoder, networks.conv_vae_decoder),
    "mlp": (networks.mlp_vae_encoder, networks.mlp_vae_decoder),
}
# Steps of one execution: compiled, they are made without a look around.
_MOST_STEPS = 1000


@dataclasses.dataclass(frozen=True)
class PictureVAE(PictureRecipe):
    """Settings of one run, which `run()` makes or goes on with.

    The defaults are those of the project of 2019, whose code has two numbers
    so that it can be drawn.

    Args:
        data: A picture set of `keras_creative.datasets`, an .npz or IDX file,
            or a folder of pictures. Defaults to `"fashion-mnist"`.
        size: Side of the pictures in pixels. Defaults to `28`.
        color: `True` for 3 channels, `False` for grey, `None` for the
            pictures' own. Defaults to `None`.
        fit: How pictures of a folder become square: `"crop"`, `"resize"`,
            `"scaled-crop"` or `"random-crop"`, see
            `keras_creative.datasets.PictureFolder`. Defaults to `"crop"`.
        background: Colour that transparent pictures of a folder are laid on.
            Defaults to `"white"`.
        holdout: Labels left out of the training data. Defaults to `()`.
        few_shot: Dict from a label to the number of its pictures that are
            shown; the others are left out. Defaults to none.
        repeat: How often each of these is shown in an epoch. Defaults to
            `1000`.
        networks: `"mlp"`, one hidden layer of 400 units, or `"conv"`, whose
            pictures have a side of at least 8. Defaults to `"mlp"`.
        conditional: Whether both networks are told the label. Defaults to
            `False`.
        latent_dim: Length of the code. Defaults to `2`.
        likelihood: `"bernoulli"` or `"gaussian"`. Defaults to `"bernoulli"`.
        beta: Weight of the divergence. Defaults to `1`.
        lr: Learning rate of Adam. Defaults to `1e-3`.
        precision: Keras dtype policy of the networks, `"float32"` or
            `"mixed_bfloat16"`. Defaults to `"float32"`.
        batch_size: Pictures of a step. Defaults to `64`.
        epochs: Passes over the data. Defaults to `10`.
        seed: Integer that fixes the run. Defaults to `0`.
        jit: Whether the steps are compiled by XLA, many in one execution, so
            that Ctrl-C and not-a-number wait for its end. Defaults to `True`.

    Example:

    ```python
    recipe = keras_creative.experiments.RECIPES["vae-fashion-mnist"]
    model = recipe.run("runs/codes", epochs=2)
    pictures = model.sample(64)
    ```
    """

    data: str = "fashion-mnist"
    size: int = 28
    color: bool | None = None
    fit: str = "crop"
    background: str = "white"
    holdout: tuple = ()
    few_shot: dict = dataclasses.field(default_factory=dict)
    repeat: int = 1000
    networks: str = "mlp"
    conditional: bool = False
    latent_dim: int = 2
    likelihood: str = "bernoulli"
    beta: float = 1.0
    lr: float = 1e-3
    precision: str = "float32"
    batch_size: int = 64
    epochs: int = 10
    seed: int = 0
    jit: bool = True

    def make_model(
        self, data: datasets.PictureSet | datasets.PictureFolder
    ) -> Any:
        """A compiled model for the data.

        Args:
            data: What `load_data()` gave.

        Raises:
            ValueError: If a setting is unknown or out of range, or the data
                has no labels to tell the networks.
        """
        keras.utils.set_random_seed(self.seed)
        with dtype_policy(self.precision):
            cls = models.ConditionalVAE if self.conditional else models.VAE
            model = cls(
                *self._networks(data),
                likelihood=self.likelihood,
                beta=self.beta,
                seed=self.seed,
            )
            model.compile(
                keras.optimizers.Adam(self.lr),
                jit_compile=self.jit,
                steps_per_execution=self._steps_per_execution(data),
            )
        return model

    def conclude(
        self,
        model: keras.Model,
        data: datasets.PictureSet | datasets.PictureFolder,
        folder: RunFolder,
    ) -> None:
        """Add the variety of the samples to `metrics.jsonl`.

        Args:
            model: The trained model.
            data: What `load_data()` gave.
            folder: The `RunFolder`.
        """
        add_picture_measures(model, data, folder, self.seed)

    def _networks(self, data):
        check_choice("networks", self.networks, _NETWORKS)
        make_encoder, make_decoder = _NETWORKS[self.networks]
        length = self._attributes_length(data)
        encoder = make_encoder(
            data.sample_shape, self.latent_dim, attributes_length=length
        )
        decoder = make_decoder(
            self.latent_dim,
            data.sample_shape,
            attributes_length=length,
            activation="tanh" if self.likelihood == "gaussian" else None,
        )
        return encoder, decoder

    def _attributes_length(self, data):
        """One-hot codes of the classes, if the networks are told them."""
        if self.conditional and data.num_classes is None:
            raise ValueError(
                "`conditional` must be False for pictures without labels. "
                f"Received: conditional=True, data={self.data!r}"
            )
        return data.num_classes if self.conditional else None

    def _steps_per_execution(self, data):
        """The most steps that go evenly into an epoch: Keras makes no part."""
        if not self.jit:
            return 1
        steps = data.steps_per_epoch(self.batch_size)
        return next(
            n for n in range(min(steps, _MOST_STEPS), 0, -1) if steps % n == 0
        )
