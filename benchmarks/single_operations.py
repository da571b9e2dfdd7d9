"""Times of single convolutions and matrix products."""

import math
import time

import tensorflow as tf
from onednn_log import Convolution

FEWEST_COPIES, MOST_COPIES, NUMBERS = 4, 64, 2**24
ROUNDS, SECONDS = 5, 0.1


def fastest_ways(products):
    """Time each product alone, in two ways.

    Args:
        products: Iterable of `Convolution` and `MatrixProduct`.

    Returns:
        Dict from a product to a dict from a way, `"convolution"` (oneDNN's),
        `"patches"` (a matrix product with patches of the images, if the
        strides divide the kernel), `"matmul"` or `"XLA"`, to its milliseconds.
    """
    return {product: _ways(product) for product in products}


def _ways(product):
    if not isinstance(product, Convolution):
        operation, arguments = _matmul(product), _matrices(product)
        return {
            name: _milliseconds(operation, arguments, xla)
            for name, xla in (("matmul", False), ("XLA", True))
        }
    ways = {"convolution": _conv2d(product)}
    strided = zip(product.kernel, product.strides, strict=True)
    if all(size % stride == 0 for size, stride in strided):
        ways["patches"] = _patches(product)
    return {
        name: _milliseconds(_directed(way, product), _images(product))
        for name, way in ways.items()
    }


def _milliseconds(operation, shapes_and_types, xla=False):
    """Smallest time of an operation, in milliseconds.

    Several copies, each with its own arguments, run one after the other in one
    graph, so that a call's own time hardly counts; small arguments have the
    most copies.
    """
    numbers = sum(math.prod(shape) for shape, _ in shapes_and_types)
    count = min(max(NUMBERS // numbers, FEWEST_COPIES), MOST_COPIES)
    copies = [
        [tf.cast(tf.random.normal(s), t) for s, t in shapes_and_types]
        for _ in range(count)
    ]

    # XLA would compute the first number alone.
    result = tf.identity if xla else _first_number

    @tf.function(jit_compile=xla)
    def run(copies):
        made = []
        for arguments in copies:
            with tf.control_dependencies(made[-1:]):
                made.append(result(operation(*arguments)))
        return made

    run(copies)
    times, begin = [], time.perf_counter()
    while len(times) < ROUNDS or time.perf_counter() - begin < SECONDS:
        start = time.perf_counter()
        run(copies)
        times.append(time.perf_counter() - start)
    return 1000 * min(times) / count


def _first_number(tensor):
    """A result that keeps no memory."""
    return tf.reshape(tensor, [-1])[0]


def _matrices(product):
    shapes = [(product.rows, product.inner), (product.inner, product.columns)]
    return [
        (shape[::-1] if transposed else shape, product.precision)
        for shape, transposed in zip(shapes, product.transposed, strict=True)
    ]


def _matmul(product):
    first, second = product.transposed
    return lambda a, b: tf.matmul(a, b, transpose_a=first, transpose_b=second)


def _images(product):
    """Shapes and types of the input, the kernel and the output."""
    first, last = product.channels
    shapes = (
        (product.batch, *product.inputs, first),
        (*product.kernel, first, last),
        (product.batch, *product.outputs, last),
    )
    return [(shape, product.precision) for shape in shapes]


def _directed(convolve, product):
    """The function of input, kernel and output that has the direction."""

    def operation(images, kernel, outputs):
        made = convolve(images, kernel)
        if product.direction == "forward":
            return made
        source = images if product.direction == "backward_data" else kernel
        return tf.gradients(made, source, outputs)[0]

    return operation


def _conv2d(product):
    padding = _padding(product)

    def convolve(images, kernel):
        return tf.nn.conv2d(images, kernel, product.strides, padding)

    return convolve


def _patches(product):
    """A convolution as the matrix product of patches and kernel."""
    (high, wide), (down, right) = product.outputs, product.strides
    tall, broad = product.kernel[0] // down, product.kernel[1] // right

    def convolve(images, kernel):
        padded = tf.pad(images, [[0, 0], *_margins(product), [0, 0]])
        rows, columns = high + tall - 1, wide + broad - 1
        parts = tf.reshape(
            padded[:, : rows * down, : columns * right],
            (product.batch, rows, down, columns, right * images.shape[-1]),
        )
        patches = tf.concat(
            [
                parts[:, top : top + high, row, left : left + wide]
                for top in range(tall)
                for row in range(down)
                for left in range(broad)
            ],
            axis=-1,
        )
        patches = tf.reshape(patches, (-1, patches.shape[-1]))
        made = patches @ tf.reshape(kernel, (patches.shape[-1], -1))
        return tf.reshape(made, (product.batch, high, wide, -1))

    return convolve


def _margins(product):
    """Zeros before and after the height and the width."""
    return [
        [before, max((out - 1) * stride + kernel - size - before, 0)]
        for size, out, kernel, stride, before in zip(
            product.inputs,
            product.outputs,
            product.kernel,
            product.strides,
            product.padding,
            strict=True,
        )
    ]


def _padding(product):
    """By name where possible: other gradients aren't oneDNN's."""
    margins = _margins(product)
    if not any(map(any, margins)):
        return "VALID"
    strided = zip(product.inputs, product.strides, strict=True)
    is_same = product.outputs == tuple(-(-size // s) for size, s in strided)
    if is_same and all(a <= b <= a + 1 for a, b in margins):
        return "SAME"
    return [[0, 0], *margins, [0, 0]]
