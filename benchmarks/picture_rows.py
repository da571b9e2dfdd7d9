"""Games on pictures and the rows that compare them with PyTorch.

Both sides train on 4,096 random pictures in memory, uint8, with the same
networks, optimizers and batches. A picture is counted once for every real
picture of the discriminator's steps.

The package trains through `model.fit()`, ten steps in an execution, and with
the settings of a recipe. XLA is no row: on a CPU it computes convolutions more
slowly than the graph does. PyTorch trains channels first and last, on 1 thread
and on all cores, eagerly and with `torch.compile`; in bfloat16 under
`torch.autocast`. Each row of PyTorch starts from the weights of the package's
row of its precision, and its parameters, losses, penalty and gradients on a
batch must be the same.
"""

import tempfile
from pathlib import Path

import common
from contestants import Contestant

from keras_creative import commands

PRECISIONS = ("float32", "bfloat16")
FORMATS = ("channels_first", "channels_last")
OURS = "keras_games:compete"
RIVAL = "torch_pictures:compete"
WIDTH_64 = {
    "width": 64,
    "first_width": None,
    "batch_size": 64,
    "rate": 2e-4,
    "betas": (0.5, 0.999),
    "arguments": {},
}
# "arguments" are those of the model, "batch_size" that of a whole step.
GAMES = {
    "design": {
        **WIDTH_64,
        "model": "DesignGAN",
        "channels": 1,
        "num_classes": 10,
        "latent_dim": 64,
    },
    "cifar10": {
        **WIDTH_64,
        "model": "GAN",
        "channels": 3,
        "num_classes": None,
        "latent_dim": 100,
    },
    "r3gan": {
        "model": "R3GAN",
        "arguments": {"gamma": 50.0, "ema": 0.999},
        "channels": 3,
        "num_classes": None,
        "latent_dim": 100,
        "width": 16,
        "first_width": 48,
        "batch_size": 64,
        "rate": 1e-3,
        "betas": (0.0, 0.99),
    },
    "wgan-gp": {
        "model": "WGANGP",
        "arguments": {"n_critic": 5},
        "channels": 1,
        "num_classes": None,
        "latent_dim": 100,
        "width": 32,
        "first_width": None,
        "batch_size": 5 * 64,
        "rate": 1e-4,
        "betas": (0.0, 0.9),
    },
}
RECIPES = {
    "design": ("design-fashion-mnist", {"width": 64}),
    "cifar10": ("dcgan-cifar10", {}),
    "wgan-gp": ("wgan-gp-fashion-mnist", {}),
}


def our_rows(name, seed, folder):
    """The package's rows of a game.

    Args:
        name: Name of the game.
        seed: Random seed.
        folder: Folder of the files for PyTorch, one of each precision.
    """
    rows = {}
    for precision in PRECISIONS:
        rows[f"keras_creative {precision}"] = Contestant(
            OURS,
            {
                "game": GAMES[name],
                "precision": precision,
                "seed": seed,
                "path": str(folder / f"{precision}.npz"),
            },
        )
    if name in RECIPES:
        recipe, changes = RECIPES[name]
        rows[f"recipe {recipe}"] = Contestant(
            "keras_games:compete_as_recipe",
            {"game": GAMES[name], "recipe": recipe, "changes": changes},
        )
    return rows


def torch_rows(name, seed, folder):
    """PyTorch's rows of a game, see `our_rows()`."""
    rows = {}
    for precision in PRECISIONS:
        settings = {
            "game": GAMES[name],
            "precision": precision,
            "seed": seed,
            "path": str(folder / f"{precision}.npz"),
        }
        rows |= common.torch_rows(
            f"PyTorch {precision}", RIVAL, settings, FORMATS
        )
    return rows


def compete(args, targets):
    """Measure a game, print and write.

    Args:
        args: Parsed arguments with `game`.
        targets: Dict from a precision to the required ratio.

    Returns:
        Exit code.
    """
    claims = [
        common.Claim(f"keras_creative {precision}", f"PyTorch {precision}", n)
        for precision, n in targets.items()
    ] + [common.Claim("recipe", "PyTorch float32", None)]
    wanted = " and ".join(f"{n} ({name})" for name, n in targets.items())
    with tempfile.TemporaryDirectory() as folder:
        common.compete(
            args,
            f"{args.game}: {wanted} times the pictures a second of PyTorch.",
            "pictures per second",
            our_rows(args.game, args.seed, Path(folder)),
            torch_rows(args.game, args.seed, Path(folder)),
            claims,
            game=GAMES[args.game],
        )
    return commands.OK
