"""The VAE of 2019 and an eager PyTorch loop: steps per second and ELBO.

    python benchmarks/vae_steps.py --rounds 5 --steps 300
    python benchmarks/vae_steps.py --elbo --seeds 0 1 2 --epochs 10

Both train 784-400-2-400-784 on Fashion-MNIST, held in memory as uint8:
Bernoulli likelihood, batches of 64, Adam(1e-3). The package trains through
`model.fit()`, compiled by XLA with many steps in one execution and as plain
graph steps; PyTorch uses the fastest of its thread counts.

With `--elbo` both are trained for whole epochs, each from the initial weights
of its library, and evaluated on the 10,000 test images with the same random
numbers for the codes, one draw per image.
"""

import statistics
import sys

import common
import keras
import numpy as np
import reporting
import torch
import torch_design_gan
from torch import nn
from torch.nn import functional

from keras_creative import commands, datasets, models, networks

PROGRAM = "vae_steps"
SPEED_CLAIM = "A VAE trains at 1.7 times the steps of eager PyTorch."
ELBO_CLAIM = "Its test ELBO is within 2 nats of PyTorch's."
TARGET = 1.7
DATA = "fashion-mnist"
STEPS_PER_EXECUTION = 100
WARM_UP = 100
BATCH_SIZE, RATE = 64, 1e-3
SIDE, UNITS, LATENT_DIM = 28, 400, 2
PIXELS = SIDE**2


class TorchVAE(nn.Module):
    """`VAE` of dense networks, its layers under the same names."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleDict(
            {
                "hidden": nn.Linear(PIXELS, UNITS),
                "mean": nn.Linear(UNITS, LATENT_DIM),
                "log_variance": nn.Linear(UNITS, LATENT_DIM),
            }
        )
        self.decoder = nn.ModuleDict(
            {
                "hidden": nn.Linear(LATENT_DIM, UNITS),
                "samples": nn.Linear(UNITS, PIXELS),
            }
        )
        self.optimizer = torch.optim.Adam(self.parameters(), RATE)

    def elbo(self, pictures, noise):
        """ELBO per image, in nats; images are `(batch, pixels)` in [-1, 1]."""
        hidden = self.encoder["hidden"](pictures).relu()
        mean = self.encoder["mean"](hidden)
        log_variance = self.encoder["log_variance"](hidden)
        latent = mean + torch.exp(0.5 * log_variance) * noise
        logits = self.decoder["samples"](self.decoder["hidden"](latent).relu())
        reconstruction = functional.binary_cross_entropy_with_logits(
            logits, 0.5 * (pictures + 1), reduction="none"
        ).sum(1)
        kl = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1)
        return -reconstruction - kl

    def train_step(self, pixels):
        """One descent step; pixels are uint8 `(batch, pixels)`."""
        self.optimizer.zero_grad()
        noise = torch.randn(len(pixels), LATENT_DIM)
        loss = -self.elbo(to_network_range(pixels), noise).mean()
        loss.backward()
        self.optimizer.step()


def make_model(seed, **compile_kwargs):
    """The compiled Keras model."""
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, 1)
    model = models.VAE(
        networks.mlp_vae_encoder(shape, LATENT_DIM, UNITS),
        networks.mlp_vae_decoder(LATENT_DIM, shape, UNITS),
        seed=seed,
    )
    model.compile(keras.optimizers.Adam(RATE), **compile_kwargs)
    return model


def check_equal_work(seed, images, tolerance=1e-2):
    """Compare the ELBO of a batch with equal weights and noise."""
    model, twin = make_model(seed), TorchVAE()
    torch_design_gan.copy_weights(model.encoder, twin.encoder)
    torch_design_gan.copy_weights(model.decoder, twin.decoder)
    ours = keras_elbo(model, images[:BATCH_SIZE], seed)
    theirs = torch_elbo(twin, images[:BATCH_SIZE], seed)
    if not abs(ours - theirs) < tolerance:
        raise AssertionError(
            "Both must do the same work. "
            f"Received: bounds of {ours} and {theirs}"
        )
    return {"elbo": [ours, theirs]}


def keras_elbo(model, images, seed):
    """Mean test ELBO of the Keras model."""
    pictures = datasets.to_network_range(images).numpy()
    return float(model.elbo(pictures, seed=seed).mean())


def torch_elbo(twin, images, seed):
    """Mean test ELBO of the PyTorch model, with the same noise."""
    noise = np.random.default_rng(seed).normal(size=(len(images), LATENT_DIM))
    with torch.no_grad():
        pictures = to_network_range(torch_pixels(images))
        bound = twin.elbo(pictures, torch.tensor(noise).float())
    return float(bound.double().mean())


def torch_pixels(images):
    """Images as flat uint8 tensors."""
    return torch.tensor(images).reshape(len(images), -1)


def to_network_range(pixels):
    """float32 numbers in [-1, 1]."""
    return pixels.float() / 127.5 - 1.0


def keras_round(images, args, **compile_kwargs):
    """Function that trains a new model for a round, after a warm-up."""
    model = make_model(args.seed, **compile_kwargs)
    batches = datasets.image_batches(
        images, batch_size=BATCH_SIZE, size=SIDE, seed=args.seed
    )

    def train(steps=args.steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps

    train(WARM_UP)
    return train


def torch_round(twin, images, steps):
    """Function that trains the PyTorch model for a round, after a warm-up."""
    pixels = torch_pixels(images)

    def train(steps=steps):
        for _ in range(steps):
            chosen = torch.randint(len(pixels), (BATCH_SIZE,))
            twin.train_step(pixels[chosen])
        return steps

    train(WARM_UP)
    return train


def torch_epochs(twin, images, epochs):
    """Train the PyTorch model for whole epochs, reshuffled in each."""
    pixels = torch_pixels(images)
    steps = len(pixels) // BATCH_SIZE
    for _ in range(epochs):
        order = torch.randperm(len(pixels))[: steps * BATCH_SIZE]
        for chosen in order.reshape(steps, BATCH_SIZE):
            twin.train_step(pixels[chosen])


def measure_speed(args):
    """Rates of alternating rounds, and their ratio."""
    images, _ = datasets.load_images(DATA)
    torch.manual_seed(args.seed)
    ours, theirs = "keras_creative, XLA", "PyTorch"
    loop = {"jit_compile": True, "steps_per_execution": STEPS_PER_EXECUTION}
    contestants = {
        ours: keras_round(images, args, **loop),
        "keras_creative, XLA, single steps": keras_round(
            images, args, jit_compile=True
        ),
        "keras_creative, graph": keras_round(images, args),
    }
    work, ratios, names = None, [], list(contestants)
    if args.rivals != "none":
        work = check_equal_work(args.seed, images)
        contestants |= common.torch_rows(
            theirs, torch_round(TorchVAE(), images, args.steps)
        )
    rates = common.alternate(contestants, args.rounds)
    if args.rivals != "none":
        theirs = common.fastest(rates, theirs)
        ratios = [
            common.compare(
                rates, name, theirs, TARGET if name == ours else None
            )
            for name in names
        ]
    common.report(
        args,
        SPEED_CLAIM,
        "steps per second",
        rates,
        ratios,
        batch_size=BATCH_SIZE,
        steps_per_execution=STEPS_PER_EXECUTION,
        equal_work=work,
    )


def measure_elbo(args):
    """Test ELBO of both for each seed, and the differences."""
    images, _ = datasets.load_images(DATA)
    held_back, _ = datasets.load_images(DATA, "test")
    steps = len(images) // BATCH_SIZE
    torch.set_num_threads(1)
    rows = []
    for seed in args.seeds:
        model = make_model(seed, jit_compile=True, steps_per_execution=steps)
        batches = datasets.image_batches(
            images, batch_size=BATCH_SIZE, size=SIDE, seed=seed
        )
        model.fit(batches, epochs=args.epochs, steps_per_epoch=steps, verbose=0)
        torch.manual_seed(seed)
        twin = TorchVAE()
        torch_epochs(twin, images, args.epochs)
        ours = keras_elbo(model, held_back, seed)
        theirs = torch_elbo(twin, held_back, seed)
        rows.append({"seed": seed, "keras_creative": ours, "PyTorch": theirs})
    differences = [row["keras_creative"] - row["PyTorch"] for row in rows]
    print(f"{ELBO_CLAIM}\n\nnats per test image, {args.epochs} epochs\n")
    reporting.print_table(
        [
            {k: v if k == "seed" else f"{v:.2f}" for k, v in row.items()}
            for row in rows
        ]
    )
    mean = statistics.mean(differences)
    print(f"\ndifference: {mean:.2f} nats on average, required: within 2")
    record = {
        "claim": ELBO_CLAIM,
        "n": len(held_back),
        "seeds": args.seeds,
        "epochs": args.epochs,
        "rows": rows,
        "differences": differences,
        "mean_difference": mean,
        "torch": torch.__version__,
    }
    reporting.write_record(args.out.with_stem(f"{args.out.stem}_elbo"), record)


def main(argv):
    """Measure, print and write."""
    parser = common.make_parser(
        PROGRAM, __doc__.splitlines()[0], rounds=5, steps=300
    )
    parser.add_argument(
        "--elbo",
        action="store_true",
        help="measure the ELBO instead of steps per second",
    )
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[0, 1, 2], help="with --elbo"
    )
    parser.add_argument(
        "--epochs", type=commands.positive_int, default=10, help="with --elbo"
    )
    args = parser.parse_args(argv)
    if args.elbo:
        measure_elbo(args)
    else:
        measure_speed(args)
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
