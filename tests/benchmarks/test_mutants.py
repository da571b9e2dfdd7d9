import importlib.util
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks"
SOURCE = '''\
"""Text with 1 number."""


def share(values: list[1], floor=0.5):
    if not values:
        raise ValueError(f"no more than {1 - 1}")
    return clip(ops.maximum(ops.mean(values, axis=1), -floor) ** 2, 1.0)
'''


def load(name):
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_mutants_by_hand():
    mutants = load("mutants").mutants_of("share.py", SOURCE)
    assert [(m.line, m.before, m.after) for m in mutants] == [
        (4, "0.5", "(1.5)"),
        (5, "not values", "(values)"),
        (
            7,
            "clip(ops.maximum(ops.mean(values, axis=1), -floor) ** 2, 1.0)",
            "(clip(1.0, ops.maximum(ops.mean(values, axis=1), -floor) ** 2))",
        ),
        (
            7,
            "ops.maximum(ops.mean(values, axis=1), -floor) ** 2",
            "(ops.maximum(ops.mean(values, axis=1), -floor) * 2)",
        ),
        (
            7,
            "ops.maximum(ops.mean(values, axis=1), -floor)",
            "(ops.minimum(ops.mean(values, axis=1), -floor))",
        ),
        (7, "ops.mean(values, axis=1)", "(ops.sum(values, axis=1))"),
        (7, "ops.mean(values, axis=1)", "(ops.mean(values))"),
        (7, "1", "(2)"),
        (7, "-floor", "(floor)"),
        (7, "2", "(3)"),
        (7, "1.0", "(2.0)"),
    ]
    for mutant in mutants:
        assert mutant.source != SOURCE
        assert mutant.source.replace(mutant.after, mutant.before) == SOURCE


def test_a_negative_number_is_one_number():
    mutants = load("mutants").mutants_of("last.py", "x[-1] - 1")
    assert [m.change for m in mutants] == [
        "x[-1] - 1 -> (x[-1] + 1)",
        "-1 -> (1)",
        "-1 -> (-2)",
        "1 -> (2)",
    ]


def test_every_mutant_of_the_mathematics_is_python():
    root = FOLDER.parent
    for path in sorted((root / "keras_creative" / "losses").glob("*.py")):
        for mutant in load("mutants").mutants_of(path.name, path.read_text()):
            compile(mutant.source, path.name, "exec")
