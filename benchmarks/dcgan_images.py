"""Pictures per second of a DCGAN, against an eager PyTorch loop.

    python benchmarks/dcgan_images.py --rounds 5 --steps 10 --seed 0

Both sides train the DesIGN game on random 32x32 pictures of 10 classes, held
in memory as uint8: DCGAN networks of width 64, 64 latent numbers, batches of
64, Adam(2e-4) with beta_1 = 0.5. A picture counts once for a step of the
discriminator and one of the generator. The package trains through
`model.fit()`, in float32 and in mixed_bfloat16; PyTorch in float32 and under
`torch.autocast` in bfloat16, each with the better of its thread counts and
memory formats.
"""

import contextlib
import sys
from collections import OrderedDict

import common
import keras
import numpy as np
import torch
import torch_design_gan
from torch import nn

from keras_creative import commands, datasets, models, networks

PROGRAM = "dcgan_images"
CLAIM = (
    "DesignGAN trains a DCGAN at 1.1 times the pictures per second of eager "
    "PyTorch in float32, and at 1.4 times in mixed_bfloat16."
)
ASKED = {"float32": 1.1, "mixed_bfloat16": 1.4}
FORMATS = {
    "channels first": torch.contiguous_format,
    "channels last": torch.channels_last,
}
STEPS_PER_EXECUTION = 10
WARM_UP = 2
BATCH_SIZE = 64
NUM_PICTURES = 4096
SIDE, NUM_CLASSES, LATENT_DIM, WIDTH = 32, 10, 64, 64
START, WIDEST = 4, 4 * WIDTH
RATE, BETAS = 2e-4, (0.5, 0.999)


@contextlib.contextmanager
def dtype_policy(name):
    """Build with a dtype policy, and put the former one back."""
    former = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(former)


def make_model(policy, seed):
    """The package's side, compiled."""
    keras.utils.set_random_seed(seed)
    with dtype_policy(policy):
        model = models.DesignGAN(
            networks.dcgan_generator((SIDE, SIDE, 1), LATENT_DIM, WIDTH),
            networks.dcgan_discriminator((SIDE, SIDE, 1), NUM_CLASSES, WIDTH),
            seed=seed,
        )
        model.compile(
            g_optimizer=keras.optimizers.Adam(RATE, *BETAS),
            d_optimizer=keras.optimizers.Adam(RATE, *BETAS),
            steps_per_execution=STEPS_PER_EXECUTION,
        )
    return model


def torch_norm(channels):
    """Batch normalisation with the numbers of Keras."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def torch_generator():
    """`networks.dcgan_generator()`, its layers under the same names."""
    layers = OrderedDict(
        dense=nn.Linear(LATENT_DIM, START**2 * WIDEST, bias=False),
        reshape=nn.Unflatten(1, (WIDEST, START, START)),
        dense_norm=torch_norm(WIDEST),
        dense_relu=nn.ReLU(),
    )
    for index, channels in enumerate((2 * WIDTH, WIDTH)):
        layers[f"up_{index}"] = nn.ConvTranspose2d(
            2 * channels, channels, 4, stride=2, padding=1, bias=False
        )
        layers[f"up_{index}_norm"] = torch_norm(channels)
        layers[f"up_{index}_relu"] = nn.ReLU()
    layers["to_picture"] = nn.ConvTranspose2d(WIDTH, 1, 4, stride=2, padding=1)
    layers["picture"] = nn.Tanh()
    return nn.Sequential(layers)


def torch_discriminator():
    """`networks.dcgan_discriminator()`, its layers under the same names."""
    layers = OrderedDict()
    inputs = 1
    for index, channels in enumerate((WIDTH, 2 * WIDTH, 4 * WIDTH)):
        layers[f"down_{index}"] = nn.Conv2d(
            inputs, channels, 4, stride=2, padding=1
        )
        layers[f"down_{index}_relu"] = nn.LeakyReLU(0.2)
        inputs = channels
    layers["flatten"] = nn.Flatten()
    body = nn.Sequential(layers)
    return torch_design_gan.TwoHeads(body, START**2 * WIDEST, NUM_CLASSES)


def make_twin(model, memory_format, autocast=False):
    """PyTorch's side with the weights of a model."""
    generator, discriminator = torch_generator(), torch_discriminator()
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
    """Kernel of the layer before a reshape, for channels that come first."""
    kernel = kernel.reshape(-1, START, START, WIDEST)
    return kernel.transpose(0, 3, 1, 2).reshape(len(kernel), -1)


def channels_first_rows(kernel):
    """Kernel of a layer after a flattening, for channels that come first."""
    units = kernel.shape[-1]
    kernel = kernel.reshape(START, START, WIDEST, units)
    return kernel.transpose(2, 0, 1, 3).reshape(-1, units)


def random_pictures(seed):
    """uint8 pictures `(n, side, side, 1)` and their labels `(n,)`."""
    generator = np.random.default_rng(seed)
    shape = (NUM_PICTURES, SIDE, SIDE, 1)
    pictures = generator.integers(0, 256, shape, dtype="uint8")
    return pictures, generator.integers(0, NUM_CLASSES, NUM_PICTURES)


def keras_round(model, pictures, labels, steps, seed):
    """The function that trains a model for a round; it is warmed up."""
    batches = datasets.image_batches(
        pictures, labels, BATCH_SIZE, size=None, seed=seed
    )

    def train(steps=steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps * BATCH_SIZE

    train(STEPS_PER_EXECUTION)
    return train


def torch_round(twin, memory_format, pictures, labels, steps):
    """The function that trains PyTorch for a round; it is warmed up."""
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
    """Contestants of PyTorch in each memory format and thread count."""
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


def ratios(rates):
    """Both of the claim's ratios, and that of the bfloat16 rows."""
    theirs = common.fastest(rates, "PyTorch, float32")
    return [
        common.compare(rates, f"keras_creative, {policy}", theirs, asked)
        for policy, asked in ASKED.items()
    ] + [
        common.compare(
            rates,
            "keras_creative, mixed_bfloat16",
            common.fastest(rates, "PyTorch, autocast"),
            None,
        )
    ]


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(PROGRAM, CLAIM, rounds=5, steps=10)
    args = parser.parse_args(argv)
    torch.manual_seed(args.seed)
    pictures, labels = random_pictures(args.seed)
    sides = {policy: make_model(policy, args.seed) for policy in ASKED}
    work = check_equal_work(sides["float32"], pictures, labels)

    contestants = {
        f"keras_creative, {policy}": keras_round(
            model, pictures, labels, args.steps, args.seed
        )
        for policy, model in sides.items()
    }
    for row, autocast in (("float32", False), ("autocast", True)):
        contestants |= torch_rows(
            f"PyTorch, {row}",
            sides["float32"],
            pictures,
            labels,
            args.steps,
            autocast,
        )
    rates = common.alternate(contestants, args.rounds)
    common.report(
        args,
        CLAIM,
        "pictures per second",
        rates,
        ratios(rates),
        batch_size=BATCH_SIZE,
        steps_per_execution=STEPS_PER_EXECUTION,
        equal_work=work,
    )
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
