"""Pictures of files, decoded in the graph."""

import os

import tensorflow as tf

from keras_creative.picture_files import decode_picture


def make_decoder(paths, native, background):
    """Decode some of many files, in the graph.

    Args:
        paths: List of the files.
        native: List of whether TensorFlow decodes each; the others are left to
            `decode_picture()`.
        background: As for that.

    Returns:
        Function from the index of a file to its uint8 picture
        `(height, width, 3)`, which fails when the file is damaged.
    """
    with tf.device("CPU:0"):
        files = tf.constant([os.fsencode(path) for path in paths])
        is_native = tf.constant(native)

    def decode(index):
        path = tf.gather(files, index)

        def by_tensorflow():
            file = tf.io.read_file(path)
            return tf.io.decode_image(file, 3, expand_animations=False)

        def by_pillow():
            return tf.numpy_function(
                lambda path: decode_picture(os.fsdecode(path), background),
                [path],
                "uint8",
            )

        if all(native):
            return by_tensorflow()
        picture = tf.cond(tf.gather(is_native, index), by_tensorflow, by_pillow)
        return tf.ensure_shape(picture, (None, None, 3))

    return decode
