"""Networks, optimizers and files in the forms that Keras users bring."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks

X = np.random.default_rng(0).normal(size=(8, 2)).astype("float32")


def make_gan(discriminator, cls=models.GAN, **kwargs):
    generator = networks.mlp_generator(num_layers=2, units=4)
    model = cls(generator, discriminator, **kwargs)
    model.compile(run_eagerly=True)
    return model


def layers():
    return [keras.layers.Dense(4, "relu"), keras.layers.Dense(1)]


@keras.saving.register_keras_serializable(package="test_players")
class Subclassed(keras.Model):
    """Somebody's discriminator, without inputs that are known."""

    def __init__(self, dict_of_heads=False, **kwargs):
        super().__init__(**kwargs)
        self.dict_of_heads = dict_of_heads
        self.hidden, self.last = layers()

    def call(self, samples):
        score = self.last(self.hidden(samples))
        return {"score": score} if self.dict_of_heads else score

    def get_config(self):
        return {"dict_of_heads": self.dict_of_heads}


def bare_logit():
    inputs = keras.Input((2,))
    return keras.Model(inputs, keras.Sequential(layers())(inputs))


DISCRIMINATORS = {
    "bare logit": bare_logit,
    "Sequential": lambda: keras.Sequential([keras.Input((2,)), *layers()]),
    "Sequential without input": lambda: keras.Sequential(layers()),
    "subclassed": Subclassed,
    "subclassed with heads": lambda: Subclassed(dict_of_heads=True),
}


@pytest.mark.parametrize("kind", DISCRIMINATORS)
def test_discriminators_of_every_form_train(kind):
    discriminator = DISCRIMINATORS[kind]()
    model = make_gan(discriminator)
    before = [np.array(w) for w in discriminator.get_weights()]
    model.discriminator_step(X, None, model.criterion)
    after = discriminator.get_weights()
    assert any(np.any(a != b) for a, b in zip(after, before, strict=True))


@pytest.mark.parametrize("kind", ["Sequential", "subclassed"])
def test_discriminators_of_other_forms_are_saved(kind, tmp_path):
    model = make_gan(DISCRIMINATORS[kind]())
    model.save(tmp_path / "model.keras")
    restored = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(
        restored.discriminate(X)["score"], model.discriminate(X)["score"]
    )


def test_a_functional_discriminator_stays_what_it_is():
    discriminator = networks.mlp_discriminator(num_layers=2, units=4)
    assert make_gan(discriminator).discriminator is discriminator


@pytest.mark.parametrize(
    "discriminator, message",
    [
        (keras.layers.Dense(1), "must be a `keras.Model`"),
        (keras.Sequential([keras.layers.Conv2D(1, 3)]), "which raises"),
    ],
)
def test_what_is_no_discriminator_is_named(discriminator, message):
    with pytest.raises(ValueError, match=f"`discriminator` .*{message}"):
        make_gan(discriminator)


@pytest.mark.parametrize(
    "generator", [keras.Sequential([keras.layers.Dense(2)]), Subclassed()]
)
def test_a_generator_must_tell_its_latent_shape(generator):
    with pytest.raises(ValueError, match="`generator` .*`keras.Input`"):
        models.GAN(generator, networks.mlp_discriminator())
    with pytest.raises(ValueError, match="`decoder` .*`keras.Input`"):
        models.VAE(networks.mlp_vae_encoder(), generator)


@pytest.mark.parametrize("name", ["score", "class_logits"])
def test_probabilities_are_warned_of(name):
    inputs = keras.Input((2,))
    heads = {
        head: keras.layers.Dense(
            2, "sigmoid" if head == name else None, name=head
        )(inputs)
        for head in ("score", "class_logits")
    }
    with pytest.warns(UserWarning, match=f"`{name}`.*Remove sigmoid from"):
        make_gan(keras.Model(inputs, heads))
    last = keras.layers.Dense(1, "sigmoid")
    with pytest.warns(UserWarning, match="Remove sigmoid from the layer"):
        make_gan(keras.Sequential([keras.Input((2,)), last]))


def test_batch_normalization_is_warned_of_where_gradients_are_penalized():
    normalization = keras.layers.BatchNormalization(name="norm")
    critic = keras.Sequential([keras.Input((2,)), normalization, *layers()])
    with pytest.warns(UserWarning, match=r"Received: batch norm.*\['norm'\]"):
        make_gan(critic, models.WGANGP)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_gan(critic)


def make_vae():
    return models.VAE(
        networks.mlp_vae_encoder((2,), 2, 4),
        networks.mlp_vae_decoder(2, (2,), 4),
        likelihood="gaussian",
    )


@pytest.mark.parametrize("make", [make_vae, lambda: make_gan(bare_logit())])
def test_compile_names_what_it_would_ignore(make):
    model = make()
    for arguments in {"loss": "mse"}, {"metrics": ["mae"]}:
        (name,) = arguments
        with pytest.raises(ValueError, match=f"`{name}` is no argument.*Rec"):
            model.compile(**arguments)
    if isinstance(model, models.GAN):
        with pytest.raises(ValueError, match="Use `g_optimizer` and `d_opt"):
            model.compile(optimizer="adam")


@pytest.mark.parametrize("make", [make_vae, lambda: make_gan(bare_logit())])
def test_legacy_files_name_what_to_write(make, tmp_path):
    path = tmp_path / "model.h5"
    with pytest.raises(ValueError, match="`filepath` must end in .keras"):
        make().save(path)
    assert not path.exists()


def test_export_writes_the_sampler(tmp_path):
    model = make_gan(bare_logit())
    model.export(str(tmp_path / "exported"), verbose=False)
    latent = tf.constant(X)
    exported = tf.saved_model.load(str(tmp_path / "exported"))
    np.testing.assert_allclose(
        exported.serve(latent), model(latent), rtol=1e-5, atol=1e-6
    )


def test_sequential_networks_make_samples():
    latent = keras.Input((2,))
    model = models.GAN(
        keras.Sequential([latent, keras.layers.Dense(2)]),
        keras.Sequential([keras.Input((2,)), *layers()]),
        ema=0.5,
    )
    model.compile(run_eagerly=True)
    model.fit(X, verbose=0)
    assert model.sample(3).shape == (3, 2)
    decoder = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model = models.VAE(networks.mlp_vae_encoder((2,), 2, 4), decoder)
    model.compile(run_eagerly=True)
    model.fit(X, verbose=0)
    assert model.sample(3).shape == (3, 2)
    assert model.sampler(X).shape == (8, 2)
