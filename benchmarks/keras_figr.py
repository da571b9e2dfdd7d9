"""The package's side of `figr_steps.py`, see `contestants.py`."""

import keras
import numpy as np

from keras_creative import datasets, models, networks

CONCEPTS, PICTURES = 64, 8


def compete(width, shots, latent_dim, seed, tasks):
    """Training by `model.fit()`, see `contestants.py`."""
    keras.utils.set_random_seed(seed)
    model = models.FIGR(
        networks.figr_generator((32, 32, 1), latent_dim, width),
        networks.figr_discriminator((32, 32, 1), width),
    )
    model.compile()
    draw = np.random.default_rng(seed)
    images = draw.integers(0, 256, (CONCEPTS * PICTURES, 32, 32, 1), "uint8")
    data = datasets.TaskSet(images, np.arange(len(images)) // PICTURES)

    def train(steps):
        model.fit(
            data.episodes(tasks, shots, seed=seed),
            steps_per_epoch=steps,
            verbose=0,
        )
        return steps * tasks

    train(1)
    parameters = [
        sum(int(np.prod(w.shape)) for w in network.trainable_variables)
        for network in (model.generator, model.discriminator)
    ]
    return {"parameters": parameters}, train
