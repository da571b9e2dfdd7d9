"""The data and the model of a `FontVAE`."""

import keras
import numpy as np

from keras_creative import datasets, models, networks
from keras_creative.optimizers import Adam
from keras_creative.precision import dtype_policy

# Name of the file of fonts in the folder of the data.
_KNOWN = "fonts"


def load_data(recipe):
    """The characters of all fonts.

    Args:
        recipe: `FontVAE`.
    """
    path = None if recipe.data == _KNOWN else recipe.data
    fonts = datasets.load_fonts(path)
    table = fonts.images.shape[:2]
    rows = recipe.batch_size // recipe.members
    if rows > table[0]:
        raise ValueError(
            f"`batch_size` must be at most {table[0]} fonts times `members`. "
            f"Received: batch_size={recipe.batch_size}, "
            f"members={recipe.members}"
        )
    if table[1] < recipe.members:
        raise ValueError(
            "`members` must not exceed the characters of a font, "
            f"{table[1]}. Received: members={recipe.members}"
        )
    images = fonts.images.reshape(-1, *fonts.images.shape[2:])
    cells = np.arange(len(images))
    size = images.shape[1]
    data = datasets.CellSet(images, cells, table, size=size, name="fonts")
    data.class_names = fonts.characters
    return data


def make_model(recipe, data):
    """A compiled model.

    Args:
        recipe: `FontVAE`.
        data: `CellSet`.
    """
    model = group_vae(recipe, data)
    model.compile(Adam(recipe.lr))
    return model


def group_vae(recipe, data):
    """A model that is not compiled.

    Args:
        recipe: See `make_model()`.
        data: See `make_model()`.
    """
    rows, columns = data.table
    sizes = {
        "width": recipe.width,
        "units": recipe.units,
        "attributes_length": columns,
    }
    shape, latent_dim = data.sample_shape, recipe.latent_dim
    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        return models.GroupVAE(
            networks.conv_vae_encoder(shape, latent_dim, **sizes),
            networks.conv_vae_decoder(latent_dim, shape, **sizes),
            groups=rows,
            beta=recipe.beta,
            seed=recipe.seed,
        )
