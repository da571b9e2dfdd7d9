import os
import warnings

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import datasets, experiments
from keras_creative.runs import referee as referees
from keras_creative.runs import referee_cache

DATA = os.environ.get("KERAS_CREATIVE_DATA")
LABELS = np.repeat(np.arange(3), 80)


@pytest.fixture(scope="module")
def stripes():
    """Pictures of 8 x 8 with a bright stripe whose place is the label."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 80, (len(LABELS), 8, 8, 1))
    for image, label in zip(images, LABELS, strict=True):
        image[:, 3 * label : 3 * label + 2] += 150
    return datasets.PictureSet(
        images.astype("uint8"), LABELS, size=8, name="stri/pes"
    )


def make_network(data):
    return referees._make_network(data.sample_shape, data.num_classes, 0)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def referee(stripes, cache):
    return experiments.Referee.load(stripes, cache, epochs=30)


class TestReferee:
    def test_knows_the_classes(self, referee, stripes):
        """24 pictures held back, seed 0."""
        assert referee.accuracy >= 0.9
        assert referee.test_labels.shape == (24,)
        assert referee.test_probabilities.shape == (24, 3)
        pictures, labels = stripes.sample(240)
        probabilities = referee.probabilities(pictures)
        np.testing.assert_allclose(probabilities.sum(1), 1, rtol=1e-5)
        assert np.mean(probabilities.argmax(1) == labels) >= 0.95

    def test_training_warns_of_nothing(self, stripes, tmp_path):
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            experiments.Referee.load(stripes, tmp_path, epochs=1)

    def test_without_a_writable_cache_it_judges_all_the_same(
        self, stripes, tmp_path
    ):
        (tmp_path / "file").touch()
        with pytest.warns(UserWarning, match="cannot be cached"):
            referee = experiments.Referee.load(
                stripes, tmp_path / "file", epochs=1
            )
        assert referee.test_probabilities.shape == (24, 3)

    def test_is_trained_once_for_every_split(
        self, referee, stripes, cache, monkeypatch
    ):
        monkeypatch.setattr(keras.Model, "fit", None)
        pictures, _ = stripes.sample(5)
        for data in (
            stripes,
            *datasets.holdout(stripes, [1]),
            *datasets.few_shot(stripes, 0, k=2, repeat=3),
        ):
            again = experiments.Referee.load(data, cache, epochs=30)
            assert again.accuracy == referee.accuracy
            np.testing.assert_array_equal(
                again.probabilities(pictures), referee.probabilities(pictures)
            )
        (file,) = cache.iterdir()
        assert file.name.startswith("referee-stri_pes-")
        assert stripes.fingerprint["digest"] in file.name
        assert "-8x8x1-" in file.name
        with pytest.raises(TypeError):
            experiments.Referee.load(stripes, cache, epochs=31)

    def test_file_is_another_for_other_pictures_of_the_same_names(
        self, tmp_path
    ):
        files = set()
        for gray in (0, 200):
            for index in range(4):
                path = tmp_path / "art" / str(index % 2) / f"{index}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                pixels = np.full((8, 8, 3), gray + index, "uint8")
                Image.fromarray(pixels).save(path)
            folder = datasets.PictureFolder(tmp_path / "art", size=8)
            files.add(referee_cache.cache_path(folder, tmp_path, 1, 0))
        assert len(files) == 2

    @pytest.mark.slow
    def test_folder_of_the_environment(self, stripes, tmp_path, monkeypatch):
        monkeypatch.setenv("KERAS_CREATIVE_CACHE", str(tmp_path / "deep"))
        experiments.load_referee(stripes, epochs=1)
        (file,) = (tmp_path / "deep").iterdir()
        file.write_bytes(file.read_bytes()[:500])
        with pytest.warns(UserWarning, match="damaged"):
            mended = experiments.load_referee(stripes, epochs=1)
        assert mended.test_probabilities.shape == (24, 3)
        assert [f.name for f in file.parent.iterdir()] == [file.name]
        assert file.stat().st_size > 500

    @pytest.mark.parametrize(
        "name, change",
        [
            ("weight_0", lambda a: a * np.float32(np.nan)),
            ("weight_3", lambda a: a[:-1]),
            ("weight_3", lambda a: a.astype("float64")),
            ("test_labels", lambda a: a + 3),
            ("test_labels", lambda a: a[:-1]),
            ("test_probabilities", lambda a: a * 2),
            ("weight_5", lambda a: None),
        ],
    )
    def test_damaged_cache_is_replaced(
        self, referee, stripes, cache, tmp_path, name, change
    ):
        """Training does not start from the damaged weights."""
        with np.load(next(cache.iterdir())) as file:
            arrays = dict(file)
        arrays[name] = change(arrays[name])
        if arrays[name] is None:
            del arrays[name]
        network = make_network(stripes)
        before = network.get_weights()
        np.savez(tmp_path / "referee.npz", **arrays)
        with pytest.warns(UserWarning, match="is damaged and is trained again"):
            found = referee_cache.read_referee(
                tmp_path / "referee.npz", network, 3
            )
        assert found is None
        for ours, other in zip(network.get_weights(), before, strict=True):
            np.testing.assert_array_equal(ours, other)

    def test_cache_with_flipped_bytes_is_replaced(
        self, referee, stripes, cache, tmp_path
    ):
        data = bytearray(next(cache.iterdir()).read_bytes())
        data[len(data) // 2] ^= 1
        (tmp_path / "referee.npz").write_bytes(data)
        with pytest.warns(UserWarning, match="damaged"):
            found = referee_cache.read_referee(
                tmp_path / "referee.npz", make_network(stripes), 3
            )
        assert found is None

    def test_user_without_a_home(self, monkeypatch):
        monkeypatch.delenv("KERAS_CREATIVE_CACHE", raising=False)

        def home():
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr("pathlib.Path.home", home)
        assert referee_cache._default_cache().name == "keras_creative"

    @pytest.mark.slow
    def test_same_seed_same_referee(self, stripes, tmp_path):
        first, second, other = (
            experiments.Referee.load(stripes, tmp_path / name, 1, seed)
            for name, seed in (("a", 0), ("b", 0), ("c", 1))
        )
        np.testing.assert_allclose(
            first.test_probabilities, second.test_probabilities, atol=1e-5
        )
        assert not np.allclose(
            first.test_probabilities, other.test_probabilities, atol=1e-3
        )

    @pytest.mark.slow
    def test_folder_of_pictures(self, stripes, tmp_path):
        for index, (image, label) in enumerate(
            zip(stripes.images[::8], LABELS[::8], strict=True)
        ):
            path = tmp_path / "pictures" / str(label) / f"{index}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            keras.utils.save_img(path, image, scale=False)
        folder = datasets.PictureFolder(
            tmp_path / "pictures", size=8, color=False, holdout=[1]
        )
        referee = experiments.load_referee(
            folder, cache=tmp_path / "cache", epochs=1
        )
        assert referee.test_probabilities.shape == (3, 3)

    def test_without_labels(self, stripes):
        data = datasets.PictureSet(stripes.images, size=8)
        with pytest.raises(ValueError, match="labels for a referee. Received"):
            experiments.load_referee(data)


class TestPosterior:
    def test_by_hand(self):
        """Two points of weights 3 and 1, 2 apart, standard deviation 1."""
        pair = datasets.GaussianMixture(
            [[0, 0], [2, 0]], std=1, weights=[3, 1], holdout=[1]
        )
        referee = experiments.load_referee(pair)
        given = referee.probabilities([[1.0, 7.0], [2.0, 0.0]])
        odds = 3 * np.exp(-2)
        np.testing.assert_allclose(given[0], [0.75, 0.25])
        np.testing.assert_allclose(
            given[1], [odds / (1 + odds), 1 / (1 + odds)]
        )

    def test_far_away_it_is_still_a_probability(self):
        ring = datasets.load_toy("8Gaussians", holdout=[1])
        referee = experiments.load_referee(ring)
        given = referee.probabilities(ring.centers * 1000)
        np.testing.assert_allclose(given, np.eye(8), atol=1e-12)
        assert referee.accuracy > 0.999


class TestScores:
    def test_points(self):
        split = datasets.holdout(datasets.load_toy("8Gaussians"), [1, 4])
        perfect, _ = split.hidden.sample(2000, seed=5)
        scores = experiments.score_samples(perfect, split)
        assert scores["n"] == scores["n_recovered"] == 2000
        assert scores["recovery_rate"] == scores["recovery_rate_real"] == 1
        assert scores["recovery_rate_shown"] == scores["shown_rate"] == 0
        assert scores["recovered_uniqueness"] > 0.98
        assert scores["hit_rates"].keys() == {"1", "4"}
        assert abs(scores["hit_rates"]["1"] - 0.989 / 2) < 0.05
        assert scores["training_distance_ratio"] > 100
        shown, _ = split.training.sample(2000, seed=5)
        scores = experiments.score_samples(shown, split)
        assert scores["n_recovered"] == 0 and scores["shown_rate"] == 1
        assert 0.8 < scores["training_distance_ratio"] < 1.3

    def test_pictures(self, referee, stripes):
        split = datasets.holdout(stripes, [1])
        hidden, _ = split.hidden.sample(80)
        scores = experiments.score_samples(hidden, split, referee)
        assert scores["recovery_rate"] >= 0.9
        assert scores["recovery_rate_shown"] == 0
        assert scores["recovered_uniqueness"] >= 0.97
        assert scores["hidden_distance_ratio"] == 0
        assert scores["referee_accuracy"] == referee.accuracy
        assert np.isnan(scores["shot_distance_ratio"])
        assert "hit_rates" not in scores
        collapsed = np.repeat(hidden[:1], 40, axis=0)
        scores = experiments.score_samples(collapsed, split, referee)
        assert scores["recovered_uniqueness"] == 1 / 40

    def test_copies_of_shots(self, referee, stripes):
        split = datasets.few_shot(stripes, 1, k=3, repeat=50)
        shots = split.training.shots[1]
        copies = np.tile(shots, (10, 1, 1, 1))
        scores = experiments.score_samples(copies, split, referee)
        assert scores["n_training"] == 160 + 3
        assert scores["recovery_rate"] >= 0.9
        assert scores["shot_distance_ratio"] == 0
        assert scores["training_distance_ratio"] == 0
        assert scores["recovered_uniqueness"] == 3 / 30
        rest, _ = split.hidden.sample(77)
        scores = experiments.score_samples(rest, split, referee)
        assert 0.9 < scores["shot_distance_ratio"] < 1.1

    def test_wrong_shape(self):
        split = datasets.holdout(datasets.load_toy("8Gaussians"), [1])
        message = r"shape of the data, \('n', 2\).*shape=\(4, 3\)"
        with pytest.raises(ValueError, match=message):
            experiments.score_samples(np.zeros((4, 3)), split)


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="KERAS_CREATIVE_DATA is not set")
def test_accuracy_on_real_pictures(tmp_path):
    """Test split, n=10000, seed 1: 0.911, less 3 standard errors of 0.003."""
    data = datasets.PictureSet.load("fashion-mnist")
    referee = experiments.load_referee(data, cache=tmp_path, seed=1)
    assert len(referee.test_labels) == 10000
    assert referee.accuracy >= 0.902
