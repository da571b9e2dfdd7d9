"""DesignGAN on small pictures: DCGAN networks with a class head."""

import dataclasses

import keras
from absl import logging

from keras_creative import callbacks, datasets, models, networks
from keras_creative.experiments.run_folder import RunFolder

_CURVES = ("d_loss", "g_loss", "d_loss_real", "d_loss_fake", "creativity")


@dataclasses.dataclass(frozen=True)
class DesignImages:
    """Settings of one run, which `run()` makes or goes on with.

    Args:
        dataset: A picture set of `keras_creative.datasets`. Defaults to
            `"fashion-mnist"`.
        holdout: Labels left out of the training data. Defaults to `()`.
        creativity: Name of the creativity loss. Defaults to `"uniform"`.
        lambda_d: Weight of the classification loss. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss. Defaults to `0.1`.
        width: Channels of the widest resolution. Defaults to `32`.
        latent_dim: Length of a latent vector. Defaults to `64`.
        learning_rate: Of both players' Adam. Defaults to `5e-4`.
        ema: Decay of the averaged generator. Defaults to `0.999`.
        batch_size: Pictures of a step. Defaults to `64`.
        epochs: Passes over the data. Defaults to `20`.
        seed: Integer that fixes the run. Defaults to `0`.

    Example:

    ```python
    recipe = keras_creative.experiments.RECIPES["design-fashion-mnist"]
    model = recipe.run("runs/garments", epochs=2)
    pictures = model.sample(64)
    ```
    """

    dataset: str = "fashion-mnist"
    holdout: tuple = ()
    creativity: str = "uniform"
    lambda_d: float = 0.5
    lambda_g: float = 0.1
    width: int = 32
    latent_dim: int = 64
    learning_rate: float = 5e-4
    ema: float = 0.999
    batch_size: int = 64
    epochs: int = 20
    seed: int = 0

    def load_data(self):
        """The `PictureSet`.

        Raises:
            ValueError: If it is unknown or a held-out label is wrong.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        return datasets.PictureSet.load(self.dataset, self.holdout)

    def make_model(self, data):
        """A compiled `DesignGAN` for the data."""
        keras.utils.set_random_seed(self.seed)
        shape = data.sample_shape
        model = models.DesignGAN(
            networks.dcgan_generator(shape, self.latent_dim, self.width),
            networks.dcgan_discriminator(shape, data.num_classes, self.width),
            creativity=self.creativity,
            lambda_d=self.lambda_d,
            lambda_g=self.lambda_g,
            ema=self.ema,
            seed=self.seed,
        )
        model.compile(
            g_optimizer=keras.optimizers.Adam(self.learning_rate, beta_1=0.5),
            d_optimizer=keras.optimizers.Adam(self.learning_rate, beta_1=0.5),
        )
        return model

    def begin(self, folder, epochs=None):
        """Prepare a run, or to go on with the one in the folder.

        Args:
            folder: The run folder, see `RunFolder`.
            epochs: Epochs of the whole run, earlier sessions included.
                Defaults to `None`: those of the recipe.

        Returns:
            `Session`, to be trained.

        Raises:
            ValueError: If the folder holds a run with other settings, or a
                setting is wrong.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        recipe = dataclasses.replace(self, epochs=epochs or self.epochs)
        data = recipe.load_data()
        model = recipe.make_model(data)
        folder = RunFolder(folder)
        folder.begin(recipe, open_ended=("epochs",))
        checkpoint, epochs_made = callbacks.latest_checkpoint(
            folder.checkpoints
        )
        if checkpoint is not None:
            logging.info("going on after epoch %d", epochs_made)
            model = keras.saving.load_model(checkpoint)
        return Session(recipe, data, model, folder, epochs_made)

    def run(self, folder, epochs=None, verbose="auto"):
        """Train in a run folder, from its last checkpoint if it has one.

        Args:
            folder: As for `begin()`.
            epochs: As for `begin()`.
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.

        Returns:
            The trained `DesignGAN`.
        """
        session = self.begin(folder, epochs)
        session.train(verbose)
        return session.model


@dataclasses.dataclass(frozen=True)
class Session:
    """A run that is ready to train.

    Args:
        recipe: The `DesignImages`.
        data: Its `PictureSet`.
        model: Its `DesignGAN`, new or from a checkpoint.
        folder: Its `RunFolder`.
        epochs_made: Epochs of earlier sessions.
    """

    recipe: DesignImages
    data: datasets.PictureSet
    model: models.DesignGAN
    folder: RunFolder
    epochs_made: int

    def train(self, verbose="auto"):
        """Make the epochs that are left.

        Args:
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.

        Returns:
            `keras.callbacks.History` of this session.
        """
        recipe = self.recipe
        return self.model.fit(
            self.data.batches(
                recipe.batch_size, recipe.seed, first_epoch=self.epochs_made
            ),
            steps_per_epoch=len(self.data.images) // recipe.batch_size,
            initial_epoch=self.epochs_made,
            epochs=recipe.epochs,
            callbacks=self.folder.callbacks(_CURVES, seed=recipe.seed),
            verbose=verbose,
        )


RECIPES = {
    "design-fashion-mnist": DesignImages("fashion-mnist"),
    "design-mnist": DesignImages("mnist"),
}
