"""Images per second of a DCGAN, compared with an eager PyTorch loop.

    python benchmarks/dcgan_images.py --game design --rounds 5 --steps 10
    python benchmarks/dcgan_images.py --game cifar10 --rounds 5 --steps 10

Both train on random 32x32 images, held in memory as uint8: gray images of 10
classes with DesignGAN, or color images with the plain GAN, as in the recipe
dcgan-cifar10. The networks are DCGAN's of width 64 with 64 latent dimensions,
batches of 64, Adam(2e-4) with beta_1 = 0.5, no averaged generator. An image is
counted once for a step of the discriminator and of the generator. The package
trains through `model.fit()`, in float32, in mixed_bfloat16, and on a single
repeated batch, which measures the cost of the data pipeline. PyTorch trains in
float32 and under `torch.autocast` in bfloat16, each with the fastest of its
thread counts and memory formats.
"""

import dataclasses
import resource
import sys
from collections import OrderedDict

import common
import keras
import numpy as np
import tensorflow as tf
import torch
import torch_design_gan
from torch import nn

from keras_creative import commands, datasets, models, networks
from keras_creative.precision import dtype_policy

PROGRAM = "dcgan_images"


@dataclasses.dataclass(frozen=True)
class Game:
    """A model to train and its required speed relative to PyTorch.

    Args:
        channels: Channels of the images.
        num_classes: Classes of the class head, or `None`.
        target: Dict from a dtype policy to the required ratio.
    """

    channels: int
    num_classes: int | None
    target: dict


GAMES = {
    "design": Game(1, 10, {"float32": 1.1, "mixed_bfloat16": 1.4}),
    "cifar10": Game(3, None, {"float32": 1.3, "mixed_bfloat16": 1.3}),
}
FORMATS = {
    "channels first": torch.contiguous_format,
    "channels last": torch.channels_last,
}
STEPS_PER_EXECUTION = 10
WARM_UP = 2
BATCH_SIZE = 64
NUM_PICTURES = 4096
SIDE, LATENT_DIM, WIDTH = 32, 64, 64
START, WIDEST = 4, 4 * WIDTH
RATE, BETAS = 2e-4, (0.5, 0.999)


def make_model(game, policy, seed):
    """The compiled Keras model."""
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, game.channels)
    with dtype_policy(policy):
        model = models.DesignGAN(
            networks.dcgan_generator(shape, LATENT_DIM, WIDTH),
            networks.dcgan_discriminator(shape, game.num_classes, WIDTH),
            seed=seed,
        )
        model.compile(
            g_optimizer=keras.optimizers.Adam(RATE, *BETAS),
            d_optimizer=keras.optimizers.Adam(RATE, *BETAS),
            steps_per_execution=STEPS_PER_EXECUTION,
        )
    return model


def torch_norm(channels):
    """Batch normalization with Keras' momentum and epsilon."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.1)


def torch_generator(channels):
    """`networks.dcgan_generator()`, its layers under the same names."""
    layers = OrderedDict(
        dense=nn.Linear(LATENT_DIM, START**2 * WIDEST, bias=False),
        reshape=nn.Unflatten(1, (WIDEST, START, START)),
        dense_norm=torch_norm(WIDEST),
        dense_relu=nn.ReLU(),
    )
    for index, width in enumerate((2 * WIDTH, WIDTH)):
        layers[f"up_{index}"] = nn.ConvTranspose2d(
            2 * width, width, 4, stride=2, padding=1, bias=False
        )
        layers[f"up_{index}_norm"] = torch_norm(width)
        layers[f"up_{index}_relu"] = nn.ReLU()
    layers["to_picture"] = nn.ConvTranspose2d(
        WIDTH, channels, 4, stride=2, padding=1
    )
    layers["picture"] = nn.Tanh()
    return nn.Sequential(layers)


def torch_discriminator(channels, num_classes):
    """`networks.dcgan_discriminator()`, its layers under the same names."""
    layers = OrderedDict()
    inputs = channels
    for index, width in enumerate((WIDTH, 2 * WIDTH, 4 * WIDTH)):
        layers[f"down_{index}"] = nn.Conv2d(
            inputs, width, 4, stride=2, padding=1
        )
        layers[f"down_{index}_relu"] = nn.LeakyReLU(0.2)
        inputs = width
    layers["flatten"] = nn.Flatten()
    body = nn.Sequential(layers)
    return torch_design_gan.TwoHeads(body, START**2 * WIDEST, num_classes)


def make_twin(model, memory_format, autocast=False):
    """The PyTorch model with the weights of a Keras model."""
    channels = model.generator.output_shape[-1]
    generator = torch_generator(channels)
    discriminator = torch_discriminator(channels, model.num_classes)
    torch_design_gan.copy_weights(
        model.generator, generator, {"dense": channels_first_columns}
    )
    torch_design_gan.copy_weights(
        model.discriminator,
        discriminator,
        dict.fromkeys(("score", "class_logits"), channels_first_rows),
    )
    return torch_design_gan.TorchDesignGAN(
        generator.to(memory_format=memory_format),
        discriminator.to(memory_format=memory_format),
        LATENT_DIM,
        rates=(RATE, RATE),
        betas=BETAS,
        autocast=autocast,
    )


def channels_first_columns(kernel):
    """Kernel of the layer before a reshape, for channels first."""
    kernel = kernel.reshape(-1, START, START, WIDEST)
    return kernel.transpose(0, 3, 1, 2).reshape(len(kernel), -1)


def channels_first_rows(kernel):
    """Kernel of a layer after a flattening, for channels first."""
    units = kernel.shape[-1]
    kernel = kernel.reshape(START, START, WIDEST, units)
    return kernel.transpose(2, 0, 1, 3).reshape(-1, units)


def random_pictures(game, seed):
    """uint8 images `(n, side, side, channels)` and their labels `(n,)`."""
    generator = np.random.default_rng(seed)
    shape = (NUM_PICTURES, SIDE, SIDE, game.channels)
    pictures = generator.integers(0, 256, shape, dtype="uint8")
    return pictures, generator.integers(0, game.num_classes or 1, NUM_PICTURES)


def keras_batches(pictures, labels, seed):
    """The package's data pipeline."""
    return datasets.image_batches(
        pictures, labels, BATCH_SIZE, size=None, seed=seed
    )


def keras_round(model, batches, steps):
    """Function that trains the Keras model for a round, after a warm-up."""

    def train(steps=steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps * BATCH_SIZE

    train(STEPS_PER_EXECUTION)
    return train


def torch_round(twin, memory_format, pictures, labels, steps):
    """Function that trains the PyTorch model for a round, after a warm-up."""
    pictures = torch.tensor(pictures).permute(0, 3, 1, 2)
    pictures = pictures.contiguous(memory_format=memory_format)
    labels = torch.tensor(labels)

    def train(steps=steps):
        for _ in range(steps):
            chosen = torch.randint(len(pictures), (BATCH_SIZE,))
            real = pictures[chosen].float() / 127.5 - 1.0
            twin.train_step(real, labels[chosen])
        return steps * BATCH_SIZE

    train(WARM_UP)
    return train


def torch_rows(name, model, pictures, labels, steps, autocast):
    """PyTorch contestants for each memory format and thread count."""
    rows = {}
    for format_name, memory_format in FORMATS.items():
        twin = make_twin(model, memory_format, autocast)
        train = torch_round(twin, memory_format, pictures, labels, steps)
        rows |= common.torch_rows(f"{name}, {format_name}", train)
    return rows


def check_equal_work(model, pictures, labels):
    """Compare the losses of one batch in training mode."""
    real = pictures[:BATCH_SIZE].astype("float32") / 127.5 - 1.0
    twin = make_twin(model, torch.contiguous_format)
    return torch_design_gan.check_equal_work(
        model, twin, real, labels[:BATCH_SIZE], tolerance=1e-3
    )


def ratios(game, rates):
    """Ratios of the claim, of the bfloat16 rows and of the data pipeline."""
    theirs = common.fastest(rates, "PyTorch, float32")
    return [
        common.compare(rates, f"keras_creative, {policy}", theirs, target)
        for policy, target in game.target.items()
    ] + [
        common.compare(
            rates, "keras_creative, float32", "keras_creative, one batch", None
        ),
        common.compare(
            rates,
            "keras_creative, mixed_bfloat16",
            common.fastest(rates, "PyTorch, autocast"),
            None,
        ),
    ]


def make_contestants(game, args):
    """All rows, and a check that both do the same work."""
    pictures, labels = random_pictures(game, args.seed)
    sides = {
        policy: make_model(game, policy, args.seed) for policy in game.target
    }
    batches = keras_batches(pictures, labels, args.seed)
    contestants = {
        f"keras_creative, {policy}": keras_round(model, batches, args.steps)
        for policy, model in sides.items()
    }
    first = tf.data.Dataset.from_tensors(next(iter(batches))).repeat()
    contestants["keras_creative, one batch"] = keras_round(
        sides["float32"], first, args.steps
    )
    if args.rivals == "none":
        return contestants, None
    work = check_equal_work(sides["float32"], pictures, labels)
    for row, autocast in (("float32", False), ("autocast", True)):
        contestants |= torch_rows(
            f"PyTorch, {row}",
            sides["float32"],
            pictures,
            labels,
            args.steps,
            autocast,
        )
    return contestants, work


def peak_memory():
    """Largest resident size of the process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=10
    )
    parser.add_argument("--game", choices=GAMES, default="design")
    args = parser.parse_args(argv)
    game = GAMES[args.game]
    torch.manual_seed(args.seed)
    contestants, work = make_contestants(game, args)
    rates = common.alternate(contestants, 1)
    memory = peak_memory()
    for name, more in common.alternate(contestants, args.rounds - 1).items():
        rates[name] += more
    common.report(
        args,
        f"{args.game}: {game.target} times the images per second of PyTorch.",
        "pictures per second",
        rates,
        [] if args.rivals == "none" else ratios(game, rates),
        batch_size=BATCH_SIZE,
        steps_per_execution=STEPS_PER_EXECUTION,
        equal_work=work,
        peak_mb_after_the_first_round=memory,
        peak_mb_at_the_end=peak_memory(),
    )
    print(f"peak memory {memory:.0f} MB, at the end {peak_memory():.0f} MB")
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
