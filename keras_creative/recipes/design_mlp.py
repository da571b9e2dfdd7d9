"""DesignGAN of dense networks: the 2019 project's own experiment."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from keras_creative import datasets, losses, metrics, models, networks
from keras_creative.typing import ArrayLike

_CRITERIA = {"gan": "non-saturating", "wgan": "wasserstein"}
MEASURED_SAMPLES = 2500
_CLIP = 0.1
_PICTURE_LATENT_DIM = 64
_FIRST_GAMMA = 0.1
_PICTURE_GAMMA = 10.0


@dataclasses.dataclass(frozen=True)
class DesignMLP:
    """Settings of one run; its methods make the parts.

    With `ema` the game is steadied, so that it ends where it has come to: the
    learning rates fall to 0 along a cosine, and an R1 penalty keeps the modes:
    on points it fades out over the first half, while they are found; on
    pictures it stays, or all become one. With `ema=0` it is the plain game at
    constant rates.

    Args:
        dataset: A toy set or a picture set of `keras_creative.datasets`.
            Defaults to `"8Gaussians"`.
        holdout: Labels left out of the training data. Defaults to `()`.
        scale: Size of a toy set. Defaults to `2.0`.
        labelled: Whether the discriminator has a class head. Defaults to
            `True`.
        loss: `"gan"`, the non-saturating game, or `"wgan"`, the Wasserstein
            game with the critic's weights clipped to 0.1. Defaults to `"gan"`.
        creativity: Name of the creativity loss. Defaults to `"uniform"`.
        lambda_d: Weight of the classification loss. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss. Defaults to `0.5`.
        label_smoothing: Smoothing of the classification loss, in [0, 1),
            without which the default `lambda_g` ends in collapse. Defaults to
            `0.2`.
        num_layers: Dense layers of each network. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        minibatch_discrimination: Whether the discriminator compares the
            samples of a batch. Defaults to `False`.
        optimizer: Name of both players' Keras optimiser. Defaults to `"adam"`.
        lr_g: First learning rate of the generator. Defaults to `3e-3`.
        lr_d: First learning rate of the discriminator. Defaults to `9e-3`.
        ema: Decay of the averaged generator; 0 for none and the plain game.
            Defaults to `0.99`.
        batch_size: Real samples of a step. Defaults to `400`.
        iterations: Steps of each player. Defaults to `3001`.
        seed: Integer that fixes the run. Defaults to `0`.
    """

    dataset: str = "8Gaussians"
    holdout: tuple = ()
    scale: float = 2.0
    labelled: bool = True
    loss: str = "gan"
    creativity: str = "uniform"
    lambda_d: float = 0.5
    lambda_g: float = 0.5
    label_smoothing: float = 0.2
    num_layers: int = 4
    units: int = 64
    minibatch_discrimination: bool = False
    optimizer: str = "adam"
    lr_g: float = 3e-3
    lr_d: float = 9e-3
    ema: float = 0.99
    batch_size: int = 400
    iterations: int = 3001
    seed: int = 0

    def load_data(self) -> datasets.GaussianMixture | datasets.PictureSet:
        """The data set, a `GaussianMixture` or a `PictureSet`.

        Raises:
            ValueError: If it is unknown or a held-out label is wrong.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        if self.dataset in datasets.TOY_DATASETS:
            return datasets.load_toy(self.dataset, self.scale, self.holdout)
        return datasets.PictureSet.load(self.dataset, self.holdout)

    def make_model(
        self,
        data: datasets.GaussianMixture | datasets.PictureSet,
        **compile_kwargs: Any,
    ) -> Any:
        """A compiled `DesignGAN` for the data.

        Args:
            data: What `load_data()` gave.
            **compile_kwargs: Further arguments of `compile()`.
        """
        keras.utils.set_random_seed(self.seed)
        shape = data.sample_shape
        sizes = {
            "sample_shape": shape,
            "num_layers": self.num_layers,
            "units": self.units,
        }
        latent_dim = 2 if len(shape) == 1 else _PICTURE_LATENT_DIM
        model = self._make_game(
            data.num_classes,
            {"latent_dim": latent_dim, **sizes},
            {
                "minibatch": (
                    "discrimination" if self.minibatch_discrimination else None
                ),
                **sizes,
            },
            criterion=_CRITERIA[self.loss],
            penalty=self._penalty(),
            clip=_CLIP if self.loss == "wgan" else None,
            ema=self.ema,
            seed=self.seed,
        )
        model.compile(
            g_optimizer=self._optimizer(self.lr_g),
            d_optimizer=self._optimizer(self.lr_d),
            **compile_kwargs,
        )
        return model

    def _make_game(self, num_classes, generator, discriminator, **kwargs):
        """The model, from arguments of its networks and of every game."""
        return models.DesignGAN(
            networks.mlp_generator(**generator),
            networks.mlp_discriminator(
                num_classes=num_classes if self.labelled else None,
                **discriminator,
            ),
            creativity=self.creativity,
            lambda_d=self.lambda_d,
            lambda_g=self.lambda_g,
            label_smoothing=self.label_smoothing,
            **kwargs,
        )

    def measure(
        self,
        model: keras.Model,
        data: datasets.GaussianMixture | datasets.PictureSet,
    ) -> dict[str, Any]:
        """Mode measures of a model trained on points.

        Args:
            model: The trained model.
            data: What `load_data()` gave.

        Returns:
            Dict, see `measure_modes()`.
        """
        points = model.sample(MEASURED_SAMPLES, seed=self.seed)
        return measure_modes(points, data)

    def make_batches(
        self, data: datasets.GaussianMixture | datasets.PictureSet
    ) -> tf.data.Dataset:
        """The batches of all iterations, as a `tf.data.Dataset`.

        Args:
            data: What `load_data()` gave.

        Raises:
            ValueError: If a batch is larger than the data.
        """
        batches = data.batches(
            self.batch_size, seed=self.seed, labelled=self.labelled
        )
        return batches.take(self.iterations)

    def train(
        self,
        model: keras.Model,
        batches: tf.data.Dataset,
        callbacks: Sequence[keras.callbacks.Callback] = (),
    ) -> None:
        """All iterations, which are one epoch to Keras.

        Args:
            model: What `make_model()` gave; callbacks are called as often as
                its `steps_per_execution` says.
            batches: What `make_batches()` gave.
            callbacks: Keras callbacks. Defaults to `()`.
        """
        model.fit(batches, verbose=0, callbacks=list(callbacks))

    def _penalty(self):
        if not self.ema:
            return None
        if self.dataset not in datasets.TOY_DATASETS:
            return losses.R1Penalty(_PICTURE_GAMMA)
        fading = keras.optimizers.schedules.PolynomialDecay(
            _FIRST_GAMMA,
            decay_steps=self.iterations // 2 + 1,
            end_learning_rate=0.0,
        )
        return losses.R1Penalty(fading)

    def _optimizer(self, learning_rate):
        if self.ema:
            learning_rate = keras.optimizers.schedules.CosineDecay(
                learning_rate, self.iterations
            )
        optimizer = keras.optimizers.get(self.optimizer)
        betas = {"beta_1": 0.5} if hasattr(optimizer, "beta_1") else {}
        return type(optimizer)(learning_rate, **betas)


def measure_modes(
    points: ArrayLike, data: datasets.GaussianMixture
) -> dict[str, Any]:
    """Mode measures of generated points, and hits on what was held out.

    Args:
        points: Generated points `(n, 2)`.
        data: The `GaussianMixture` they were trained on.

    Returns:
        Dict of `keras_creative.metrics.mode_measures()` over the modes shown,
        with `holdout`: for each held-out label its `hit_rate`, and the chance
        rates `box_chance`, for a mode of one component, and `circle_chance`,
        on a ring.
    """
    shown = np.isin(data.labels, data.shown)
    measures = metrics.mode_measures(
        points,
        data.components[shown],
        data.std,
        labels=data.labels[shown],
        shares=data.shares[list(data.shown)],
    )
    measures["holdout"] = {
        str(label): _hits(points, data, label) for label in data.holdout
    }
    return measures


def _hits(points, data, label):
    mode = data.components[data.labels == label]
    radii = np.linalg.norm(data.components, axis=1)
    is_ring = np.allclose(radii, radii[0], rtol=1e-3)
    return {
        "hit_rate": metrics.hit_rate(points, mode, data.std),
        "box_chance": metrics.box_chance(data.std, data.half_width)
        if len(mode) == 1
        else None,
        "circle_chance": metrics.circle_chance(data.std, radii[0])
        if is_ring
        else None,
    }
