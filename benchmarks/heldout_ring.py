"""A hidden mode of the ring, requested by its direction.

Each of the eight positions is hidden in turn. A CGAN is conditioned on a
one-hot label, as the control, or on the sine and cosine of the mode's angle,
which is side information: the attributes of the hidden mode are an input when
it is requested. The settings were chosen on a ring of seven modes at other
angles.
"""

import dataclasses
import statistics

from keras_creative import datasets, metrics
from keras_creative.experiments import PointGAN

ROWS = {
    "one-hot": {"attributes": "one-hot", "condition": "joined"},
    "sine and cosine, f(z, a)": {"condition": "joined"},
    "sine and cosine, f(z, a) + W a": {"condition": "both"},
    "sine and cosine, f(z) + W a": {"condition": "linear"},
}


def measure(name, seed):
    """All positions of one row with one seed."""
    return [measure_position(name, seed, hidden) for hidden in range(8)]


def measure_position(name, seed, hidden):
    """Hit rates of the classes when one of them was hidden."""
    recipe = PointGAN(seed=seed, holdout=(hidden,))
    recipe = dataclasses.replace(recipe, **ROWS[name])
    ring = recipe.load_data()
    model = recipe.make_model(ring)
    model.fit(
        ring.batches(recipe.batch_size, seed),
        steps_per_epoch=ring.steps_per_epoch(recipe.batch_size),
        epochs=recipe.epochs,
        verbose=0,
    )
    classes = recipe.measure(model, ring)["classes"]
    seen = [c["hit_rate"] for c in classes.values() if c["shown"]]
    return {"hidden": classes[str(hidden)], "seen": statistics.mean(seen)}


def summarize(name, results):
    """One row of the table: all positions and seeds."""
    runs = [run for seed in results for run in seed]
    hits = [run["hidden"]["hit_rate"] for run in runs]
    ring = datasets.load_toy("8Gaussians")
    chance = metrics.circle_chance(ring.std, 2 / 1.414)
    return {
        "CGAN told": name,
        "hidden mode hit": f"{statistics.mean(hits):.3f}",
        "worst position and seed": f"{min(hits):.3f}",
        "seen modes hit": f"{statistics.mean(r['seen'] for r in runs):.3f}",
        "offset": _mean_of_hidden(runs, "offset"),
        "std ratio": _mean_of_hidden(runs, "std_ratio"),
        "chance on the circle": f"{chance:.3f}",
        "runs": len(runs),
    }


def _mean_of_hidden(runs, name):
    return f"{statistics.mean(run['hidden'][name] for run in runs):.2f}"
