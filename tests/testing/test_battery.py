"""Each quick check fails on a class that breaks what it checks."""

import keras
import pytest
from keras import ops
from toy_players import Four, One, Two

from keras_creative import losses, models, networks, testing

register = keras.saving.register_keras_serializable(package="broken")


def init_kwargs():
    return {
        "generator": networks.mlp_generator(num_layers=1),
        "discriminator": networks.mlp_discriminator(num_layers=1),
    }


class NotRegistered(models.GAN):
    pass


@register
class ForgetsAnArgument(models.GAN):
    def __init__(self, *args, own=0.0, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = own

    def get_config(self):
        return {**super().get_config(), "own": self.own + 1}


@register
class LosesItsOptimizers(models.GAN):
    def compile_from_config(self, config):
        self.compile("adam", "adam")


@register
class LosesItsNoise(models.GAN):
    def load_own_variables(self, store):
        super().load_own_variables(store)
        self.draws.assign(0)


@register
class SharesAnOptimizer(models.GAN):
    def compile(self, g_optimizer="adam", d_optimizer="adam", **kwargs):
        super().compile(g_optimizer, d_optimizer, **kwargs)
        self.d_optimizer = self.g_optimizer


@register
class MovesBothPlayers(models.GAN):
    def train_step(self, data):
        logs = super().train_step(data)
        rate = self.g_optimizer.learning_rate
        for weight in self.discriminator.trainable_variables:
            weight.assign_add(0.1 * rate * ops.ones_like(weight))
        return logs


@register
class DropsATerm(models.GAN):
    def train_step(self, data):
        self.unpack(data)
        logs = dict.fromkeys(self.tracked, 0.0)
        return self.track({**logs, "own_term": 1.0})


@register
class TakesALogsName(models.GAN):
    def discriminator_loss(self, *args):
        loss, logs = super().discriminator_loss(*args)
        return loss, {**logs, "d_loss": logs["d_loss_real"]}


@register
class LogsOtherNames(models.GAN):
    def get_metrics_result(self):
        return {"loss": 0.0}


@register
class DrawsFromKeras(models.GAN):
    def draw_latent(self, batch_size):
        return keras.random.normal((batch_size, *self.latent_shape))


@register
class RepeatsItsNoise(models.GAN):
    """In evaluation, or in training, every batch gets the same noise."""

    kept = False

    def noise(self):
        noise = super().noise()
        if self.in_training == self.kept:
            noise.next_index = lambda: (0, 0)
        return noise


@register
class RepeatsItsTrainingNoise(RepeatsItsNoise):
    kept = True


@register
class SamplesCount(models.GAN):
    def sample(self, n, *args, **kwargs):
        self.draws.assign_add(1)
        return super().sample(n, *args, **kwargs)


@register
class TrainsInEvaluation(models.GAN):
    def test_step(self, data):
        for weight in self.generator.trainable_variables:
            weight.assign(0.9 * weight)
        return super().test_step(data)


@register
class HidesNaN(models.GAN):
    def track(self, logs):
        return super().track({k: ops.nan_to_num(v) for k, v in logs.items()})


BROKEN = [
    (NotRegistered, testing.check_is_registered, "register_keras_serial"),
    (ForgetsAnArgument, testing.check_config_round_trip, "own"),
    (LosesItsOptimizers, testing.check_saves_and_loads, "name|beta_1"),
    (LosesItsNoise, testing.check_saves_and_loads, "draws|weights"),
    (SharesAnOptimizer, testing.check_players_have_optimizers, "share"),
    (MovesBothPlayers, testing.check_players_train_alone, "discriminator"),
    (DropsATerm, testing.check_logs_are_tracked, "own_term"),
    (TakesALogsName, testing.check_terms_have_own_names, "'d_loss'"),
    (LogsOtherNames, testing.check_history_is_the_trackers, "not equal"),
    (DrawsFromKeras, testing.check_seed_fixes_the_run, "not equal|Not equal"),
    (RepeatsItsNoise, testing.check_noise_differs_between_batches, "evaluate"),
    (
        RepeatsItsTrainingNoise,
        testing.check_noise_differs_between_batches,
        "fit",
    ),
    (SamplesCount, testing.check_samples, "training's noise"),
    (TrainsInEvaluation, testing.check_validation_changes_nothing, "differ"),
    (HidesNaN, testing.check_nan_stops_the_run, "continued after a NaN"),
]


@pytest.mark.parametrize(
    "cls, check, message",
    [pytest.param(*row, id=row[0].__name__) for row in BROKEN],
)
def test_a_broken_class_fails(cls, check, message, tmp_path):
    errors = AssertionError, ValueError
    with pytest.raises(errors, match=f"(?s){message}"):
        check(testing.Subject(cls, init_kwargs), tmp_path)


def test_every_quick_check_has_a_broken_class():
    assert {check for _, check, _ in BROKEN} == set(testing.QUICK_CHECKS)


def test_one_call_runs_the_quick_checks():
    """A sound class passes; one that is not registered does not."""
    testing.check_adversarial_model(models.LSGAN, init_kwargs)
    with pytest.raises(AssertionError, match="NotRegistered"):
        testing.check_adversarial_model(NotRegistered, init_kwargs)


@pytest.mark.slow
@pytest.mark.parametrize("cls", [One, Two, Four])
def test_models_of_any_number_of_players_pass(cls):
    testing.check_adversarial_model(cls, dict)


def params(*args, **kwargs):
    return testing.parametrize_with_checks(*args, **kwargs).args[1]


def test_parametrize_yields_a_row_for_each_subject_and_check():
    subject = testing.Subject(models.LSGAN, init_kwargs)
    quick = params({"one": subject, "two": subject})
    assert len(quick) == 2 * len(testing.QUICK_CHECKS)
    assert quick[0].id == "one-check_is_registered"
    assert not any(row.marks for row in quick)
    both = params(
        {"one": subject},
        slow=True,
        exclude={"one": [testing.check_xla_equals_graph]},
    )
    assert len(both) == len(testing.ADVERSARIAL_CHECKS) - 1
    slow = [row.values[1] for row in both if row.marks]
    assert set(slow) == set(testing.SLOW_CHECKS) - {
        testing.check_xla_equals_graph
    }


def test_excluded_subjects_must_exist():
    with pytest.raises(ValueError, match=r"Received: \['other'\]"):
        testing.parametrize_with_checks({}, exclude={"other": []})


def test_data_of_ones_own():
    """The checks train on what `data` returns."""
    subject = testing.Subject(
        models.GAN,
        lambda: {**init_kwargs(), "criterion": losses.Hinge()},
        data=lambda model: {"x": ops.zeros((32, 2)).numpy()},
    )
    assert subject.make_data(subject.initial())["x"].shape == (32, 2)
    testing.check_history_is_the_trackers(subject, None)
