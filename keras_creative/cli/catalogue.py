"""What there is, by name; told without importing TensorFlow."""

import ast
import functools
from pathlib import Path

RECIPES = {
    "artgan-v1": "an MNIST DCGAN scaled up to 64x64; a folder of artworks",
    "artgan-v2": "ArtGAN's stable networks, 64x64; a folder of artworks",
    "artgan-v3": "ArtGAN at 128x128; a folder of artworks",
    "cgan-8gaussians": "CGAN told the direction of eight Gaussians",
    "dcgan-cifar10": "DCGAN on CIFAR-10, 32x32",
    "dcgan-mnist": "DCGAN on the ten digits, 32x32",
    "design-fashion-mnist": "DesIGN losses on the ten garment classes, 32x32",
    "design-mnist": "DesIGN losses on the ten digits, 32x32",
    "ebgan-mnist": "energy-based GAN on the ten digits, 32x32",
    "infogan-8gaussians": "InfoGAN with a code of eight values, on the ring",
    "infogan-mnist": "InfoGAN on the ten digits, 32x32",
    "r3gan-25gaussians": "R3GAN on a grid of 25 Gaussians",
    "r3gan-8gaussians": "R3GAN on the ring of eight Gaussians",
    "vae-fashion-mnist": "variational autoencoder on ten garments, 28x28",
    "vae-mnist": "variational autoencoder on the ten digits, 28x28",
    "wgan-gp-fashion-mnist": "WGAN-GP on the ten garment classes, 32x32",
}
VARIANTS = (
    "acgan",
    "cgan",
    "design",
    "ebgan",
    "gan",
    "hinge",
    "infogan",
    "lsgan",
    "r3gan",
    "relativistic",
    "wgan",
    "wgan-gp",
)
CREATIVITY = (
    "bhattacharyya",
    "can",
    "kl",
    "renyi",
    "sharma-mittal",
    "tsallis",
    "uniform",
)
PENALTIES = ("dragan", "gradient", "r1", "r1-r2")
PICTURES = {
    "cifar10": "60,000 small photographs of ten kinds, 32x32, colour",
    "fashion-mnist": "70,000 garments of ten kinds, 28x28, grey",
    "mnist": "70,000 handwritten digits, 28x28, grey",
    "a folder, .npz or IDX file": "your own, by --data",
}
TOYS = {
    "25Gaussians": "a grid of 25 Gaussians",
    "8Gaussians": "a ring of eight Gaussians",
    "Imbal-8Gaussians": "the ring, some of its modes rare",
    "swissroll": "a noisy spiral",
}
_PACKAGE = Path(__file__).parent.parent
_DOCUMENTED = ast.ClassDef | ast.FunctionDef


def members(package, kept=_DOCUMENTED):
    """The public names of a sub-package, each with its first docstring line.

    The sources are read, not run.

    Args:
        package: Name such as `"models"`.
        kept: Kind of definition, such as `ast.ClassDef`. Defaults to classes
            and functions.

    Returns:
        Dict, in the order of `__all__`; constants are left out.
    """
    tree = _parse(_PACKAGE / package / "__init__.py")
    sources = {
        alias.name: f"{node.module.replace('.', '/')}.py"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    [names] = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"
    )
    lines = {
        name: _first_lines(_PACKAGE.parent / sources[name], kept).get(name)
        for name in names
    }
    return {name: line for name, line in lines.items() if line}


def measures():
    """The measures that the files of `metrics` register, with their meanings.

    Returns:
        Dict from names to sentences.
    """
    return {
        ast.literal_eval(node.args[0]): ast.literal_eval(node.args[2])
        for path in sorted((_PACKAGE / "metrics").glob("*.py"))
        for node in ast.walk(_parse(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "Measure"
    }


@functools.cache
def _first_lines(path, kept):
    return {
        node.name: (ast.get_docstring(node) or "").partition("\n")[0]
        for node in _parse(path).body
        if isinstance(node, kept)
    }


def _parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))
