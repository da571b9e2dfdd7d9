"""PyTorch's side of `cycle_steps.py`, see `contestants.py`."""

import exchange
import torch
import torch_loop
import torch_weights
from torch import nn
from torch.nn import functional
from torch_game import FORMATS

SIDE, NUM_PICTURES, WARM_UP = 64, 256, 3
RATE, BETAS = 2e-4, (0.5, 0.999)
CYCLE, IDENTITY, POOL = 10.0, 5.0, 50
TOLERANCES = {"float32": 1e-3, "bfloat16": 5e-2}


class Translator(nn.Module):
    """`resnet_translator()`, its layers under the same names.

    Args:
        width: Channels at full size.
        blocks: Number of residual blocks.
    """

    def __init__(self, width, blocks):
        super().__init__()
        inner = 4 * width
        self.parts = nn.ModuleDict(
            {
                **_with_norm("in", nn.Conv2d(3, width, 7, bias=False)),
                **_with_norm(
                    "down_1", nn.Conv2d(width, 2 * width, 3, 2, bias=False)
                ),
                **_with_norm(
                    "down_2", nn.Conv2d(2 * width, inner, 3, 2, bias=False)
                ),
                **_with_norm(
                    "up_1",
                    nn.ConvTranspose2d(inner, 2 * width, 4, 2, 1, bias=False),
                ),
                **_with_norm(
                    "up_0",
                    nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False),
                ),
                "to_image": nn.Conv2d(width, 3, 7),
            }
        )
        for block in range(blocks):
            for end in "ab":
                layer = nn.Conv2d(inner, inner, 3, bias=False)
                self.parts.update(_with_norm(f"block_{block}_{end}", layer))
        self.blocks = blocks

    def forward(self, x):
        """Translations."""
        x = self._part("in", _reflected(x, 3)).relu()
        for stage in (1, 2):
            # TensorFlow pads an even side at its end alone.
            x = functional.pad(x, (0, 1, 0, 1))
            x = self._part(f"down_{stage}", x).relu()
        for block in range(self.blocks):
            inner = self._part(f"block_{block}_a", _reflected(x, 1)).relu()
            x = x + self._part(f"block_{block}_b", _reflected(inner, 1))
        for stage in (1, 0):
            x = self._part(f"up_{stage}", x).relu()
        return self.parts["to_image"](_reflected(x, 3)).float().tanh()

    def _part(self, name, x):
        return self.parts[f"{name}_norm"](self.parts[name](x))


class PatchDiscriminator(nn.Module):
    """`patch_discriminator()` of two stages, under the same names.

    Args:
        width: Channels of the first convolution.
    """

    def __init__(self, width):
        super().__init__()
        self.parts = nn.ModuleDict(
            {
                "patch_0": nn.Conv2d(3, width, 4, 2, 1),
                **_with_norm(
                    "patch_1", nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False)
                ),
                **_with_norm(
                    "patch_2",
                    nn.Conv2d(2 * width, 4 * width, 4, 1, 1, bias=False),
                ),
                "to_score": nn.Conv2d(4 * width, 1, 4, 1, 1),
            }
        )

    def forward(self, x):
        """Scores of patches."""
        parts = self.parts
        x = functional.leaky_relu(parts["patch_0"](x), 0.2)
        for stage in (1, 2):
            x = parts[f"patch_{stage}_norm"](parts[f"patch_{stage}"](x))
            x = functional.leaky_relu(x, 0.2)
        return parts["to_score"](x).float()


class TorchCycleGAN:
    """The steps of `CycleGAN`.

    Args:
        networks: Dict of both generators and both discriminators.
        bfloat16: Whether they run under `torch.autocast`.
    """

    def __init__(self, networks, bfloat16):
        self.networks, self.bfloat16 = networks, bfloat16
        generators = (networks["generator_ab"], networks["generator_ba"])
        self.g_optimizer = torch.optim.Adam(
            [p for g in generators for p in g.parameters()],
            RATE,
            BETAS,
            fused=True,
        )
        self.d_optimizers = {
            side: torch.optim.Adam(
                networks[f"discriminator_{side}"].parameters(),
                RATE,
                BETAS,
                fused=True,
            )
            for side in "ab"
        }
        self.pools = {"a": [], "b": []}
        self.generators_loss = self._generators_loss
        self.discriminator_loss = self._discriminator_loss

    def compile(self):
        """Compile both losses."""
        self.generators_loss = torch.compile(self._generators_loss)
        self.discriminator_loss = torch.compile(self._discriminator_loss)

    def _autocast(self):
        return torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16)

    def _generators_loss(self, a, b):
        """Loss of both generators, and the translations to A and to B."""
        ab, ba, judge_a, judge_b = self.networks.values()
        with self._autocast():
            fake_b, same_b = ab(torch.cat([a, b])).chunk(2)
            fake_a, same_a = ba(torch.cat([b, a])).chunk(2)
            again_a, again_b = ba(fake_b), ab(fake_a)
            scores = judge_a(fake_a), judge_b(fake_b)
        loss = sum((score - 1).square().mean() for score in scores)
        for weight, made in (
            (CYCLE, (again_a, again_b)),
            (IDENTITY, (same_a, same_b)),
        ):
            for image, real in zip(made, (a, b), strict=True):
                loss = loss + weight * (image - real).abs().mean()
        return loss, fake_a, fake_b

    def _discriminator_loss(self, side, real, fake):
        """Loss of the discriminator of a side."""
        judge = self.networks[f"discriminator_{side}"]
        with self._autocast():
            real_score, fake_score = judge(real), judge(fake)
        loss = (real_score - 1).square().mean() + fake_score.square().mean()
        return loss / 2

    def train_step(self, a, b):
        """Both generators, then each discriminator."""
        self.g_optimizer.zero_grad()
        loss, fake_a, fake_b = self.generators_loss(a, b)
        loss.backward()
        self.g_optimizer.step()
        for side, real, fake in (("a", a, fake_a), ("b", b, fake_b)):
            shown = self._exchanged(self.pools[side], fake.detach())
            optimizer = self.d_optimizers[side]
            optimizer.zero_grad()
            self.discriminator_loss(side, real, shown).backward()
            optimizer.step()

    @staticmethod
    def _exchanged(pool, fake):
        """The new sample, or one of the pool."""
        if len(pool) < POOL:
            pool.append(fake)
            return fake
        if torch.rand(()) < 0.5:
            slot = int(torch.randint(POOL, ()))
            fake, pool[slot] = pool[slot], fake
        return fake


def compete(
    precision, seed, path, width, blocks, memory_format, threads, compiled
):
    """CycleGAN on random pictures.

    Args:
        precision: `"float32"` or `"bfloat16"`.
        seed: Random seed.
        path: File of the package's row of this precision.
        width: Channels of the largest maps.
        blocks: Residual blocks of each generator.
        memory_format: Name of a memory format.
        threads: Number of threads.
        compiled: Whether `torch.compile` compiles the losses.

    Returns:
        Facts, and function that trains for some steps.
    """
    torch_loop.prepare(seed, threads)
    arrays = exchange.read(path)
    memory_format = FORMATS[memory_format]
    networks = {
        "generator_ab": Translator(width, blocks),
        "generator_ba": Translator(width, blocks),
        "discriminator_a": PatchDiscriminator(width),
        "discriminator_b": PatchDiscriminator(width),
    }
    for name, network in networks.items():
        torch_weights.load(arrays, name, network)
        network.to(memory_format=memory_format)
    model = TorchCycleGAN(networks, precision == "bfloat16")
    work = check_equal_work(model, arrays, precision, memory_format)
    if compiled:
        model.compile()
    pictures = torch.randint(
        256, (2, NUM_PICTURES, 3, SIDE, SIDE), dtype=torch.uint8
    )

    def draw():
        chosen = torch.randint(NUM_PICTURES, (2, 1))
        return tuple(
            _prepared(side[places], memory_format)
            for side, places in zip(pictures, chosen, strict=True)
        )

    return torch_loop.contestant(model, draw, work, WARM_UP)


def check_equal_work(model, arrays, precision, memory_format):
    """Compare the losses of a batch with equal weights.

    Args:
        model: `TorchCycleGAN` with the package's weights.
        arrays: Dict returned by `exchange.read()`.
        precision: Name of the precision.
        memory_format: Memory format of the networks.

    Returns:
        See `exchange.compare()`.
    """
    a, b = (
        _prepared(
            torch.tensor(arrays[f"batch/{side}"]).permute(0, 3, 1, 2),
            memory_format,
        )
        for side in "ab"
    )
    with torch.no_grad():
        loss, fake_a, _ = model.generators_loss(a, b)
        of_a = model.discriminator_loss("a", a, fake_a)
    return exchange.compare(
        arrays,
        {name: torch_weights.count(n) for name, n in model.networks.items()},
        {"generators": float(loss), "discriminator_a": float(of_a)},
        TOLERANCES[precision],
    )


def _prepared(pictures, memory_format):
    return (pictures.float() / 127.5 - 1.0).contiguous(
        memory_format=memory_format
    )


def _with_norm(name, layer):
    channels = layer.out_channels
    norm = nn.InstanceNorm2d(channels, affine=True)
    return {name: layer, f"{name}_norm": norm}


def _reflected(x, margin):
    return functional.pad(x, (margin,) * 4, mode="reflect")
