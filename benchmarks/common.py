"""What the benchmarks share: the rounds, the report and PyTorch's side.

`TorchDesignGAN` makes the steps of `keras_creative.models.DesignGAN` with its
defaults, as an ordinary eager PyTorch loop. It is spared what the loop does
not need: it tracks no metrics, generates the discriminator's fakes without a
graph, and takes no gradient for the player whose turn it is not.
"""

import contextlib
import functools
import json
import os
import platform
import statistics
import time
from pathlib import Path

import numpy as np

from keras_creative import commands
from keras_creative.files import atomic_path
from keras_creative.versions import versions

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError as error:
    raise ImportError(
        "The benchmarks compare with PyTorch. Install it with "
        "`pip install keras-creative[benchmarks]`."
    ) from error

_BFLOAT16_FLAGS = ("avx512_bf16", "amx_bf16")
_TRIALS = 3


class TwoHeads(nn.Module):
    """Discriminator of a body and two linear heads.

    Args:
        body: Module from samples to features `(batch, features)`.
        features: Number of features.
        num_classes: Number of classes of the class head.
    """

    def __init__(self, body, features, num_classes):
        super().__init__()
        self.body = body
        self.score = nn.Linear(features, 1)
        self.class_logits = nn.Linear(features, num_classes)

    def forward(self, samples):
        """Scores `(batch, 1)` and class logits `(batch, num_classes)`."""
        features = self.body(samples)
        return self.score(features), self.class_logits(features)


class TorchDesignGAN:
    """The steps of `DesignGAN`, written for PyTorch.

    Args:
        generator: Module from latent vectors to samples.
        discriminator: `TwoHeads`.
        latent_dim: Length of a latent vector.
        rates: Learning rates of the generator and of the discriminator.
        betas: Both players' coefficients of Adam.
        lambda_d: Weight of the classification loss. Defaults to `0.5`.
        lambda_g: Weight of the creativity loss. Defaults to `0.5`.
        autocast: Whether the networks are run by `torch.autocast` in
            bfloat16. Defaults to `False`.
    """

    def __init__(
        self,
        generator,
        discriminator,
        latent_dim,
        rates,
        betas,
        lambda_d=0.5,
        lambda_g=0.5,
        autocast=False,
    ):
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.lambda_d = lambda_d
        self.lambda_g = lambda_g
        self.g_optimizer, self.d_optimizer = (
            torch.optim.Adam(network.parameters(), rate, betas=betas)
            for network, rate in zip(
                (generator, discriminator), rates, strict=True
            )
        )
        self.precision = (
            functools.partial(torch.autocast, "cpu", dtype=torch.bfloat16)
            if autocast
            else contextlib.nullcontext
        )

    def train_step(self, real, labels):
        """One step of the discriminator, then one of the generator."""
        with torch.no_grad(), self.precision():
            fake = self.generator(torch.randn(len(real), self.latent_dim))
        _descend(self.discriminator_loss(real, labels, fake), self.d_optimizer)
        latent = torch.randn(len(real), self.latent_dim)
        _descend(self.generator_loss(latent), self.g_optimizer)

    def discriminator_loss(self, real, labels, fake):
        """`softplus(-D(x)) + softplus(D(G(z)))` and the class head's loss."""
        with self.precision():
            real_scores, class_logits = self.discriminator(real)
            fake_scores, _ = self.discriminator(fake)
        return (
            functional.softplus(-real_scores.float()).mean()
            + functional.softplus(fake_scores.float()).mean()
            + self.lambda_d
            * functional.cross_entropy(class_logits.float(), labels)
        )

    def generator_loss(self, latent):
        """`softplus(-D(G(z)))` and the cross-entropy from the uniform."""
        with self.precision():
            scores, class_logits = self.discriminator(self.generator(latent))
        log_posterior = functional.log_softmax(class_logits.float(), dim=1)
        return (
            functional.softplus(-scores.float()).mean()
            - self.lambda_g * log_posterior.mean()
        )


def _descend(loss, optimizer):
    optimizer.zero_grad()
    loss.backward(inputs=optimizer.param_groups[0]["params"])
    optimizer.step()


def copy_weights(network, module, reorder=None):
    """Give a PyTorch module the weights of a Keras network.

    Args:
        network: Keras model; its layers have the names of the submodules.
        module: PyTorch module.
        reorder: Dict from a layer's name to a function of its kernel, applied
            before the kernel's axes are moved. Defaults to `None`.
    """
    modules = {
        name.rpartition(".")[2]: submodule
        for name, submodule in module.named_modules()
    }
    for layer in network.layers:
        if layer.weights:
            arrays = layer.get_weights()
            if reorder and layer.name in reorder:
                arrays[0] = reorder[layer.name](arrays[0])
            _fill(modules[layer.name], arrays)


def _fill(module, arrays):
    if arrays[0].ndim == 4:  # height, width, and the two of channels
        arrays[0] = arrays[0].transpose(3, 2, 0, 1)
    elif arrays[0].ndim == 2:
        arrays[0] = arrays[0].T
    names = ("weight", "bias", "running_mean", "running_var")
    with torch.no_grad():
        for name, array in zip(names, arrays, strict=False):
            getattr(module, name).copy_(torch.tensor(array))


def check_equal_work(model, twin, real, labels, tolerance):
    """See that both sides compute the same, with the same weights.

    Args:
        model: `DesignGAN`.
        twin: `TorchDesignGAN` with the weights of `model`.
        real: Array of real samples, channels last.
        labels: Array of their labels.
        tolerance: Largest relative difference of a loss.

    Returns:
        Dict of the numbers of parameters and of the losses, each `[Keras',
        PyTorch's]`.

    Raises:
        AssertionError: If a number of parameters or a loss differs.
    """
    latent = np.random.default_rng(0).normal(size=(len(real), twin.latent_dim))
    latent = latent.astype("float32")
    fake = model.generator(latent, training=True)
    torch_latent = torch.tensor(latent)
    with torch.no_grad():
        torch_losses = (
            twin.discriminator_loss(
                torch.tensor(np.moveaxis(real, -1, 1)),
                torch.tensor(labels).long(),
                twin.generator(torch_latent),
            ),
            twin.generator_loss(torch_latent),
        )
    keras_losses = (
        model.discriminator_loss(real, labels, fake)[0],
        model.generator_loss(latent)[0],
    )
    work = {
        name: [_count(getattr(model, name)), _count(getattr(twin, name))]
        for name in ("generator", "discriminator")
    }
    for name, pair in work.items():
        assert pair[0] == pair[1], f"parameters of the {name} differ: {pair}"
    for name, *pair in zip(
        ("d_loss", "g_loss"), keras_losses, torch_losses, strict=True
    ):
        work[name] = [float(loss) for loss in pair]
        np.testing.assert_allclose(*work[name], rtol=tolerance, err_msg=name)
    return work


def _count(network):
    if isinstance(network, nn.Module):
        return sum(weight.numel() for weight in network.parameters())
    return sum(int(np.prod(w.shape)) for w in network.trainable_weights)


def alternate(contestants, rounds):
    """Let contestants train in turn, round after round.

    Args:
        contestants: Dict from a name to a function without arguments that
            trains, and returns how much it has done.
        rounds: Number of rounds.

    Returns:
        Dict from each name to the list of what it did per second.
    """
    rates = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, train in contestants.items():
            start = time.perf_counter()
            done = train()
            rates[name].append(done / (time.perf_counter() - start))
    return rates


def thread_counts():
    """PyTorch's thread counts worth a trial: 1, 2 and all cores."""
    cores = os.cpu_count()
    return sorted({1, min(2, cores), cores})


def with_threads(threads, train):
    """A function that trains with a number of PyTorch threads."""

    def run():
        torch.set_num_threads(threads)
        return train()

    return run


def fastest(candidates):
    """Try several settings of one contestant and keep the best.

    Args:
        candidates: Dict from a setting to a function, as `alternate()` takes.

    Returns:
        The setting whose best trial is the fastest, and the dict of trials.
    """
    for train in candidates.values():
        train()
    trials = alternate(candidates, _TRIALS)
    return max(trials, key=lambda setting: max(trials[setting])), trials


def compare(rates, ours, theirs, asked):
    """How many times as fast one contestant is as another.

    Args:
        rates: What `alternate()` gave.
        ours: Name of the one.
        theirs: Name of the other.
        asked: Ratio of the medians that is asked for, or `None`.

    Returns:
        Dict of the ratio of the medians, and of the ratios round by round
        with their smallest, median and largest.
    """
    ratios = [a / b for a, b in zip(rates[ours], rates[theirs], strict=True)]
    of_medians = statistics.median(rates[ours]) / statistics.median(
        rates[theirs]
    )
    return {
        "ratio": f"{ours} / {theirs}",
        "asked": asked,
        "of_medians": of_medians,
        "rounds": ratios,
        "min": min(ratios),
        "median": statistics.median(ratios),
        "max": max(ratios),
    }


def machine():
    """Processor, number of cores and what bfloat16 the processor knows."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    facts = {}
    for key, _, value in (line.partition(":") for line in lines):
        facts.setdefault(key.strip(), value.strip())
    flags = facts.get("flags", "").split()
    return {
        "cpu": facts.get("model name", platform.processor()),
        "cores": os.cpu_count(),
        "native_bfloat16": [flag for flag in _BFLOAT16_FLAGS if flag in flags],
    }


def make_parser(program, description, rounds, steps):
    """Parser of the flags that every benchmark has.

    Args:
        program: Name of the script, without its suffix.
        description: What the script measures, in one line.
        rounds: Default number of rounds.
        steps: Default number of steps in a round.
    """
    parser = commands.Parser(prog=f"{program}.py", description=description)
    number = commands.positive_int
    parser.add_argument(
        "--rounds", type=number, default=rounds, help="rounds of each row"
    )
    parser.add_argument(
        "--steps", type=number, default=steps, help="steps of a round"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the runs")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{program}.json"),
        help="the JSON file to write",
    )
    return parser


def report(args, claim, unit, rates, ratios, **details):
    """Print a benchmark's table and write its JSON file.

    Args:
        args: What `make_parser()`'s parser gave.
        claim: What the benchmark is to show, in one line.
        unit: Unit of the rates.
        rates: What `alternate()` gave.
        ratios: List of what `compare()` gave.
        **details: What else goes into the file.
    """
    results = {
        "claim": claim,
        "machine": machine(),
        "versions": {**versions(), "torch": torch.__version__},
        "n": args.rounds,
        "steps_per_round": args.steps,
        "seeds": [args.seed],
        "unit": unit,
        "rows": {
            name: {"median": statistics.median(rounds), "rounds": rounds}
            for name, rounds in rates.items()
        },
        "ratios": ratios,
        **details,
    }
    _print_table(results)
    with atomic_path(args.out) as temporary:
        temporary.write_text(json.dumps(results, indent=2) + "\n")
    print(f"written to {args.out}")


def _print_table(results):
    facts = results["machine"]
    native = ", ".join(facts["native_bfloat16"]) or "none"
    print(f"{results['claim']}\n")
    print(f"{facts['cpu']}, {facts['cores']} cores; native bfloat16: {native}")
    print(", ".join(f"{k} {v}" for k, v in results["versions"].items()))
    print(
        f"\n{results['unit']}, {results['n']} rounds of "
        f"{results['steps_per_round']} steps, seed {results['seeds'][0]}"
    )
    for name, row in results["rows"].items():
        rounds = " ".join(f"{rate:8.1f}" for rate in row["rounds"])
        print(f"{name:32} {row['median']:8.1f}  | {rounds}")
    print(f"\n{'ratio':48} medians | min median max of the rounds | asked")
    for row in results["ratios"]:
        print(
            f"{row['ratio']:48} {row['of_medians']:7.2f} | {row['min']:.2f} "
            f"{row['median']:.2f} {row['max']:.2f} | {_verdict(row)}"
        )


def _verdict(row):
    if row["asked"] is None:
        return "-"
    met = row["of_medians"] >= row["asked"]
    return f"{row['asked']}: {'met' if met else 'missed'}"
