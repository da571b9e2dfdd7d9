"""Good files of every kind, which a campaign damages."""

import contextlib
import gzip
import struct

import numpy as np
from PIL import Image

from keras_creative import callbacks, experiments, plotting
from keras_creative.runs import referee as referees
from keras_creative.runs.referee_cache import write_referee

EPOCHS = 3
HISTORY = "epoch,d_loss,g_loss\r\n1,1.5,0.7\r\n2,1.25,160.4\r\n3,1.125,2.5\r\n"
POINTS = experiments.PointGAN(
    holdout=(1,), num_layers=2, units=4, batch_size=8, epochs=EPOCHS
)


def build_run(folder, recipe=POINTS):
    """A run folder as if it had been trained."""
    data = recipe.load_data()
    model = recipe.make_model(data)
    run = experiments.RunFolder(folder / "run")
    run.begin(recipe, data.fingerprint)
    run.release()
    run.history.write_bytes(HISTORY.encode())
    saver = callbacks.Checkpoints(run.checkpoints, 2, "g_loss")
    saver.set_model(model)
    saver.on_train_begin()
    for epoch in range(EPOCHS):
        saver.on_epoch_end(epoch, {"g_loss": 1.0 - epoch})
        level = np.full((4, 8, 8, 1), epoch / EPOCHS)
        path = run.path / "samples" / f"epoch_{epoch + 1:04d}.png"
        plotting.save_comparison(path, level, -level, scale=2)
        measures = {"fid": 41.5 - epoch, "modes": {"hit": 7, "n": 8}}
        run.add_measures(epoch + 1, measures, "8 samples, seed 0")


def write_digits(folder):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (24, 8, 8)).astype("uint8")
    np.savez(folder / "digits.npz", x=x, y=np.arange(24) % 3)


def build_digits(folder):
    """A run of a VAE on pictures, and a picture beside it."""
    write_digits(folder)
    recipe = experiments.PictureVAE(
        "digits.npz", size=8, batch_size=8, epochs=EPOCHS
    )
    with contextlib.chdir(folder):
        build_run(folder, recipe)
    Image.fromarray(np.eye(8, dtype="uint8") * 200).save(folder / "a.png")


def build_backup(folder):
    resume = callbacks.ExactResume(folder / "backup")
    model = POINTS.make_model(POINTS.load_data())
    resume.set_model(model)
    resume.set_params({"epochs": 2})
    for epoch in range(2):
        resume.on_epoch_end(epoch)


def referee_network():
    return referees._make_network((8, 8, 1), 3, 0)


def build_referee(folder):
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(3), 24).astype("float32")
    labels = (np.arange(24) % 3).astype("int32")
    judge = referees.Referee(referee_network(), probabilities, labels)
    write_referee(folder / "referee.npz", judge)


def build_latent(folder):
    latent = np.random.default_rng(0).normal(size=6).astype("float32")
    np.savez(folder / "latent.npz", latent=latent)


def build_idx(folder):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (24, 8, 8)).astype("uint8").tobytes()
    y = (np.arange(24) % 3).astype("uint8").tobytes()
    images = struct.pack(">IIII", 0x803, 24, 8, 8) + x
    labels = struct.pack(">II", 0x801, 24) + y
    (folder / "train-images-idx3-ubyte").write_bytes(images)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))


def build_folder(folder):
    rng = np.random.default_rng(0)
    for index in range(4):
        for label, suffix in enumerate(("png", "jpg", "gif")):
            path = folder / "pictures" / str(label) / f"{index}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            pixels = rng.integers(0, 256, (12, 12, 3)).astype("uint8")
            Image.fromarray(pixels).save(path)
