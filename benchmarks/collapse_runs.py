"""Recorded runs for the benchmark of the collapse watch.

After every epoch a run keeps samples of fixed latent vectors, the
discriminator's accuracies, and how many of the modes or classes further
samples cover. A mode is covered when it has at least a fifth of its expected
share: of points within 3 standard deviations of it, or of images that a trained
classifier assigns to it. Points are also counted by their nearest mode, because
an imprecise generator has not collapsed.

A GAN on digits with Adam at 2e-2 is excluded: the classifier assigns its noise
to most of the classes and cannot detect whether it has collapsed.
"""

import dataclasses

import keras
import numpy as np

from keras_creative import datasets, experiments, losses, models, networks
from keras_creative.files import atomic_path

SAMPLES = 256
TRUTH = 500
LEAST_SHARE = 0.2
SIZE = WIDTH = 16
REFEREE_EPOCHS = 1
EMA = 0.98

# For points (True) and for images (False).
EPOCHS = {True: 16, False: 12}
EPOCH_STEPS = {True: 100, False: 50}
BATCH_SIZE = {True: 128, False: 32}
RATES = {True: (2e-3, 4e-3), False: (1e-3, 1e-3)}


@dataclasses.dataclass(frozen=True)
class Row:
    """A training setup.

    Args:
        data: Name of a data set of points or images.
        cls: Model class. Defaults to `keras_creative.models.GAN`.
        kwargs: Its arguments. Defaults to `{}`.
        rates: Learning rates of generator and discriminator. Defaults to
            `None`: `RATES`.
        beta_1: Momentum of both. Defaults to `0.5`.
        latent_scale: Factor of the latent vector; with 0 the generator
            ignores it. Defaults to `1`.
    """

    data: str
    cls: type = models.GAN
    kwargs: dict = dataclasses.field(default_factory=dict)
    rates: tuple | None = None
    beta_1: float = 0.5
    latent_scale: float = 1.0

    @property
    def is_toy(self):
        """Whether the samples are points."""
        return self.data in datasets.TOY_DATASETS


RING, GRID, ROLL = "8Gaussians", "25Gaussians", "swissroll"
DIGITS, GARMENTS = "mnist", "fashion-mnist"
R1 = {"penalty": losses.R1Penalty(0.03)}
MINIMAX = {"criterion": "minimax"}
ROWS = {
    "ring, GAN + R1": Row(RING, kwargs=R1),
    "roll, GAN + R1": Row(ROLL, kwargs=R1),
    "ring, LSGAN": Row(RING, models.LSGAN),
    "roll, LSGAN": Row(ROLL, models.LSGAN),
    "ring, relativistic": Row(RING, models.RelativisticGAN),
    "ring, EBGAN": Row(RING, models.EBGAN, rates=(1e-3, 1e-3)),
    "grid, LSGAN": Row(GRID, models.LSGAN),
    "ring, too fast": Row(RING, rates=(1e-2, 1e-2), beta_1=0.9),
    "ring, fast generator": Row(RING, rates=(1e-2, 1e-4)),
    "ring, strong D": Row(
        RING, kwargs={**MINIMAX, "n_critic": 5}, rates=(1e-4, 1e-2)
    ),
    "ring, no latents": Row(RING, latent_scale=0.0),
    "ring, hard of latent_scale": Row(RING, latent_scale=0.02),
    "grid, too fast": Row(GRID, rates=(1e-2, 1e-2), beta_1=0.9),
    "grid, slow D": Row(GRID, rates=(5e-3, 1e-3), beta_1=0.9),
    "digits, GAN": Row(DIGITS),
    "digits, hinge": Row(DIGITS, models.HingeGAN),
    "digits, LSGAN": Row(DIGITS, models.LSGAN),
    "garments, GAN": Row(GARMENTS),
    "garments, relativistic": Row(GARMENTS, models.RelativisticGAN),
    "digits, strong D": Row(DIGITS, kwargs=MINIMAX, rates=(2e-4, 1e-2)),
    "digits, fast generator": Row(DIGITS, rates=(1e-2, 1e-4)),
    "digits, no latents": Row(DIGITS, latent_scale=0.0),
    "digits, hard of latent_scale": Row(DIGITS, latent_scale=0.05),
    "garments, too fast": Row(GARMENTS, rates=(5e-2, 5e-2), beta_1=0.9),
    "garments, slow D": Row(GARMENTS, rates=(5e-3, 5e-5)),
}


class Recorder(keras.callbacks.Callback):
    """Records samples, accuracies and counts after every epoch.

    Args:
        count: Function that maps samples to a dict of shares of covered modes.
    """

    def __init__(self, count):
        super().__init__()
        self.count = count
        self.epochs = []

    def on_epoch_end(self, epoch, logs=None):
        """Record samples, accuracies and counts."""
        accuracies = logs["d_accuracy_real"], logs["d_accuracy_fake"]
        self.epochs.append(
            {
                "samples": self.model.sample(SAMPLES, seed=0),
                "accuracies": np.array(accuracies, "float32"),
                **self.count(self.model.sample(TRUTH, seed=1)),
            }
        )


class Data:
    """A data set that counts which of its modes samples cover.

    Args:
        name: Name of a data set of points or images.
    """

    def __init__(self, name):
        self.is_toy = name in datasets.TOY_DATASETS
        if self.is_toy:
            self.data = datasets.load_toy(name)
        else:
            self.data = datasets.PictureSet.load(name, size=SIZE)
            self.referee = experiments.Referee.load(
                self.data, epochs=REFEREE_EPOCHS
            )

    def reference(self, n):
        """Real examples."""
        return self.data.sample(n, seed=5)[0]

    def count(self, samples):
        """Share of the modes or classes that are covered.

        Args:
            samples: Points or images.

        Returns:
            Dict of the shares `modes` and `nearest_modes`, which are equal for
            images.
        """
        if self.is_toy:
            offsets = samples[:, None] - self.data.components
            distances = np.linalg.norm(offsets, axis=-1)
            mode = self.data.labels[distances.argmin(axis=1)]
            good = distances.min(axis=1) < 3 * self.data.std
        else:
            mode = self.referee.probabilities(samples).argmax(axis=1)
            good = np.ones(len(samples), bool)
        return {
            "modes": self._present(mode[good], len(samples)),
            "nearest_modes": self._present(mode, len(samples)),
        }

    def record(self, row, seed, path):
        """Train one row with one seed, or read its record.

        Args:
            row: A `Row`.
            seed: Integer.
            path: File of the record.

        Returns:
            Dict from `samples`, `accuracies`, `modes` and `nearest_modes` to
            an array with an entry for each epoch.
        """
        if not path.exists():
            epochs = self._train(row, seed)
            arrays = {k: np.stack([e[k] for e in epochs]) for k in epochs[0]}
            with atomic_path(path) as temporary, open(temporary, "wb") as file:
                np.savez_compressed(file, **arrays)
        with np.load(path) as file:
            return dict(file)

    def _present(self, mode, n):
        classes = self.data.num_classes
        counts = np.bincount(mode, minlength=classes)
        return (counts / n >= LEAST_SHARE / classes).mean()

    def _train(self, row, seed):
        keras.utils.set_random_seed(seed)
        model = row.cls(*make_networks(row), ema=EMA, seed=seed, **row.kwargs)
        steps = EPOCH_STEPS[self.is_toy]
        model.compile(
            *(
                keras.optimizers.Adam(rate, row.beta_1)
                for rate in row.rates or RATES[self.is_toy]
            ),
            steps_per_execution=steps,
        )
        recorder = Recorder(self.count)
        batch_size = BATCH_SIZE[self.is_toy] * model.n_critic
        model.fit(
            self.data.batches(batch_size, seed=seed, labelled=False),
            steps_per_epoch=steps,
            epochs=EPOCHS[self.is_toy],
            verbose=0,
            callbacks=[recorder],
        )
        return recorder.epochs


def make_networks(row):
    """Generator and discriminator of a row.

    Args:
        row: A `Row`.
    """
    if row.is_toy:
        generator = networks.mlp_generator()
        discriminator = networks.mlp_discriminator()
        if row.cls is models.EBGAN:
            discriminator = networks.mlp_autoencoder()
    else:
        shape = SIZE, SIZE, 1
        generator = networks.dcgan_generator(shape, width=WIDTH)
        discriminator = networks.dcgan_discriminator(shape, width=WIDTH)
    if row.latent_scale == 1:
        return generator, discriminator
    latent = keras.Input(generator.input_shape[1:])
    heard = keras.layers.Rescaling(row.latent_scale)(latent)
    return keras.Model(latent, generator(heard)), discriminator
