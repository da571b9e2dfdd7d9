"""Trains lightweight-gan for a time, with the defaults of its command.

    python benchmarks/lightweight_gan_worker.py FOLDER SEED SECONDS N OUT.npz

The package trains on a GPU only: here its moves to the GPU do nothing, so that
it trains on the processor. The file holds `N` samples in [-1, 1] of its
generator, and of the average of that, which it begins to update after 20,000
steps.
"""

import contextlib
import importlib
import random
import sys
import tempfile
import time
from unittest import mock

import numpy as np
import torch

# Defaults of `lightweight_gan.cli.train_from_folder()` that differ from those
# of `Trainer`, at 64 pixels.
DEFAULTS = {
    "image_size": 64,
    "batch_size": 10,
    "gradient_accumulate_every": 4,
    "attn_res_layers": [32],
    "disc_output_size": 1,
    "aug_types": ["cutout", "translation"],
    "use_aim": False,
}


class OnProcessor:
    """PyTorch, whose devices are the processor."""

    def __getattr__(self, name):
        """An attribute of PyTorch."""
        return getattr(torch, name)

    @staticmethod
    def device(name):
        """The processor, whatever the name."""
        return torch.device("cpu")


def load_package():
    """The module `lightweight_gan.lightweight_gan`, for the processor."""
    try:
        importlib.import_module("torchvision")
    except RuntimeError:
        # Its compiled operations, which are not used, are for a GPU.
        for name in [n for n in sys.modules if n.startswith("torchvision")]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor a, Tensor b, float c) -> Tensor")
        load_package.library = library
    with mock.patch("torch.cuda.is_available", lambda: True):
        package = importlib.import_module("lightweight_gan.lightweight_gan")
    package.torch = OnProcessor()
    torch.Tensor.cuda = lambda self, *args: self
    torch.nn.Module.cuda = lambda self, *args: self
    return package


def train(package, folder, seconds, root):
    """A trainer after a time of training, and the seconds of the processor."""
    trainer = package.Trainer(
        results_dir=f"{root}/results", models_dir=f"{root}/models", **DEFAULTS
    )
    trainer.set_data_src(folder)
    trainer.train()
    begin, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() - begin < seconds:
        with contextlib.suppress(package.NanException):
            trainer.train()
    return trainer, time.process_time() - cpu


def draw(trainer, network, n):
    """Samples of a network, an array in [-1, 1]."""
    trainer.GAN.eval()
    latents = torch.randn(n, trainer.latent_dim)
    made = trainer.generate_(network, latents)
    return (2 * made.permute(0, 2, 3, 1) - 1).numpy().astype("float32")


def main(folder, seed, seconds, n, out):
    """Train, draw and write."""
    torch.manual_seed(int(seed))
    np.random.seed(int(seed))
    random.seed(int(seed))
    package = load_package()
    with tempfile.TemporaryDirectory() as root:
        trainer, cpu = train(package, folder, float(seconds), root)
        steps = trainer.steps
        batch = trainer.batch_size * trainer.gradient_accumulate_every
        np.savez(
            out,
            generator=draw(trainer, trainer.GAN.G, int(n)),
            average=draw(trainer, trainer.GAN.GE, int(n)),
            steps=steps,
            pictures=steps * batch,
            cpu_seconds=cpu,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
