"""Step time of R3GAN with the package's rectifiers and with Keras' own.

    python benchmarks/penalty_steps.py --rounds 5

Both models are those of stacked MNIST in `collapse_stacked.py`; in one of them,
each `keras_creative.layers.LeakyReLU` of the discriminator is replaced by
`keras.layers.LeakyReLU`. They train in turn and learn the same.
"""

import argparse
import statistics
import time

import collapse_stacked
import keras
from reporting import print_table, write_record

from keras_creative import layers
from keras_creative.precision import dtype_policy

ROW = collapse_stacked.ROWS["R3GAN"]
SEED, WARM_UP, STEPS = 1, 40, 120


def with_keras_rectifiers(network):
    """The same network with other rectifiers and shared weights."""

    def clone(layer):
        if type(layer) is layers.LeakyReLU:
            return keras.layers.LeakyReLU.from_config(layer.get_config())
        return layer

    copy = keras.models.clone_model(network, clone_function=clone)
    return keras.Model(copy.input, copy.output, name=network.name)


def make_games():
    """Dict from a name to a compiled model."""
    games = {}
    for name in ("rectify", "Keras"):
        with dtype_policy(collapse_stacked.PRECISION):
            game = collapse_stacked.make_model(ROW, SEED, STEPS)
            if name == "Keras":
                game.discriminator = with_keras_rectifiers(game.discriminator)
        games[name] = game
    return games


def milliseconds(game, batches):
    """Time per step in milliseconds."""
    start = time.perf_counter()
    game.fit(batches, steps_per_epoch=STEPS, verbose=0)
    return 1000 * (time.perf_counter() - start) / STEPS


def main():
    """Train in turn, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", default="runs/benchmarks/penalty_steps.json")
    args = parser.parse_args()
    games = make_games()
    batches = collapse_stacked.make_batches(ROW, SEED)
    times = {name: [] for name in games}
    for game in games.values():
        game.fit(batches, steps_per_epoch=WARM_UP, verbose=0)
    for _ in range(args.rounds):
        for name, game in games.items():
            times[name].append(milliseconds(game, batches))
    print_table(
        [
            {
                "rectifiers": name,
                "ms a step": f"{statistics.median(values):.1f} "
                f"({min(values):.1f} to {max(values):.1f})",
            }
            for name, values in times.items()
        ]
    )
    write_record(args.out, {"seed": SEED, "milliseconds": times})


if __name__ == "__main__":
    main()
