"""Modes, high-quality share and reverse KL of DesignGAN on the ring.

    python benchmarks/toy_modes.py --seeds 0 1 2 3 4 --out toy_modes.json

Each row is named by its flags in addition to `STYLEGAN.py --label`; the first
has none. By default mode 0 is hidden. 2,500 samples per seed.
"""

import argparse
import statistics

from reporting import print_table, write_record

from keras_creative import experiments

SAMPLES = 2500
GAMES = {
    "--label": {},
    "--label --lambda_g 1": {"lambda_g": 1.0},
    "--label --label_smoothing 0": {"label_smoothing": 0.0},
    "--label --lambda_g 0 --lambda_d 0": {"lambda_g": 0.0, "lambda_d": 0.0},
    "--label --ema 0": {"ema": 0.0},
}


def measure(seed, settings):
    """Mode measures of one trained generator."""
    experiment = experiments.DesignMLP(holdout=(0,), seed=seed, **settings)
    data = experiment.load_data()
    model = experiment.make_model(data, steps_per_execution=100)
    experiment.train(model, experiment.make_batches(data))
    return experiments.measure_modes(model.sample(SAMPLES, seed=seed), data)


def summarize(game, results):
    """One row of the table."""
    captured = [r["modes_captured"] for r in results]
    quality = [r["high_quality_3std"] for r in results]
    divergence = statistics.mean(r["reverse_kl"] for r in results)
    hits = [r["holdout"]["0"]["hit_rate"] for r in results]
    return {
        "game": game,
        "modes (min, mean)": f"{min(captured)}, "
        f"{statistics.mean(captured):.1f} of 7",
        "high quality (min, mean)": f"{min(quality):.3f}, "
        f"{statistics.mean(quality):.3f}",
        "reverse KL": f"{divergence:.4f}",
        "hits on mode 0": f"{statistics.mean(hits):.4f}",
    }


def main():
    """Train every row with every seed; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=range(5))
    parser.add_argument("--out", default="toy_modes.json")
    args = parser.parse_args()
    results = {
        game: [measure(seed, settings) for seed in args.seeds]
        for game, settings in GAMES.items()
    }
    print_table([summarize(game, rows) for game, rows in results.items()])
    write_record(
        args.out,
        {"n": SAMPLES, "seeds": list(args.seeds), "results": results},
    )


if __name__ == "__main__":
    main()
