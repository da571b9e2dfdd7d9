"""Training steps per second on 8Gaussians, compared with eager PyTorch.

    python benchmarks/toy_steps.py --rounds 5 --steps 600 --seed 0

Both train DesignGAN with the settings of the 2019 project: label 1 held out,
dense networks of 4 layers of 64 units, a class head, both weights 0.5, batches
of 400 points generated on the fly, Adam with beta_1 = 0.5 and constant learning
rates. A step consists of one step of the discriminator and one of the
generator. The package trains through `model.fit()`; PyTorch uses the fastest of
its thread counts. The row of the stabilized training (averaged generator,
decaying R1 penalty, cosine decay) has no counterpart.
"""

import sys
from collections import OrderedDict

import common
import torch
import torch_design_gan
from torch import nn

from keras_creative import commands
from keras_creative.experiments import DesignMLP

PROGRAM = "toy_steps"
CLAIM = "DesignGAN trains toy sets at 1.5 times the steps of eager PyTorch."
TARGET = 1.5
WARM_UP = 200
STEPS_PER_EXECUTION = 100
HOLDOUT = (1,)


class TorchPoints:
    """Infinite labeled points of a mixture with equal components.

    Args:
        data: `keras_creative.datasets.GaussianMixture`.
        batch_size: Points per batch.
    """

    def __init__(self, data, batch_size):
        self.means = torch.tensor(data.components[list(data.shown)])
        self.labels = torch.tensor(data.shown)
        self.std = data.std
        self.batch_size = batch_size

    def draw(self):
        """A batch of points `(batch_size, 2)` and labels `(batch_size,)`."""
        chosen = torch.randint(len(self.labels), (self.batch_size,))
        noise = torch.randn(self.batch_size, 2)
        return self.means[chosen] + self.std * noise, self.labels[chosen]


def torch_layers(inputs, num_layers, units):
    """Linear layers with ReLU, named as in `keras_creative.networks`."""
    layers = OrderedDict()
    for index in range(num_layers):
        layers[f"hidden_{index}"] = nn.Linear(units if index else inputs, units)
        layers[f"relu_{index}"] = nn.ReLU()
    return layers


def make_twin(recipe, model):
    """The PyTorch model with the weights of a Keras model.

    Args:
        recipe: `DesignMLP` that created the model.
        model: `DesignGAN`.
    """
    hidden, units = recipe.num_layers - 1, recipe.units
    generator = torch_layers(2, hidden, units)
    generator["samples"] = nn.Linear(units, 2)
    body = nn.Sequential(torch_layers(2, hidden, units))
    twin = torch_design_gan.TorchDesignGAN(
        nn.Sequential(generator),
        torch_design_gan.TwoHeads(body, units, model.num_classes),
        latent_dim=2,
        rates=(recipe.lr_g, recipe.lr_d),
        betas=(0.5, 0.999),
        lambda_d=recipe.lambda_d,
        lambda_g=recipe.lambda_g,
    )
    torch_design_gan.copy_weights(model.generator, twin.generator)
    torch_design_gan.copy_weights(model.discriminator, twin.discriminator)
    return twin


def keras_round(recipe, data, steps):
    """Function that trains a new model for a round, after a warm-up."""
    model = recipe.make_model(data, steps_per_execution=STEPS_PER_EXECUTION)
    batches = data.batches(recipe.batch_size, seed=recipe.seed)

    def train(steps=steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps

    train(WARM_UP)
    return train


def torch_round(twin, points, steps):
    """Function that trains the PyTorch model for a round, after a warm-up."""

    def train(steps=steps):
        for _ in range(steps):
            twin.train_step(*points.draw())
        return steps

    train(WARM_UP)
    return train


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(PROGRAM, CLAIM, rounds=5, steps=600)
    args = parser.parse_args(argv)
    torch.manual_seed(args.seed)
    plain = DesignMLP(holdout=HOLDOUT, ema=0.0, seed=args.seed)
    steadied = DesignMLP(
        holdout=HOLDOUT,
        iterations=WARM_UP + args.rounds * args.steps,
        seed=args.seed,
    )
    data = plain.load_data()
    ours, theirs = "keras_creative", "PyTorch"
    contestants = {
        ours: keras_round(plain, data, args.steps),
        f"{ours}, steadied": keras_round(steadied, data, args.steps),
    }
    work, ratios = None, []
    if args.rivals != "none":
        model = plain.make_model(data)
        twin = make_twin(plain, model)
        real, labels = data.sample(plain.batch_size, seed=args.seed)
        work = torch_design_gan.check_equal_work(
            model, twin, real, labels, tolerance=1e-4
        )
        points = TorchPoints(data, plain.batch_size)
        contestants |= common.torch_rows(
            theirs, torch_round(twin, points, args.steps)
        )
    rates = common.alternate(contestants, args.rounds)
    if args.rivals != "none":
        theirs = common.fastest(rates, theirs)
        ratios = [common.compare(rates, ours, theirs, TARGET)]
    common.report(
        args,
        CLAIM,
        "steps per second",
        rates,
        ratios,
        batch_size=plain.batch_size,
        steps_per_execution=STEPS_PER_EXECUTION,
        equal_work=work,
    )
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
