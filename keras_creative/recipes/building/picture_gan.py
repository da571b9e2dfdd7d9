"""The model of a `PictureGAN`: networks and options of its variant."""

import warnings

import keras

from keras_creative import callbacks, layers, losses, models, networks
from keras_creative.datasets.images import border_brightness
from keras_creative.models.core.transfer import freeze_layers
from keras_creative.optimizers import Adam
from keras_creative.precision import dtype_policy
from keras_creative.recipes.building.ensemble import assemble

_LAMBDA_CONTINUOUS = 0.1
# Number of shapes that are drawn unless others are requested.
_SHAPES = 64


def make_model(recipe, data):
    """A compiled model for the data.

    Args:
        recipe: `PictureGAN`, whose settings are checked.
        data: Data returned by `load_data()`.
    """
    variant = recipe.variant_record
    make = getattr(models, variant.model)
    make_networks = NETWORKS[variant.networks]
    has_head = variant.networks in ("class_head", "masked")
    if has_head and data.num_classes is None:
        warnings.warn(
            f"The pictures have no labels: the variant {variant.name!r} has "
            "no class head, and creativity, lambda_g and lambda_d have no "
            "effect.",
            stacklevel=3,
        )

    def make_member(seed):
        generator, discriminator = make_networks(recipe, data)
        freeze_layers(discriminator, recipe.freeze)
        return make(
            generator,
            discriminator,
            seed=seed,
            **recipe.model_kwargs,
            **make_options(recipe, data),
        )

    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        model = assemble(recipe, make_member, data)
        model.compile(
            g_optimizer=_adam(recipe, recipe.lr_g),
            d_optimizer=_adam(recipe, recipe.lr_d),
            jit_compile=recipe.jit,
        )
    return model


def make_options(recipe, data):
    """Arguments of the model that follow from the settings of its variant.

    Args:
        recipe: `PictureGAN`.
        data: Data returned by `load_data()`.
    """
    options = recipe.variant_kwargs
    if recipe.augment or recipe.diff_augment:
        options["augment"] = _augmentation(recipe)
    if recipe.n_critic is not None:
        options["n_critic"] = recipe.n_critic
    builder = recipe.variant_record.options
    return options | OPTIONS[builder](recipe, data) if builder else options


def make_code_grid(recipe, folder, every):
    """The callback that draws samples by the codes of an InfoGAN.

    Args:
        recipe: `PictureGAN`.
        folder: Folder of the grids.
        every: Epochs between two grids.
    """
    return callbacks.CodeGrid(folder, seed=recipe.seed, every=every)


def _augmentation(recipe):
    if recipe.augment:
        return layers.RandomAffine()
    augment = layers.DiffAugment(recipe.diff_augment)
    if not recipe.ada_target:
        return augment
    return layers.AdaptiveAugment(augment, recipe.ada_target, recipe.ada_images)


def _plain(recipe, data, num_classes=None):
    family = networks.FAMILIES[recipe.networks]
    shape, width = data.sample_shape, _width(recipe)
    return (
        family.generator(shape, recipe.latent_dim, **width),
        family.discriminator(
            shape, num_classes, **width, **recipe.discriminator_kwargs
        ),
    )


def _class_head(recipe, data):
    """The members of a class ensemble have no class heads."""
    num_classes = None if recipe.class_ensemble else data.num_classes
    return _plain(recipe, data, num_classes)


def _masked(recipe, data):
    """A generator that takes masks, of DCGAN's kind."""
    _, discriminator = _class_head(recipe, data)
    generator = networks.mask_generator(
        data.sample_shape, recipe.latent_dim, **_width(recipe)
    )
    return generator, discriminator


def _autoencoder(recipe, data):
    family = networks.FAMILIES[recipe.networks]
    shape, width = data.sample_shape, _width(recipe)
    return (
        family.generator(shape, recipe.latent_dim, **width),
        networks.dcgan_autoencoder(shape, **width),
    )


def _conditional(recipe, data):
    length = {"attributes_length": _num_classes(recipe, data)}
    return _dcgan(
        recipe, data, length, {**length, "projection": recipe.projection}
    )


def _auxiliary(recipe, data):
    """A conditional generator, and a discriminator with a class head."""
    classes = _num_classes(recipe, data)
    return _dcgan(
        recipe, data, {"attributes_length": classes}, {"num_classes": classes}
    )


def _coded(recipe, data):
    size = _codes(recipe, data).size
    latent_dim = recipe.latent_dim + size
    return _dcgan(recipe, data, {"latent_dim": latent_dim}, {"code_size": size})


def _decoding(recipe, data):
    """FastGAN's networks with the decoders of the discriminator."""
    shape, width = data.sample_shape, _width(recipe)
    return (
        networks.fastgan_generator(shape, recipe.latent_dim, **width),
        networks.fastgan_discriminator(shape, **width),
    )


NETWORKS = {
    "autoencoder": _autoencoder,
    "auxiliary": _auxiliary,
    "class_head": _class_head,
    "codes": _coded,
    "conditional": _conditional,
    "decoding": _decoding,
    "masked": _masked,
    "plain": _plain,
}


def _dcgan(recipe, data, generator_kwargs, discriminator_kwargs):
    """DCGAN's networks with further inputs and outputs."""
    shape, width = data.sample_shape, _width(recipe)
    return (
        networks.dcgan_generator(
            shape,
            **{"latent_dim": recipe.latent_dim} | generator_kwargs,
            **width,
        ),
        networks.dcgan_discriminator(
            shape,
            **discriminator_kwargs,
            **width,
            **recipe.discriminator_kwargs,
        ),
    )


def _width(recipe):
    return {} if recipe.width is None else {"width": recipe.width}


def _num_classes(recipe, data):
    if data.num_classes is None:
        raise ValueError(
            f"The variant {recipe.variant!r} needs labeled pictures. "
            f"Received: data={recipe.data!r}, which has no labels"
        )
    return data.num_classes


def _codes(recipe, data):
    continuous, circular = recipe.codes
    return models.Codes((data.num_classes or 10,), continuous, circular)


def _smoothing(recipe, data):
    smoothing = recipe.smooth_real, recipe.smooth_fake
    return {"criterion": losses.NonSaturating(*smoothing)}


def _code_options(recipe, data):
    options = {
        "codes": _codes(recipe, data),
        "lambda_continuous": _LAMBDA_CONTINUOUS,
    }
    if recipe.warm_up:
        grow = keras.optimizers.schedules.PolynomialDecay
        options["lambda_categorical"] = grow(0.0, recipe.warm_up, 1.0)
    return options


def _mask_options(recipe, data):
    """Shapes of some images, whose border shows the background."""
    images, _ = data.sample(min(_SHAPES, len(data)), recipe.seed)
    background = border_brightness(images)
    return {
        **_smoothing(recipe, data),
        "background": background,
        "masks": losses.object_mask(images, background),
    }


def _criterion(recipe, data):
    return {"criterion": recipe.variant_record.criterion}


OPTIONS = {
    "codes": _code_options,
    "criterion": _criterion,
    "masks": _mask_options,
    "smoothing": _smoothing,
}


def _adam(recipe, learning_rate):
    return Adam(learning_rate, recipe.beta_1, recipe.beta_2)
