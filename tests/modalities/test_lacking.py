"""What a modality lacks is named before the first step."""

import types

import numpy as np
import pytest

from keras_creative import callbacks, experiments, modalities, models
from keras_creative.reports import neighbors, walks

TOKENS = np.zeros((16, 5), "float32")


class Model:
    """Makes the same tokens for all latent vectors."""

    sample_shape = (5,)

    def sample(self, n, seed=None, **options):
        return np.zeros((n, 5), "float32")

    def interpolate(self, start, end, steps, **options):
        return np.zeros((steps, 5), "float32")


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: callbacks.SampleGrid(folder),
        lambda folder: callbacks.TrainingAnimation(folder / "a.gif"),
        lambda folder: callbacks.LatentWalk(folder / "a.gif"),
        lambda folder: callbacks.TensorBoardImages(folder),
    ],
)
def test_callbacks(make, tokens, tmp_path):
    callback = make(tmp_path)
    callback.set_model(Model())
    name = type(callback).__name__
    message = rf"^{name} needs `to_images\(\)`, which the modality 'tokens'"
    with pytest.raises(ValueError, match=message) as caught:
        callback.on_train_begin()
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_collapse_watch(tokens):
    message = r"CollapseWatch needs `features\(\)`.*'tokens'"
    with pytest.raises(ValueError, match=message):
        callbacks.CollapseWatch(TOKENS)


def test_palette_watch():
    real = np.random.default_rng(0).uniform(-1, 1, (9, 4, 4, 3))
    watch = callbacks.PaletteWatch(real)
    watch.set_model(types.SimpleNamespace(sample_shape=(2,), sample=None))
    message = "PaletteWatch needs mean colors.*the modality 'points'"
    with pytest.raises(ValueError, match=message):
        watch.on_train_begin()


class CodedPoints:
    """Makes points for latent vectors with a code."""

    codes = models.Codes((3,), continuous=0)

    def latents(self, n, seed):
        return np.zeros((n, 5))

    def __call__(self, latents):
        return latents[:, :2]


def test_points_have_no_rows_of_codes(tmp_path):
    grid = callbacks.CodeGrid(tmp_path)
    grid.set_model(CodedPoints())
    message = r"CodeGrid needs `to_images\(\)`.*the modality 'points'"
    with pytest.raises(ValueError, match=message):
        grid.draw(1)


def test_files(tokens, tmp_path):
    with pytest.raises(ValueError, match="`sample` needs `to_images"):
        experiments.write_samples(tmp_path / "a.png", TOKENS)
    with pytest.raises(ValueError, match="`interpolate` needs `to_images"):
        experiments.write_interpolation(tmp_path / "a.gif", TOKENS)
    assert not list(tmp_path.iterdir())


def test_reading_points():
    with pytest.raises(ValueError, match=r"`read\(\)`.*modality 'points'"):
        modalities.modality_of("points").require("read", by="A waypoint")


def test_methods_that_are_called_all_the_same(tokens):
    with pytest.raises(ValueError, match=r"'tokens' must define `to_images"):
        tokens.drawing().pixels(TOKENS)
    with pytest.raises(ValueError, match=r"must define `features\(\)`"):
        tokens.compared(TOKENS, TOKENS)
    with pytest.raises(ValueError, match=r"must define `read\(\)`"):
        tokens.read("a.txt", (5,))


def test_a_session_is_not_measured(tokens):
    assert tokens.measure_session(Model(), None) is None


def test_a_report_says_so(tokens):
    record = types.SimpleNamespace(
        model=Model(), data=[], seed=0, modality=tokens
    )
    for piece in (walks._walk(record), *neighbors._neighbors(record)):
        assert "cannot be shown: the modality 'tokens' lacks" in str(piece)


def test_a_report_of_samples_of_an_unknown_kind():
    reason = "samples of shape (5,)"
    record = types.SimpleNamespace(
        model=Model(), data=[], modality=None, lacks={"modality": reason}
    )
    for piece in (walks._walk(record), *neighbors._neighbors(record)):
        assert reason in str(piece)
