import pytest

from keras_creative import experiments
from keras_creative.runs.run_verdict import verdict_of

GOOD = {
    "pairwise_distance_ratio": 0.9,
    "clusters_ratio": 0.95,
    "training_distance_ratio": 1.1,
}


def rows(epoch, real=0.6, fake=0.7):
    return [{"epoch": epoch, "d_accuracy_real": real, "d_accuracy_fake": fake}]


def measured(epoch, **measures):
    return {"epoch": epoch, "measures": measures, "protocol": "n"}


@pytest.mark.parametrize(
    "variant, rows, measurements, state, number",
    [
        ("gan", rows(4), [measured(4, **GOOD)], "healthy", "0.650"),
        ("gan", rows(3), [measured(3, **GOOD)], "still learning", "3 of 4"),
        ("gan", rows(4, 1, 1), [], "one side has won", "1.000"),
        ("wgan-gp", rows(4, 1, 1), [measured(4, **GOOD)], "healthy", "0.95"),
        (
            "gan",
            rows(4),
            [
                measured(2, clusters_ratio=0.1),
                measured(4, **GOOD),
                measured(4, uniqueness=0.2),
            ],
            "collapsed",
            "0.20",
        ),
        ("gan", rows(4), [measured(None, **GOOD)], "healthy", "0.95"),
        ("gan", [], [], "not measured", ""),
        (None, [{"epoch": 4, "loss": 1}], [measured(4)], "not measured", ""),
    ],
)
def test_newest_measures_and_logs_decide(
    variant, rows, measurements, state, number
):
    settings = {"epochs": 4, "variant": variant}
    found = verdict_of(settings, rows, measurements)
    assert found.state == state and number in found.reason


def test_a_young_run_is_no_collapse():
    settings = {"epochs": 1, "variant": "gan"}
    few = [measured(1, clusters_ratio=0.1, pairwise_distance_ratio=0.02)]
    for steps, state in ((499, "still learning"), (500, "collapsed")):
        found = verdict_of(settings, rows(1), few, [{"steps": steps}])
        assert found.state == state
        if steps < 500:
            assert "only 499 training steps so far" in found.reason
    for unknown in ([], [{}], [{"steps": 9}, {"steps": 9}]):
        found = verdict_of(settings, rows(1), few, unknown)
        assert found.state == "collapsed"


def test_near_copies_are_no_collapse_of_a_vae():
    settings = {"epochs": 4, "likelihood": "bernoulli", "beta": 1.0}
    copies = [measured(4, **GOOD, uniqueness=0.1)]
    assert verdict_of(settings, rows(4), copies).state == "healthy"


@pytest.mark.parametrize(
    "variant, lambda_g, state",
    [
        ("gan", 0.1, "still learning"),
        ("design", 0.0, "still learning"),
        ("design", 0.1, "healthy"),
    ],
)
def test_a_creative_run_need_not_show_classes(variant, lambda_g, state):
    settings = {"epochs": 4, "variant": variant, "lambda_g": lambda_g}
    certainty = {"class_certainty": 0.45, "class_certainty_real": 0.9}
    found = verdict_of(settings, rows(4), [measured(4, **GOOD, **certainty)])
    assert found.state == state


@pytest.mark.parametrize(
    "settings, advice, others",
    [
        ({"variant": "design", "lambda_g": 0.1}, "lambda_g than 0.1", "beta"),
        ({"variant": "design", "lambda_g": 0.0}, "lr_d", "lambda_g"),
        ({"variant": "gan", "lambda_g": 0.1}, "lr_d", "lambda_g"),
        ({"likelihood": "gaussian"}, "beta", "lr_d"),
        ({}, "mode-collapse.md", "lambda_g"),
    ],
)
def test_advice_names_settings_that_the_run_has(settings, advice, others):
    found = verdict_of(settings, [], [measured(1, clusters_ratio=0.1)])
    assert found.state == "collapsed"
    assert advice in found.advice and others not in found.advice


def test_verdict_of_a_run(tmp_path):
    run = experiments.RunFolder(tmp_path / "run")
    run.begin(experiments.PointGAN(epochs=4))
    run.history.write_text("epoch,d_accuracy_real,d_accuracy_fake\n4,1,1\n")
    assert experiments.run_verdict(run.path).state == "one side has won"
