import numpy as np
import pytest
from PIL import Image

from keras_creative import experiments, runs
from keras_creative.metrics import frechet_distance, kernel_distance


def write(folder, images):
    folder.mkdir(parents=True)
    for index, image in enumerate(images):
        Image.fromarray(image).save(folder / f"{index:03}.png")
    return folder


def noise(n=30, size=2, seed=0, channels=()):
    rng = np.random.default_rng(seed)
    shape = (n, size, size, *channels)
    return rng.integers(0, 256, shape).astype("uint8")


def test_two_folders_of_gray_pictures(tmp_path):
    """The distances are those of pixels in [-1, 1], one channel."""
    first, second = noise(), noise(40, seed=1)
    found = runs.compare(
        write(tmp_path / "a", first), write(tmp_path / "b", second)
    )
    rows = [x.reshape(len(x), 4) / 127.5 - 1 for x in (second, first)]
    measures = found["measures"]
    np.testing.assert_allclose(
        measures["frechet_distance"], frechet_distance(*rows), rtol=1e-4
    )
    np.testing.assert_allclose(
        measures["kernel_distance"],
        kernel_distance(*rows)["kernel_distance"],
        rtol=1e-4,
    )
    assert found["epoch"] is None
    assert found["protocol"].startswith("30 pictures of")
    assert "beside 40 pictures of" in found["protocol"]
    assert "pixels features, seed 0" in found["protocol"]


def test_at_most_n_pictures_and_other_measures(tmp_path):
    folders = [
        write(tmp_path / name, noise(seed=seed, channels=(3,)))
        for seed, name in enumerate("ab")
    ]
    names = ["coverage", "authenticity"]
    found = runs.compare(*folders, n=10, metrics=names)
    assert list(found["measures"]) == sorted(names)
    assert "10 pictures" in found["protocol"]
    same = runs.compare(folders[0], folders[0], metrics=names)
    assert same["measures"] == {"coverage": 1.0, "authenticity": 0.0}


@pytest.mark.slow
def test_a_run_against_a_folder(tmp_path):
    """Gray samples are compared with the mean of the channels."""
    np.savez(tmp_path / "x.npz", x=noise(16, 8))
    recipe = experiments.PictureGAN(
        str(tmp_path / "x.npz"), size=8, width=2, latent_dim=2, batch_size=8
    )
    run = experiments.RunFolder(tmp_path / "run")
    data = recipe.load_data()
    run.begin(recipe, data.fingerprint)
    run.checkpoints.mkdir()
    model = recipe.make_model(data)
    model.save(run.checkpoints / "epoch_0001.keras")
    pictures = noise(12, 8, channels=(3,))
    folder = write(tmp_path / "pictures", pictures)
    found = runs.compare(run.path, folder, n=12, metrics=["kernel_distance"])
    samples = model.sample(12, seed=0).reshape(12, -1)
    gray = (pictures / 127.5 - 1).mean(axis=-1).reshape(12, -1)
    np.testing.assert_allclose(
        found["measures"]["kernel_distance"],
        kernel_distance(gray, samples)["kernel_distance"],
        rtol=1e-3,
    )
    assert found["epoch"] == 1
    small = write(tmp_path / "small", noise(4, 4))
    with pytest.raises(ValueError, match="8 x 8 of .*Received: 4 x 4 of"):
        runs.compare(run.path, small)


def test_bad_folders(tmp_path):
    good = write(tmp_path / "good", noise())
    empty = write(tmp_path / "empty", [])
    with pytest.raises(ValueError, match="at least two. .*which holds 0"):
        runs.compare(good, empty)
    with pytest.raises(ValueError, match="at least two. .*which holds 1"):
        runs.compare(write(tmp_path / "one", noise(1)), good)
    other = write(tmp_path / "other", noise(size=3))
    with pytest.raises(ValueError, match="2 x 2 of .*Received: 3 x 3 of"):
        runs.compare(good, other)
    mixed = write(tmp_path / "mixed", [*noise(2), *noise(1, 3)])
    with pytest.raises(ValueError, match="must have one size.*3 x 3"):
        runs.compare(good, mixed)
    with pytest.raises(FileNotFoundError, match="missing"):
        runs.compare(good, tmp_path / "missing")
    with pytest.raises(ValueError, match="'frechet'; did you mean frechet_dis"):
        runs.compare(good, good, metrics=["frechet"])
    with pytest.raises(ValueError, match="'class_score', which needs a class"):
        runs.compare(good, good, metrics=["class_score"])
