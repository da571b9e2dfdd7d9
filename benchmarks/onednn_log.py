"""Reader of oneDNN's verbose log, which `ONEDNN_VERBOSE=1` prints.

A line names a primitive that was executed, such as a convolution or a reorder
(a copy to another memory layout), its implementation, the layouts of its
arguments with their precision, its problem size and its time in milliseconds.
"""

import collections
import dataclasses
import re

_PREFIX = ["onednn_verbose", "v1", "primitive", "exec"]
_SIZES = re.compile(r"([a-z]+)(\d+)")
_LAYOUTS = re.compile(r"blocked:(\w+)")
_MATRIX_KINDS = ("gemm_api", "inner_product", "matmul")
_GROUPS = {
    "convolution": "convolutions",
    **dict.fromkeys(_MATRIX_KINDS, "matrix products"),
    "reorder": "reorders",
}


@dataclasses.dataclass(frozen=True)
class Primitive:
    """An executed primitive.

    Args:
        kind: Such as `"convolution"` or `"reorder"`.
        implementation: Name of the code that ran, such as
            `"jit:avx512_core"`.
        direction: Such as `"forward_training"` or `"backward_weights"`.
        layouts: Precisions and memory layouts of the arguments.
        problem: Problem size.
        milliseconds: Time.
    """

    kind: str
    implementation: str
    direction: str
    layouts: str
    problem: str
    milliseconds: float

    @property
    def precision(self):
        """`"bfloat16"` if any argument has it, otherwise `"float32"`."""
        return "bfloat16" if "bf16" in self.layouts else "float32"

    @property
    def is_reference(self):
        """Whether oneDNN has no fast code for this problem."""
        return self.implementation.startswith("ref")


def read(lines):
    """Primitives of a log; lines of other programs are skipped.

    Args:
        lines: Iterable of strings.
    """
    primitives = []
    for line in lines:
        fields = line.rstrip().split(",")
        if fields[:4] == _PREFIX:
            kind, implementation, direction, layouts = fields[5:9]
            problem, milliseconds = fields[-2:]
            primitives.append(
                Primitive(
                    kind,
                    implementation,
                    direction,
                    layouts,
                    problem,
                    float(milliseconds),
                )
            )
    return primitives


def summarize(primitives, steps):
    """Numbers and times per step.

    Args:
        primitives: List returned by `read()`.
        steps: Number of steps that the log covers.

    Returns:
        Dict from `"convolutions"`, `"matrix products"`, `"reorders"` and
        `"others"` to a dict of the numbers per step: `count`, `bfloat16`,
        `reference` (without fast code) and `milliseconds`.
    """
    names = ("count", "bfloat16", "reference", "milliseconds")
    groups = {
        group: dict.fromkeys(names, 0)
        for group in [*_GROUPS.values(), "others"]
    }
    for primitive in primitives:
        row = groups[_GROUPS.get(primitive.kind, "others")]
        row["count"] += 1
        row["bfloat16"] += primitive.precision == "bfloat16"
        row["reference"] += primitive.is_reference
        row["milliseconds"] += primitive.milliseconds
    return {
        group: {name: value / steps for name, value in row.items()}
        for group, row in groups.items()
    }


@dataclasses.dataclass(frozen=True)
class Convolution:
    """A convolution without groups or dilation, forward or backward.

    Args:
        direction: `"forward"`, `"backward_data"` or `"backward_weights"`.
        precision: `"float32"` or `"bfloat16"`.
        batch: Images.
        channels: Channels of the input and of the output.
        inputs: Height and width of the input.
        outputs: Height and width of the output.
        kernel: Height and width of the kernel.
        strides: Vertical and horizontal stride.
        padding: Zeros above and left of the input.
    """

    direction: str
    precision: str
    batch: int
    channels: tuple
    inputs: tuple
    outputs: tuple
    kernel: tuple
    strides: tuple
    padding: tuple


@dataclasses.dataclass(frozen=True)
class MatrixProduct:
    """A matrix product `(rows, inner)` by `(inner, columns)`.

    Args:
        precision: `"float32"` or `"bfloat16"`.
        rows: Rows of the first matrix.
        inner: Its columns.
        columns: Columns of the second matrix.
        transposed: Whether the first and the second are stored transposed.
    """

    precision: str
    rows: int
    inner: int
    columns: int
    transposed: tuple


def count_products(primitives):
    """`Counter` of the log's convolutions and matrix products by their size.

    Args:
        primitives: List returned by `read()`.

    Raises:
        ValueError: If a convolution has groups or dilation, or a matrix
            product several matrices.
    """
    return collections.Counter(
        _convolution(primitive)
        if primitive.kind == "convolution"
        else _matrix_product(primitive)
        for primitive in primitives
        if primitive.kind in ("convolution", *_MATRIX_KINDS)
    )


def _convolution(primitive):
    sizes = _sizes(primitive)
    if sizes.keys() & {"g", "id"} or sizes["dh"] or sizes["dw"]:
        raise ValueError(
            "Only convolutions of images without groups and dilation can be "
            f"timed alone. Received: {primitive.problem}"
        )
    return Convolution(
        primitive.direction.removesuffix("_training"),
        primitive.precision,
        sizes["mb"],
        (sizes["ic"], sizes["oc"]),
        *((sizes[f"{name}h"], sizes[f"{name}w"]) for name in "ioksp"),
    )


def _matrix_product(primitive):
    if primitive.kind == "inner_product":
        sizes = _sizes(primitive)
        rows, inner, columns = (sizes[name] for name in ("mb", "ic", "oc"))
        return MatrixProduct(
            primitive.precision, rows, inner, columns, (False, False)
        )
    sides = [part.split("x") for part in primitive.problem.split(":")]
    if any(len(part) != 2 for part in sides):
        raise ValueError(
            "Only products of two matrices can be timed alone. "
            f"Received: {primitive.problem}"
        )
    (rows, inner), (_, columns) = sides
    layouts = _LAYOUTS.findall(primitive.layouts)
    return MatrixProduct(
        primitive.precision,
        int(rows),
        int(inner),
        int(columns),
        tuple(layout == "ba" for layout in layouts[:2]),
    )


def _sizes(primitive):
    return {name: int(size) for name, size in _SIZES.findall(primitive.problem)}
