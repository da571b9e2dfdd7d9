"""Style transfer: the contract, its losses, and what a picture keeps."""

import zipfile

import keras
import numpy as np
import pytest

from keras_creative import losses, networks, testing
from keras_creative.models import StyleAutoencoder
from keras_creative.models.style.transfer import (
    adaptive_instance_norm,
    color_statistics,
    match_colors,
)

RNG = np.random.default_rng(0)


def make_kwargs(**kwargs):
    return {
        "encoder": networks.style_encoder(width=4, depth=2),
        "decoder": networks.style_decoder(widths=(4, 8, 16)),
        "image_shape": (16, 16, 3),
        **kwargs,
    }


def smooth(*shape):
    """Smooth images: of noise, rounding errors grow in a few steps."""
    coarse = RNG.uniform(-0.9, 0.9, (shape[0], 4, 4, 3))
    return np.asarray(keras.ops.image.resize(coarse, shape[1:3])).astype(
        "float32"
    )


DATA = {"x": smooth(32, 16, 16)}
SUBJECTS = {
    "StyleAutoencoder": testing.Subject(
        StyleAutoencoder, make_kwargs, data=lambda model: DATA
    )
}
# Images are paired and compared within a replica's batch.
ON_REPLICAS = (
    testing.check_two_devices_equal_one,
    testing.check_uneven_devices_equal_one,
)


@testing.parametrize_with_checks(
    SUBJECTS, slow=True, exclude={"StyleAutoencoder": ON_REPLICAS}
)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


def randomized(model, seed=0):
    """The model with a decoder that draws something."""
    rng = np.random.default_rng(seed)
    for network in (model.encoder, model.decoder):
        for weight in network.trainable_variables:
            scale = 0.8 / np.sqrt(max(1, np.prod(weight.shape[:-1])))
            weight.assign(rng.normal(0, scale, weight.shape))
    for weight in model.decoder.get_layer("strokes").weights:
        weight.assign(0.1 * weight)
    return model


@pytest.fixture(scope="module")
def model():
    return randomized(StyleAutoencoder(**make_kwargs()))


def picture(height=20, width=28, seed=1):
    return 0.8 * np.random.default_rng(seed).uniform(-1, 1, (height, width, 3))


def test_loss_by_hand(model):
    """The terms from their definitions, with the weights 2, 3 and 4."""
    weighted = StyleAutoencoder(
        model.encoder,
        model.decoder,
        (16, 16, 3),
        content_weight=2.0,
        style_weight=3.0,
        reconstruction_weight=4.0,
    )
    images = keras.ops.convert_to_tensor(DATA["x"][:3])
    maps = model.encoder(images)
    loss, terms = weighted.transfer_loss(images, maps)
    styles = keras.ops.roll(images, 1, axis=0)
    same = model.decoder([images, *maps[1:]])
    np.testing.assert_allclose(
        terms["reconstruction"], np.mean((same - images) ** 2), rtol=1e-5
    )
    colors = color_statistics(styles)
    matched = match_colors(images, colors)
    wanted = model.encoder(styles)
    target = [
        adaptive_instance_norm(m, *losses.instance_statistics(w))
        for m, w in zip(model.encoder(matched)[1:], wanted[1:], strict=True)
    ]
    made = model.decoder([matched, *target])
    found = model.encoder(made)
    distance = losses.style_distance([styles, *wanted], [made, *found])
    np.testing.assert_allclose(terms["style"], np.mean(distance), rtol=1e-4)
    deviation = losses.instance_statistics(target[-1])[1]
    error = np.mean((found[-1] - target[-1]) ** 2) / np.mean(deviation**2)
    np.testing.assert_allclose(terms["content"], error, rtol=1e-4)
    total = 2 * error + 3 * np.mean(distance) + 4 * terms["reconstruction"]
    np.testing.assert_allclose(loss, total, rtol=1e-4)


def test_strength_0_is_the_reconstruction(model):
    content = picture(20, 28)
    made = model.stylize(content, [picture(seed=2)], strength=0.0)
    images = keras.ops.convert_to_tensor(content[None], "float32")
    expected = model.decoder([images, *model.encoder(images)[1:]])[0]
    np.testing.assert_allclose(made, np.clip(expected, -1, 1), atol=1e-5)


def test_its_own_style_changes_nothing(model):
    content = picture()
    plain = model.stylize(content, [picture(seed=2)], strength=0.0)
    own = model.stylize(content, [content])
    np.testing.assert_allclose(own, plain, atol=2e-3)


def test_strengths_lie_in_between(model):
    content, style = picture(), [picture(seed=2)]
    none, half, full = (model.stylize(content, style, s) for s in (0, 0.5, 1))
    steps = abs(none - half).mean(), abs(half - full).mean()
    assert 0 < max(steps) < abs(none - full).mean()


@pytest.mark.parametrize("shape", [(70, 94), (61, 33), (16, 150)])
def test_tiles_equal_the_whole(model, shape):
    content, styles = picture(*shape), [picture(90, 75, seed=2)]
    whole = model.stylize(content, styles)
    assert whole.shape == content.shape
    assert np.std(whole) > 0.1
    for side in (16, 30):
        tiled = model.stylize(content, styles, tile=side)
        np.testing.assert_allclose(tiled, whole, atol=1e-4)


def test_mixed_styles(model):
    content = picture()
    first, second = picture(seed=2), picture(30, 30, seed=3)
    alone = model.stylize(content, [first])
    both = model.stylize(content, [first, second], weights=[2, 0])
    np.testing.assert_allclose(both, alone, atol=1e-5)
    equal = model.stylize(content, [first, second])
    same = model.stylize(content, [first, second], weights=[0.2, 0.2])
    np.testing.assert_allclose(equal, same, atol=1e-6)
    assert abs(equal - alone).max() > 0.01


def test_colors_are_preserved(model):
    """Differences between the channels stay, and the luminance changes."""
    content = 0.3 * picture()
    style = 0.3 * picture(seed=2) * [1.0, 0.2, 0.1] + [0.2, 0.0, -0.2]
    made = model.stylize(content, [style], preserve_color=True)
    assert abs(made).max() < 1  # nothing is clipped
    np.testing.assert_allclose(
        np.diff(made, axis=-1), np.diff(content, axis=-1), atol=1e-5
    )
    assert abs(made - content).mean() > 0.01
    free = model.stylize(content, [style])
    moved = (free - content).mean(axis=(0, 1))
    assert np.ptp(moved) > 0.1


def test_the_sampler_needs_no_package_class(model, tmp_path):
    sampler = model.sampler
    sampler.save(tmp_path / "sampler.keras")
    with zipfile.ZipFile(tmp_path / "sampler.keras") as archive:
        assert b"keras_creative" not in archive.read("config.json")
    latents = model.latents(3, seed=0)
    loaded = keras.saving.load_model(tmp_path / "sampler.keras")
    expected = model.sample(3, seed=0)
    np.testing.assert_allclose(loaded(latents), expected, atol=1e-4)


@pytest.mark.slow
def test_samples_have_the_styles_of_training():
    """Their colors are distributed as those of the last batches."""
    model = StyleAutoencoder(**make_kwargs())
    model.compile(
        encoder_optimizer=keras.optimizers.SGD(0.0),
        decoder_optimizer=keras.optimizers.SGD(0.0),
    )
    model.fit(DATA["x"], batch_size=8, verbose=0)
    np.testing.assert_allclose(
        np.sort(model.last_styles[:, 0]),
        np.sort(DATA["x"][..., 0].mean(axis=(1, 2))),
        atol=1e-5,
    )
    means = model.sample(400, seed=0).mean(axis=(1, 2))
    wanted = DATA["x"].mean(axis=(1, 2))
    np.testing.assert_allclose(
        means.mean(axis=0), wanted.mean(axis=0), atol=0.05
    )
    np.testing.assert_allclose(means.std(axis=0), wanted.std(axis=0), rtol=0.3)


@pytest.mark.slow
def test_a_given_encoder_is_not_trained():
    model = StyleAutoencoder(**make_kwargs(train_encoder=False))
    model.compile(decoder_optimizer="sgd")
    before = [w.numpy() for w in model.encoder.weights]
    history = model.fit(DATA["x"], batch_size=8, verbose=0).history
    assert "encoder_loss" not in history and "decoder_loss" in history
    for old, new in zip(before, model.encoder.weights, strict=True):
        np.testing.assert_array_equal(old, new)
    config = model.get_config()
    assert not StyleAutoencoder.from_config(config).train_encoder


@pytest.mark.slow
def test_training_lowers_the_distance_of_styles():
    """Stripes and checks, in random colors; seed 0."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:16, :16]
    patterns = np.stack([y // 2 % 2, (x + y) // 2 % 2, x // 4 % 2])
    chosen = patterns[rng.integers(0, 3, 64)][..., None]
    low, high = rng.uniform(-0.9, 0.9, (2, 64, 1, 1, 3))
    images = (low + chosen * (high - low)).astype("float32")
    model = StyleAutoencoder(**make_kwargs())
    model.compile(
        encoder_optimizer=keras.optimizers.Adam(1e-3),
        decoder_optimizer=keras.optimizers.Adam(3e-3, global_clipnorm=10.0),
    )
    history = model.fit(images, batch_size=8, epochs=25, verbose=0).history
    style, encoder = history["style"], history["encoder_loss"]
    assert np.mean(style[-5:]) < 0.7 * style[0]
    assert np.mean(encoder[-5:]) < 0.8 * encoder[0]
    # The error stays below half of that of one color for all images.
    assert np.mean(history["reconstruction"][-5:]) < 0.5 * images.var()


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"image_shape": (16, 18, 3)}, "multiples of 4 .*16, 18, 3"),
        ({"image_shape": (8, 16, 3)}, "at least 16.*8, 16, 3"),
        ({"image_shape": (16, 16, 1)}, "height, width, 3.*16, 16, 1"),
        ({"style_weight": -1.0}, "`style_weight`.*-1"),
        (
            {"decoder": networks.style_decoder(widths=(4, 8))},
            r"all maps but the first.*Received: encoder from 3 to \[4, 8, 16\]",
        ),
    ],
)
def test_bad_arguments(kwargs, message):
    with pytest.raises(ValueError, match=message):
        StyleAutoencoder(**make_kwargs(**kwargs))


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"strength": 1.5}, "`strength` must be in .0, 1.*1.5"),
        ({"weights": [1.0, 2.0]}, "`weights` must be 1 .*1.0, 2.0"),
        ({"weights": [-1.0]}, "`weights`.*-1.0"),
        ({"weights": [0.0]}, "not all 0"),
        ({"weights": [float("nan")]}, "`weights`"),
        ({"styles": []}, "at least 1 image"),
        ({"styles": [picture(1, 1)]}, "`styles`.*at least 8 pixels.*1, 1, 3"),
        ({"styles": [np.zeros((20, 20, 1))]}, "20, 20, 1"),
        ({"content": np.zeros((20, 20, 3), "uint8")}, "`content`.*uint8"),
        ({"content": np.full((20, 20, 3), 9.0)}, "from 9 to 9"),
        ({"content": np.full((20, 20, 3), np.nan)}, "`content` must be finite"),
        ({"tile": 0}, "`tile` must be an integer of at least 4.*tile=0"),
    ],
)
def test_bad_pictures(model, changes, message):
    arguments = {"content": picture(), "styles": [picture(seed=2)], **changes}
    with pytest.raises(ValueError, match=message):
        model.stylize(**arguments)
