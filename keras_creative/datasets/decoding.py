"""Pictures of files, decoded in the graph."""

import os

import tensorflow as tf

from keras_creative.files.picture_files import decode_picture


def make_decoder(places, native, locate, background):
    """Decode some of many files, in the graph.

    Args:
        places: List of paths, of which the native ones are read.
        native: List of whether TensorFlow decodes each; the others are left to
            `decode_picture()`.
        locate: Function from the index of one of these to what that takes.
        background: As for that.

    Returns:
        Function from the index of a file to its uint8 picture
        `(height, width, 3)`, which fails when the file is damaged.
    """
    all_native = all(native)
    with tf.device("CPU:0"):
        files = tf.constant([os.fsencode(place) for place in places])
        is_native = tf.constant(native)

    def decode(index):
        def by_tensorflow():
            file = tf.io.read_file(tf.gather(files, index))
            return tf.io.decode_image(file, 3, expand_animations=False)

        def by_pillow():
            return tf.numpy_function(
                lambda index: decode_picture(locate(index), background),
                [index],
                "uint8",
            )

        if all_native:
            return by_tensorflow()
        picture = tf.cond(tf.gather(is_native, index), by_tensorflow, by_pillow)
        return tf.ensure_shape(picture, (None, None, 3))

    return decode
