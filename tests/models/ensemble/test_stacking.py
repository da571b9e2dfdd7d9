import keras
import numpy as np
import pytest

from keras_creative import datasets, losses, models, networks, optimizers

SEEDS = (3, 4)
SIZES = {"num_layers": 3, "units": 8}


def make_member(seed, cls=models.R3GAN, latent_dim=2, code_size=None, **kwargs):
    keras.utils.set_random_seed(seed)
    return cls(
        networks.mlp_generator(latent_dim, **SIZES),
        networks.mlp_discriminator(code_size=code_size, **SIZES),
        seed=seed,
        **kwargs,
    )


def train(model, batches, steps=10):
    model.compile(
        keras.optimizers.Adam(0.01, beta_1=0.5),
        keras.optimizers.Adam(0.01, beta_1=0.5),
    )
    model.fit(batches.take(steps), verbose=0)
    return model


def batches_of(seed):
    ring = datasets.load_toy("8Gaussians")
    return ring.batches(12, seed=seed, labelled=False)


GAMES = {
    "EBGAN": {"cls": models.EBGAN, "pulling_away": 0},
    "WGANGP": {"cls": models.WGANGP, "n_critic": 2},
    "unrolled": {"cls": models.GAN, "unrolled_steps": 1},
    "InfoGAN": {
        "cls": models.InfoGAN,
        "codes": models.Codes((3,), continuous=0),
        "latent_dim": 5,
        "code_size": 3,
    },
}


@pytest.mark.parametrize(
    "kwargs",
    [
        pytest.param(
            {"gamma": 0.1, "ema": 0.9, "instance_noise": 0.1}, id="R3GAN"
        ),
        *(
            pytest.param(kwargs, id=name, marks=pytest.mark.slow)
            for name, kwargs in GAMES.items()
        ),
    ],
)
def test_members_learn_what_they_learn_alone(kwargs):
    """10 steps, 2 seeds: equal up to rounding, in float32."""
    alone = [
        train(make_member(seed, **kwargs), batches_of(seed)) for seed in SEEDS
    ]
    game = train(
        models.stack([make_member(seed, **kwargs) for seed in SEEDS]),
        datasets.side_by_side([batches_of(seed) for seed in SEEDS]),
    )
    for name in game.tracked:
        mean = np.mean([m.history.history[name][0] for m in alone])
        logged = game.history.history[name][0]
        np.testing.assert_allclose(logged, mean, atol=2e-3, err_msg=name)
    for member, other in zip(models.unstack(game), alone, strict=True):
        np.testing.assert_allclose(
            member.sample(50, seed=0), other.sample(50, seed=0), atol=2e-3
        )
        assert member.seed == other.seed


def test_labels_lie_beside_their_samples():
    ring = datasets.load_toy("8Gaussians")
    parts = [ring.batches(3, seed) for seed in SEEDS]
    points, labels = next(iter(datasets.side_by_side(parts)))
    alone = [next(iter(part)) for part in parts]
    np.testing.assert_array_equal(points, np.concatenate([x for x, _ in alone]))
    np.testing.assert_array_equal(labels, np.concatenate([y for _, y in alone]))


def test_stacked_game_is_saved_and_loaded(tmp_path):
    game = models.stack([make_member(seed, ema=0.9) for seed in SEEDS])
    game.compile()
    game.save(tmp_path / "game.keras")
    loaded = keras.saving.load_model(tmp_path / "game.keras")
    assert loaded.seed == SEEDS
    for old, new in zip(
        models.unstack(game), models.unstack(loaded), strict=True
    ):
        np.testing.assert_array_equal(old.sample(5, 0), new.sample(5, 0))


def test_batch_must_be_shared_out_evenly():
    game = models.stack([make_member(seed) for seed in SEEDS])
    game.compile()
    with pytest.raises(ValueError, match="members 2. Received: batch_size=33"):
        game.fit(np.zeros((66, 2), "float32"), batch_size=33)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"cls": models.GAN, "penalty": "dragan"},
        {"cls": models.GAN, "diversity": "mode-seeking"},
        {"cls": models.GAN, "criterion": losses.RelativisticAverage()},
        {"cls": models.EBGAN},
    ],
    ids=["dragan", "diversity", "average", "pulling-away"],
)
def test_terms_across_the_batch_are_refused(kwargs):
    with pytest.raises(ValueError, match="score their samples one by one"):
        models.stack([make_member(seed, **kwargs) for seed in SEEDS])


def test_different_members_are_refused():
    with pytest.raises(ValueError, match="same settings"):
        models.stack([make_member(0, gamma=0.1), make_member(1, gamma=0.2)])
    other = make_member(1)
    other.generator.layers[1].activation = keras.activations.tanh
    with pytest.raises(ValueError, match="same settings"):
        models.stack([make_member(0), other])


def test_what_would_couple_the_members_is_refused():
    members = [make_member(seed) for seed in SEEDS]
    clipped = keras.optimizers.Adam(global_clipnorm=1.0)
    with pytest.raises(ValueError, match="by the norm.*global_clipnorm=1.0"):
        models.stack(members).compile("adam", clipped)
    models.stack(members).compile(optimizers.Adam(), optimizers.Adam())
    for optimizer in (
        keras.optimizers.Lamb(),
        keras.optimizers.Muon(),
        keras.optimizers.Adafactor(),
        keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam()),
        type("Own", (keras.optimizers.Adam,), {})(),
    ):
        name = type(optimizer).__name__
        with pytest.raises(ValueError, match=f"Received: g_optimizer={name}"):
            models.stack(members).compile(optimizer, "adam")
    with pytest.raises(ValueError, match="Received: gradient_norms=True"):
        models.stack([make_member(s, gradient_norms=True) for s in SEEDS])
    members[0].generator.layers[1].kernel_constraint = "nonneg"
    with pytest.raises(ValueError, match="no constraints"):
        models.stack(members[:1] * 2)


def test_other_layers_are_refused():
    discriminator = networks.mlp_discriminator(minibatch="stddev", **SIZES)
    member = models.GAN(networks.mlp_generator(**SIZES), discriminator)
    with pytest.raises(ValueError, match="made of Dense layers.*Minibatch"):
        models.stack([member, member])
