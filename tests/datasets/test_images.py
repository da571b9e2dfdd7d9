import numpy as np
import pytest
import tensorflow as tf

from keras_creative.datasets.images import image_batches, to_network_range


def first_pixels(batches, count):
    return [x.numpy()[:, 0, 0, 0].tolist() for x in batches.take(count)]


def numbered(count):
    """Pictures that are told apart by their one value: 0, 1, 2, ..."""
    return np.tile(
        np.arange(count, dtype="uint8").reshape(-1, 1, 1, 1), (1, 2, 2, 1)
    )


class TestToNetworkRange:
    def test_exact_values(self):
        images = np.array([0, 51, 102, 204, 255], "uint8").reshape(1, 1, 5, 1)
        x = to_network_range(images)
        assert x.dtype == "float32"
        expected = np.array([-1.0, -0.6, -0.2, 0.6, 1.0], "float32")
        np.testing.assert_allclose(
            x.numpy().ravel(), expected, rtol=0, atol=1e-7
        )
        assert (x.numpy().min(), x.numpy().max()) == (-1.0, 1.0)

    def test_centred_padding(self):
        images = np.full((2, 1, 2, 3), 255, "uint8")
        expected = -np.ones((2, 4, 4, 3), "float32")
        expected[:, 1:2, 1:3] = 1.0
        np.testing.assert_array_equal(to_network_range(images, 4), expected)

    def test_size_of_the_pictures_pads_nothing(self):
        images = np.full((2, 3, 3, 1), 255, "uint8")
        x = to_network_range(images, size=3)
        np.testing.assert_array_equal(x, np.ones((2, 3, 3, 1)))

    def test_in_a_map(self):
        images = np.arange(2 * 3 * 3, dtype="uint8").reshape(2, 3, 3, 1)
        batches = tf.data.Dataset.from_tensor_slices(images).batch(2)
        mapped = batches.map(lambda x: to_network_range(x, size=8))
        assert mapped.element_spec.shape.as_list() == [None, 8, 8, 1]
        expected = to_network_range(images, size=8)
        np.testing.assert_array_equal(next(iter(mapped)), expected)

    @pytest.mark.parametrize("shape", [(1, 5, 4, 1), (1, 4, 5, 1)])
    def test_too_large(self, shape):
        message = f"`size` must be.*{shape[1]} x {shape[2]}. Received: size=4"
        with pytest.raises(ValueError, match=message):
            to_network_range(np.zeros(shape, "uint8"), size=4)

    def test_wrong_images(self):
        with pytest.raises(ValueError, match="must be uint8.*dtype float32"):
            to_network_range(np.zeros((1, 4, 4, 1), "float32"))
        with pytest.raises(ValueError, match=r"must be uint8.*\(4, 4, 1\)"):
            to_network_range(np.zeros((4, 4, 1), "uint8"))
        unknown = tf.TensorSpec(None, "uint8")
        with pytest.raises(ValueError, match="must be uint8.*<unknown>"):
            tf.function(to_network_range).get_concrete_function(unknown)


class TestImageBatches:
    def test_static_shapes(self):
        images = numbered(10)
        batches = image_batches(images, batch_size=4, size=8)
        expected = tf.TensorSpec((4, 8, 8, 1), "float32")
        assert batches.element_spec == expected
        pairs = image_batches(images, np.arange(10), batch_size=4, size=None)
        assert pairs.element_spec == (
            tf.TensorSpec((4, 2, 2, 1), "float32"),
            tf.TensorSpec((4,), "int32"),
        )
        assert batches.cardinality() == tf.data.INFINITE_CARDINALITY

    def test_every_picture_once_an_epoch(self):
        images = numbered(12)
        labels = 100 + np.arange(12)
        seen = []
        batches = image_batches(images, labels, batch_size=4, size=3, seed=1)
        for x, y in batches.take(2 * 3):
            expected = to_network_range(images[y.numpy() - 100], size=3)
            np.testing.assert_array_equal(x, expected)
            seen += y.numpy().tolist()
        assert sorted(seen[:12]) == labels.tolist()
        assert sorted(seen[12:]) == labels.tolist()
        assert seen[:12] != seen[12:]

    def test_remainder_is_dropped_each_epoch(self):
        batches = image_batches(numbered(11), batch_size=4, size=2)
        seen = np.array(first_pixels(batches, 8)).reshape(4, 8)
        assert [len(set(epoch)) for epoch in seen] == [8] * 4
        assert len({frozenset(epoch) for epoch in seen.tolist()}) > 1

    def test_order_is_a_function_of_the_seed(self):
        def order(**kwargs):
            batches = image_batches(numbered(9), batch_size=9, size=2, **kwargs)
            return first_pixels(batches, 1)[0]

        tf.random.set_seed(1)
        first = order(seed=3)
        tf.random.set_seed(2)
        assert order(seed=3) == first
        assert order(seed=4) != first
        assert order() == order(seed=0)
        assert order(seed=3, first_epoch=1) != first
        assert order(seed=1, first_epoch=3) != order(seed=3, first_epoch=1)

    @pytest.mark.parametrize("first_epoch", [0, 1, 3])
    def test_resume(self, first_epoch):
        images, labels = numbered(11), np.arange(11)
        kwargs = {"batch_size": 4, "size": 2, "seed": 5}
        unbroken = image_batches(images, labels, **kwargs)
        resumed = image_batches(
            images, labels, first_epoch=first_epoch, **kwargs
        )
        unbroken = unbroken.skip(2 * first_epoch).take(6)
        pairs = zip(unbroken, resumed.take(6), strict=True)
        for (x, y), (resumed_x, resumed_y) in pairs:
            np.testing.assert_array_equal(x, resumed_x)
            np.testing.assert_array_equal(y, resumed_y)

    def test_one_batch_of_everything(self):
        batches = image_batches(numbered(3), batch_size=3, size=2)
        expected = to_network_range(numbered(3))[:, 0, 0, 0].numpy().tolist()
        assert sorted(first_pixels(batches, 1)[0]) == expected

    def test_arrays_may_change_afterwards(self):
        images, labels = numbered(4), np.arange(4, dtype="int32")
        batches = image_batches(images, labels, batch_size=4, size=2)
        images[:], labels[:] = 255, 9
        x, y = next(iter(batches))
        assert sorted(y.numpy()) == [0, 1, 2, 3]
        assert x.numpy().max() < 0

    @pytest.mark.parametrize(
        "kwargs, message",
        [
            ({"batch_size": 0}, "1 to the .* 6. Received: batch_size=0$"),
            ({"batch_size": 7}, "1 to the .* 6. Received: batch_size=7$"),
            ({"first_epoch": -1}, "0 or more. Received: first_epoch=-1$"),
            ({"size": 1}, "`size` must be.*2 x 2. Received: size=1$"),
            ({"labels": [0] * 5}, r"each of the 6 .* shape \(5,\)$"),
            ({"labels": [0.5] * 6}, "one integer.*dtype float64"),
            ({"images": np.zeros((6, 2, 2))}, r"must be uint8.*\(6, 2, 2\)"),
            ({"images": numbered(6) / 255}, "must be uint8.*dtype float64"),
        ],
    )
    def test_wrong_arguments(self, kwargs, message):
        kwargs = {"images": numbered(6), "batch_size": 2, "size": 2} | kwargs
        with pytest.raises(ValueError, match=message):
            image_batches(**kwargs)
