import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks, testing

SIZES = {"num_layers": 2, "units": 8}
ON_ONE_DEVICE = (
    testing.check_two_devices_equal_one,
    testing.check_uneven_devices_equal_one,
)


def make_kwargs(cls=models.GAN, classes=3, packing=1, **kwargs):
    members = [
        cls(
            networks.mlp_generator(**SIZES),
            networks.mlp_discriminator(packing=packing, **SIZES),
            seed=label,
            **kwargs,
        )
        for label in range(classes)
    ]
    return {"members": members}


def make_model(**kwargs):
    keras.utils.set_random_seed(0)
    model = models.ClassEnsemble(**make_kwargs(**kwargs))
    model.compile("adam", keras.optimizers.Adam(0.01))
    return model


SUBJECTS = {
    "ClassEnsemble": testing.Subject(
        models.ClassEnsemble,
        functools.partial(make_kwargs, classes=2, penalty="r1", ema=0.9),
        labels=True,
    )
}
EXCLUDED = {"ClassEnsemble": ON_ONE_DEVICE}


@testing.parametrize_with_checks(SUBJECTS, slow=True, exclude=EXCLUDED)
def test_contract(subject, check, tmp_path):
    check(subject, tmp_path)


def test_members_see_their_own_class_alone():
    model = make_model()
    seen = {}
    for label, member in enumerate(model.members):

        def watch(real, label=label):
            seen[label] = np.asarray(real)

        member.train_step = watch
    labels = np.array([0, 2, 0, 0, 2, 0])
    x = labels[:, None] * [10.0, 10] + np.arange(6)[:, None] / 100
    model.train_step((tf.constant(x, "float32"), tf.constant(labels)))
    assert sorted(seen) == [0, 2]
    np.testing.assert_allclose(seen[0][:, 0], [0, 0.02], atol=1e-6)
    np.testing.assert_allclose(seen[2][:, 0], [20.01, 20.04], atol=1e-5)
    np.testing.assert_allclose(model.shares, [4 / 6, 0, 2 / 6])


def test_samples_come_in_the_shares_of_the_classes():
    model = make_model()
    model.counts.assign([60.0, 0, 20])
    for label, member in enumerate(model.members):
        member.generator.layers[-1].kernel.assign(np.zeros((8, 2)))
        member.generator.layers[-1].bias.assign([label, label])
    drawn = model.sample(200, seed=0)[:, 0]
    values, counts = np.unique(drawn, return_counts=True)
    np.testing.assert_array_equal(values, [0, 2])
    np.testing.assert_allclose(counts / 200, [0.75, 0.25], atol=0.02)
    np.testing.assert_array_equal(model.sample(3, labels=1), np.ones((3, 2)))


@pytest.mark.slow
def test_ensemble_restores_the_state_of_another():
    x = np.random.default_rng(0).normal(size=(12, 2)).astype("float32")
    trained, fresh = make_model(), make_model()
    trained.fit(x, np.arange(12) % 3, verbose=0)
    fresh.restore_state_from(trained)
    np.testing.assert_array_equal(fresh.sample(9, 0), trained.sample(9, 0))
    assert int(fresh.members[2].d_optimizer.iterations) == 1


@pytest.mark.slow
def test_wasserstein_members_and_packs():
    model = make_model(cls=models.WGANGP, n_critic=2, packing=2)
    x = np.random.default_rng(0).normal(size=(24, 2)).astype("float32")
    y = np.arange(24) % 3
    logs = model.fit(x, y, batch_size=24, verbose=0).history
    assert np.isfinite(logs["penalty"][0])
    with pytest.raises(ValueError, match="classes 3 times packing 2"):
        model.fit(x, y, batch_size=9)
    with pytest.raises(ValueError, match="2 times n_critic 2"):
        model.fit(x, y, batch_size=6)


def test_a_class_without_samples_is_refused():
    with pytest.raises(ValueError, match=r"none of the labels \[1\]"):
        make_model().fit(np.zeros((4, 2), "float32"), np.array([0, 2, 0, 2]))


def test_labels_may_be_a_column():
    model = make_model()
    model.run_eagerly = True
    x = np.zeros((3, 2), "float32")
    model.fit(x, np.array([[0], [2], [1]]), verbose=0)
    np.testing.assert_allclose(model.shares, np.full(3, 1 / 3))
    with pytest.raises(ValueError, match=r"none of the labels \[1\]"):
        model.fit(x[:2], np.array([[0], [2]]), verbose=0)


def test_logs_are_means_over_the_members_that_made_a_step():
    model = make_model()
    for member, value in zip(model.members[:2], (1.0, 2.0), strict=True):
        member.log_means.update_state(dict.fromkeys(model.tracked, value))
    assert float(model.get_metrics_result()["d_loss"]) == 1.5


def test_data_without_labels_is_refused():
    with pytest.raises(ValueError, match="takes labels"):
        make_model().fit(np.zeros((4, 2), "float32"))


def test_members_must_fit_together():
    members = make_kwargs()["members"]
    codes = models.Codes((3,), continuous=0)
    coded = models.InfoGAN(
        networks.mlp_generator(5, **SIZES),
        networks.mlp_discriminator(code_size=3, **SIZES),
        codes,
    )
    for wrong in (
        members[:1],
        [coded, coded],
        [members[0], *make_kwargs(penalty="r1")["members"]],
        [members[0], *make_kwargs(packing=2)["members"]],
    ):
        with pytest.raises(ValueError, match="two or more.*Received"):
            models.ClassEnsemble(wrong)
