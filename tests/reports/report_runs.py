"""Runs as if they had been trained."""

import json

import numpy as np

from keras_creative import experiments, plotting

HISTORY = """epoch,d_loss,g_loss,fid
1,1.5,0.7,
2,1.25,160.4,41.5
3,nan,2.5,
"""
PROTOCOL = "Frechet distance of 8 samples, seed <0>"


def make_run(folder, recipe, epochs=3):
    """A run as if it had been trained: its model is as it begins."""
    data = recipe.load_data()
    model = recipe.make_model(data)
    run = experiments.RunFolder(folder)
    run.begin(recipe, data.fingerprint)
    run.history.write_text(HISTORY)
    run.checkpoints.mkdir()
    model.save(run.checkpoints / f"epoch_{epochs:04d}.keras")
    for epoch in range(1, epochs + 1):
        path = run.path / "samples" / f"epoch_{epoch:04d}.png"
        level = np.full((4, 8, 8, 1), epoch / epochs)
        plotting.save_comparison(path, level, -level, scale=2)
    shares = {f"share_{k}": 0.5 for k in range(9)}
    measures = {
        "fid": 41.5,
        "modes": {"hit": 7, "n": 8},
        "classes": {"3": shares},
    }
    run.add_measures(epochs, measures, PROTOCOL)
    return run.path


def change_config(folder, **changes):
    path = folder / "config.json"
    config = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps(config))
