import argparse
import os

import pytest

from keras_creative import commands


@pytest.mark.parametrize(
    "convert, good, bad",
    [
        (commands.positive_int, {"400": 400}, ["0", "-1", "1.5", "nan", ""]),
        (
            commands.positive_float,
            {"1e-3": 0.001},
            ["0", "-0.0", "-1", "nan", "inf", "1e999", "x"],
        ),
        (commands.weight, {"0": 0.0, "0.5": 0.5}, ["-1e-9", "nan", "inf"]),
        (commands.count, {"0": 0, "3": 3}, ["-1", "1.5", ""]),
        (
            commands.picture_size,
            {"64": 64, "96x64": "96x64", "64x64": 64},
            ["0", "96x", "x64", "96x0", "96x-4", "96x64x3", "96by64", ""],
        ),
        (commands.decay, {"0": 0.0, "0.99": 0.99}, ["1", "-0.1", "nan"]),
        (
            commands.plain_name,
            {"loss-fig": "loss-fig", "run 1.2": "run 1.2"},
            ["", "..", ".hidden", "a/b", "/a", "a/", "x" * 300],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_argument_types(convert, good, bad):
    for text, expected in good.items():
        assert convert(text) == expected
    for text in bad:
        with pytest.raises((argparse.ArgumentTypeError, ValueError)):
            convert(text)


def test_most_threads_of_the_machine(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert commands.thread_count("8") == 8
    for text, rule in (("9", "at most 8"), ("0", "at least 1"), ("-1", "1")):
        with pytest.raises(argparse.ArgumentTypeError, match=rule):
            commands.thread_count(text)
