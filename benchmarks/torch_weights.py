"""Weights of Keras networks in modules of PyTorch."""

import exchange
import torch

_NAMES = ("weight", "bias", "running_mean", "running_var")


def load(arrays, network, module, reorder=None):
    """Load the weights of a Keras network.

    Args:
        arrays: Dict returned by `exchange.read()`.
        network: Name of the network.
        module: PyTorch module, its submodules named like the layers.
        reorder: Dict from a layer's name to a function of its kernel, applied
            before the kernel's axes are moved. Defaults to `None`.
    """
    modules = {
        name.rpartition(".")[2]: submodule
        for name, submodule in module.named_modules()
    }
    for name, array in exchange.part(arrays, f"weights/{network}/").items():
        layer, _, index = name.partition("/")
        if index == "0":
            if reorder and layer in reorder:
                array = reorder[layer](array)
            array = _with_axes_of_torch(array)
        with torch.no_grad():
            tensor = getattr(modules[layer], _NAMES[int(index)])
            tensor.copy_(torch.tensor(array))


def count(module):
    """Number of the parameters of a module."""
    return sum(weight.numel() for weight in module.parameters())


def _with_axes_of_torch(kernel):
    if kernel.ndim == 4:  # height, width, and the two of channels
        return kernel.transpose(3, 2, 0, 1)
    return kernel.T
