"""DCGAN's strided convolutions with derivatives that are fast on a CPU."""

from collections.abc import Callable

import keras
import tensorflow as tf

from keras_creative.typing import Tensor

KERNEL, STRIDE = 4, 2
_STRIDES = (1, STRIDE, STRIDE, 1)
# oneDNN's kernels for half precision run along a row of the output, and are
# slow for the gradient of the kernel if that row is short.
_SHORT_ROW = 4
# Its kernels for float32 compute 16 channels at least.
_FEW_CHANNELS = 4


def convolve(images: Tensor, kernel: Tensor) -> Tensor:
    """Convolution with a 4x4 kernel, stride 2 and `"same"` padding.

    It equals `keras.ops.conv()`. This function, `convolve_transposed()` and
    `kernel_gradient()` are the three derivatives of one form that is linear in
    the images, the kernel and the outputs, so that gradients of any order are
    made of the same three.

    Args:
        images: Tensor `(batch, height, width, channels)`, sides even.
        kernel: Tensor `(4, 4, channels, filters)` of the same dtype.

    Returns:
        Tensor `(batch, height / 2, width / 2, filters)`.
    """

    @tf.custom_gradient
    def convolved(images, kernel):
        def gradient(upstream):
            return (
                convolve_transposed(upstream, kernel),
                kernel_gradient(images, upstream),
            )

        return tf.nn.conv2d(images, kernel, STRIDE, "SAME"), gradient

    return convolved(*_tensors(images, kernel))


def convolve_transposed(features: Tensor, kernel: Tensor) -> Tensor:
    """Transposed convolution: the gradient of `convolve()` by its images.

    Args:
        features: Tensor `(batch, height, width, filters)`.
        kernel: Tensor `(4, 4, channels, filters)` of the same dtype.

    Returns:
        Tensor `(batch, 2 * height, 2 * width, channels)`.
    """

    @tf.custom_gradient
    def transposed(features, kernel):
        def gradient(upstream):
            return (
                convolve(upstream, kernel),
                kernel_gradient(upstream, features),
            )

        few = kernel.shape[2] <= _FEW_CHANNELS and kernel.dtype == "float32"
        compute = _by_blocks if few else _by_tensorflow
        return compute(features, kernel), gradient

    return transposed(*_tensors(features, kernel))


def add_bias(outputs: Tensor, bias: Tensor) -> Tensor:
    """Outputs plus a bias, whose gradient is exact in half precision.

    TensorFlow's gradient of `tf.nn.bias_add()` also rounds partial sums, which
    lost a fifth of the gradient for a batch of 32x32 images in bfloat16.

    Args:
        outputs: Tensor `(batch, height, width, filters)`.
        bias: Tensor `(filters,)` of the same dtype.
    """

    @tf.custom_gradient
    def added(outputs, bias):
        def gradient(upstream):
            return upstream, tf.reduce_sum(upstream, (0, 1, 2))

        return tf.nn.bias_add(outputs, bias), gradient

    return added(*_tensors(outputs, bias))


def kernel_gradient(images: Tensor, upstream: Tensor) -> Tensor:
    """Gradient of `convolve()` by its kernel.

    Args:
        images: Tensor `(batch, height, width, channels)`, sides even.
        upstream: Tensor `(batch, height / 2, width / 2, filters)`.

    Returns:
        Tensor `(4, 4, channels, filters)`.
    """

    @tf.custom_gradient
    def of_kernel(images, upstream):
        def gradient(kernel):
            return (
                convolve_transposed(upstream, kernel),
                convolve(images, kernel),
            )

        short = upstream.shape[2] <= _SHORT_ROW and upstream.dtype != "float32"
        compute = _by_patches if short else _by_kernel_filter
        return compute(images, upstream), gradient

    return of_kernel(*_tensors(images, upstream))


def _tensors(*values):
    """Values of variables: a custom gradient takes tensors alone."""
    return map(tf.convert_to_tensor, values)


def _by_tensorflow(features, kernel):
    height, width = (STRIDE * side for side in features.shape[1:3])
    shape = (tf.shape(features)[0], height, width, kernel.shape[2])
    return tf.nn.conv2d_transpose(features, kernel, shape, STRIDE, "SAME")


def _by_blocks(features, kernel):
    """One convolution that computes blocks of 2x2 pixels as channels."""
    _, _, channels, filters = kernel.shape
    parts = tf.reshape(kernel, (2, 2, 2, 2, channels, filters))
    parts = tf.transpose(parts, (0, 2, 1, 3, 4, 5))
    parts = tf.reshape(parts, (2, 2, STRIDE**2 * channels, filters))
    batch, height, width = tf.shape(features)[0], *features.shape[1:3]
    shape = (batch, height + 1, width + 1, STRIDE**2 * channels)
    blocks = tf.nn.conv2d_transpose(features, parts, shape, 1, "VALID")
    return tf.nn.depth_to_space(blocks, STRIDE)[:, 1:-1, 1:-1]


def _by_kernel_filter(images, upstream):
    return tf.raw_ops.Conv2DBackpropFilter(
        input=images,
        filter_sizes=(KERNEL, KERNEL, images.shape[-1], upstream.shape[-1]),
        out_backprop=upstream,
        strides=_STRIDES,
        padding="SAME",
    )


def _by_patches(images, upstream):
    """Product of the matrix of all 4x4 patches with the upstream gradient."""
    _, height, width, channels = images.shape
    rows, columns = height // STRIDE, width // STRIDE
    padded = tf.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    pairs = tf.reshape(
        padded, (-1, rows + 1, STRIDE, columns + 1, STRIDE * channels)
    )
    patches = tf.concat(
        [
            pairs[:, top : top + rows, row, left : left + columns]
            for top in range(2)
            for row in range(STRIDE)
            for left in range(2)
        ],
        axis=-1,
    )
    gradient = tf.matmul(
        tf.reshape(patches, (-1, KERNEL**2 * channels)),
        tf.reshape(upstream, (-1, upstream.shape[-1])),
        transpose_a=True,
    )
    return tf.reshape(gradient, (KERNEL, KERNEL, channels, -1))


def is_fast(layer: keras.layers.Layer, inputs: Tensor) -> bool:
    """Whether the functions of this module compute a layer in training.

    Args:
        layer: `keras.layers.Conv2D` or `keras.layers.Conv2DTranspose`.
        inputs: Its inputs.
    """
    return (
        layer.kernel_size == (KERNEL, KERNEL)
        and layer.strides == (STRIDE, STRIDE)
        and layer.padding == "same"
        and layer.data_format == "channels_last"
        and layer.dilation_rate == (1, 1)
        and getattr(layer, "groups", 1) == 1
        and not any(side is None or side % 2 for side in inputs.shape[1:3])
        and not tf.config.list_physical_devices("GPU")
    )


def apply(
    function: Callable, layer: keras.layers.Layer, inputs: Tensor
) -> Tensor:
    """Outputs of a layer whose convolution `function` computes.

    Args:
        function: `convolve` or `convolve_transposed`.
        layer: Built `keras.layers.Conv2D` or `keras.layers.Conv2DTranspose`.
        inputs: Its inputs, for which `is_fast()` is true.
    """
    outputs = function(inputs, layer.kernel)
    if layer.use_bias:
        outputs = add_bias(outputs, layer.bias)
    return layer.activation(outputs)


class _Strided:
    """Keras layer that calls `function` in training, where it can."""

    function = None

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Outputs of the convolution."""
        if training and is_fast(self, inputs):
            return apply(type(self).function, self, inputs)
        return super().call(inputs)


@keras.saving.register_keras_serializable(package="keras_creative")
class Conv2D(_Strided, keras.layers.Conv2D):
    """`keras.layers.Conv2D` with faster training of DCGAN's convolutions.

    In training on a CPU, a convolution with a 4x4 kernel, stride 2 and `"same"`
    padding of images with even sides is computed by `convolve()`. All others
    are Keras' own. Arguments, weights and values are the same, up to rounding.

    Args:
        *args: Positional arguments of `keras.layers.Conv2D`.
        **kwargs: Keyword arguments of `keras.layers.Conv2D`.

    Example:

    >>> layer = keras_creative.layers.Conv2D(8, 4, strides=2, padding="same")
    >>> layer(np.ones((1, 32, 32, 3)), training=True).shape
    TensorShape([1, 16, 16, 8])
    """

    function = convolve


@keras.saving.register_keras_serializable(package="keras_creative")
class Conv2DTranspose(_Strided, keras.layers.Conv2DTranspose):
    """`keras.layers.Conv2DTranspose`, faster in training as `Conv2D` is.

    Args:
        *args: Positional arguments of `keras.layers.Conv2DTranspose`.
        **kwargs: Keyword arguments of `keras.layers.Conv2DTranspose`.

    Example:

    >>> layer = keras_creative.layers.Conv2DTranspose(
    ...     3, 4, strides=2, padding="same"
    ... )
    >>> layer(np.ones((1, 16, 16, 8)), training=True).shape
    TensorShape([1, 32, 32, 3])
    """

    function = convolve_transposed
