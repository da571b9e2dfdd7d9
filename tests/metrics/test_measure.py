import sys
from pathlib import Path

import numpy as np
import pytest

from keras_creative import callbacks, catalog, experiments, metrics
from keras_creative.metrics import MEASURES, Measure, register_measures
from keras_creative.reports.measures import measures_section
from keras_creative.reports.record import read_runs
from keras_creative.reports.rendering import render_page

POINTS = np.random.default_rng(0).normal(size=(16, 2))
RECIPE = experiments.PointGAN(num_layers=2, units=4, batch_size=8, epochs=1)


def width(samples):
    return float(np.ptp(samples))


WIDTH = Measure("width", width, "Range of all numbers.", needs=["samples"])


@pytest.fixture
def registry():
    """The registered measures, which are put back after the test."""
    before = dict(MEASURES)
    yield MEASURES
    MEASURES.clear()
    MEASURES.update(before)


@pytest.fixture
def run(tmp_path):
    """A run whose model is as it begins."""
    folder = experiments.RunFolder(tmp_path / "run")
    folder.begin(RECIPE)
    folder.checkpoints.mkdir()
    model = RECIPE.make_model(RECIPE.load_data())
    model.save(folder.checkpoints / "epoch_0001.keras")
    return folder


def test_a_registered_measure_is_evaluated_reported_and_logged(registry, run):
    register_measures(WIDTH)
    found = experiments.evaluate(run.path, n=9, seed=3)
    model = experiments.load_sampler(run.path)
    assert found["measures"]["width"] == width(model.sample(9, seed=3))

    run.add_measures(**found)
    section = measures_section(read_runs([run.path]))
    page = render_page("", ["run"], [], [section])
    assert '<th scope="row">width</th>' in page
    assert "<dt>width</dt><dd>Range of all numbers.</dd>" in page

    log = {}
    logger = callbacks.MetricLogger(["width"], n=9, seed=3)
    logger.set_model(model)
    logger.set_params({})
    logger.on_epoch_end(0, log)
    assert log == {"width": found["measures"]["width"]}


def test_every_measure_has_its_record():
    rng = np.random.default_rng(0)
    pictures = rng.uniform(-1, 1, (16, 4, 4, 1))
    mode = POINTS[:1], 0.1
    measures = [
        metrics.Variety(pictures).measure(pictures),
        metrics.mode_measures(POINTS, POINTS[:2], std=0.1),
        metrics.class_ambiguity(np.eye(2)),
        metrics.class_measures(POINTS, *mode, POINTS[0], 0.1),
        metrics.code_measures(POINTS, *mode, labels=[0]),
        metrics.real_recovery_rates(np.eye(2), [0, 1], [1]),
        metrics.pixel_means(pictures, pictures),
        metrics.held_out_scores(
            POINTS, np.eye(2)[[0, 1] * 8], POINTS[:8], POINTS[8:], [1]
        ),
    ]
    for found in measures:
        assert set(found) <= set(MEASURES)


def test_a_record_names_the_arguments_of_its_function():
    """Computed with the needs alone, it returns the number of its name."""
    eye, labels = np.eye(2)[[0, 1] * 8], np.array([0, 1] * 8)
    available = {
        "samples": POINTS,
        "points": POINTS,
        "real": POINTS + 1,
        "hidden": POINTS[8:],
        "shots": POINTS[:2],
        "hidden_labels": [1],
        "features": POINTS,
        "real_features": POINTS,
        "probabilities": eye,
        "real_probabilities": eye,
        "real_labels": labels,
        "modes": {"components": POINTS[:2], "std": 0.1},
        "centers": POINTS[:2],
        "labels": [0, 1],
        "mean": [0, 0],
        "deviation": 0.1,
        "std": 0.1,
        "half_width": 2,
        "radius": 1,
        "seed": 0,
    }
    found = metrics.compute_measures(available)
    expected = {
        measure.name
        for measure in MEASURES.values()
        if measure.function is not None and not measure.missing(available)
    }
    # Points have no palette.
    assert set(found) == expected - {"palette_ratio"}
    assert len(found) > 20
    assert found["referee_accuracy"] == 1
    assert found["uniqueness"] == 15 / 16
    assert found["frechet_distance"] == pytest.approx(0, abs=1e-9)


def test_only_what_is_available_is_computed_and_nothing_twice(registry):
    calls = []

    def both(samples):
        calls.append(samples)
        return {"first": 1, "second": 2}

    needs = ["samples"]
    register_measures(
        Measure("first", both, "One.", needs=needs),
        Measure("second", both, "Two.", needs=needs),
        Measure("third", both, "Does not apply.", needs=needs),
        Measure("fourth", both, "Lacks the model.", needs=["model"]),
    )
    found = metrics.compute_measures({"samples": POINTS}, skip=["second"])
    assert found == {"first": 1} and len(calls) == 1


def test_names_are_found_inside_and_unknown_ones_skipped():
    found = {"mine": 1, "codes": {"0": {"owns": 3, "hit_rate": 0.5}}}
    assert list(metrics.explain(found)) == ["hit_rate", "owns"]
    assert metrics.MEANINGS["owns"] == MEASURES["owns"].meaning


@pytest.mark.parametrize(
    "best, explanation",
    [
        (None, "A number."),
        ("high", "A number. Higher is better."),
        ("low", "A number. Lower is better."),
        (1, "A number. The best value is 1."),
    ],
)
def test_the_explanation_says_what_is_best(best, explanation):
    assert Measure("a", len, "A number.", best).explanation == explanation


def test_every_file_is_read():
    folder = Path(metrics.__file__).parent
    for path in folder.glob("[a-z]*.py"):
        assert f"keras_creative.metrics.{path.stem}" in sys.modules


def test_the_list_command_reads_the_same_records():
    meanings = {m.name: m.meaning for m in MEASURES.values()}
    assert catalog.measures() == meanings


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"best": "most"}, "best='most'"),
        ({"needs": ["samples", "luck"]}, r"\['luck'\]"),
    ],
)
def test_wrong_records(arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        Measure("a", len, "A number.", **arguments)


def test_a_name_that_is_taken(registry):
    register_measures(MEASURES["offset"])
    with pytest.raises(ValueError, match="Received: 'offset', which is"):
        register_measures(Measure("offset", len, "Another."))


@pytest.mark.parametrize(
    "names, received",
    [
        ([], "none"),
        (["luck"], "'luck'"),
        (["uniqueness"], r"'uniqueness', which needs \['real'\]"),
        (["shown"], r"'shown', which needs \[\]"),
    ],
)
def test_measures_that_cannot_be_logged(names, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        callbacks.MetricLogger(names)


@pytest.mark.parametrize("name", ["palette_ratio", "pixel_mean"])
def test_a_measure_that_does_not_apply_to_the_samples(run, name):
    """The run is one on points."""
    logger = callbacks.MetricLogger([name], real=POINTS, n=9)
    logger.set_model(experiments.load_sampler(run.path))
    with pytest.raises(ValueError, match=rf"Received: \['{name}'\]"):
        logger.on_epoch_end(0, {})


def test_features_are_the_numbers_of_samples_or_a_functions(run):
    """Those of the real examples are computed once."""
    calls = []

    def halve(samples):
        calls.append(len(samples))
        return samples / 2

    found = []
    for features in (None, halve):
        logger = callbacks.MetricLogger(
            ["coverage", "frechet_distance"], 9, real=POINTS, features=features
        )
        logger.set_model(experiments.load_sampler(run.path))
        logger.set_params({"epochs": 2})
        for epoch in range(2):
            found.append({})
            logger.on_epoch_end(epoch, found[-1])
    assert calls == [16, 9, 9]
    distances = [log["frechet_distance"] for log in found]
    assert distances[2] == pytest.approx(distances[0] / 4, rel=1e-5)
    assert found[0]["coverage"] == found[2]["coverage"]


def test_an_unknown_measure_names_the_nearest():
    with pytest.raises(ValueError, match="'uniquenes'; did you mean uniquene"):
        callbacks.MetricLogger(["coverage", "uniquenes"], real=POINTS)
    with pytest.raises(ValueError, match="Received: none"):
        callbacks.MetricLogger([])
    with pytest.raises(ValueError, match="'coverage', which needs .*real_fea"):
        callbacks.MetricLogger(["coverage"])
