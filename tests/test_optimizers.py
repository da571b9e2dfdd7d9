import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.optimizers import Adam, LinearDecay

SETTINGS = {
    "defaults": {},
    "betas": {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-2},
    "amsgrad": {"amsgrad": True},
    "clipping": {"global_clipnorm": 0.5},
    "weight_decay": {"weight_decay": 0.1},
    "accumulation": {"gradient_accumulation_steps": 2},
    "schedule": {
        "learning_rate": keras.optimizers.schedules.CosineDecay(0.1, 5)
    },
}


def trajectory(make, gradients, jit_compile):
    weights = [keras.Variable([1.0, -2.0]), keras.Variable([[0.5]])]
    optimizer = make()
    optimizer.build(weights)

    @tf.function(jit_compile=jit_compile)
    def step(*gradients):
        optimizer.apply(gradients, weights)

    for pair in gradients:
        step(*pair)
    return [*weights, *optimizer.variables]


@pytest.mark.slow
@pytest.mark.parametrize("jit_compile", [False, True])
@pytest.mark.parametrize("name", SETTINGS)
def test_steps_equal_those_of_keras(name, jit_compile):
    rng = np.random.default_rng(0)
    gradients = [
        (
            tf.constant(rng.normal(size=2), "float32"),
            tf.constant([[rng.normal()]], "float32"),
        )
        for _ in range(4)
    ]
    settings = {"learning_rate": 0.1, **SETTINGS[name]}
    ours, kerass = (
        trajectory(lambda cls=cls: cls(**settings), gradients, jit_compile)
        for cls in (Adam, keras.optimizers.Adam)
    )
    for value, expected in zip(ours, kerass, strict=True):
        np.testing.assert_allclose(value, expected, rtol=1e-5, atol=1e-7)


def test_sparse_gradients_are_those_of_keras():
    for cls in (Adam, keras.optimizers.Adam):
        weight = keras.Variable([[1.0], [2.0], [3.0]])
        optimizer = cls(0.5)
        optimizer.build([weight])
        gradient = tf.IndexedSlices(
            tf.constant([[2.0]]), tf.constant([1]), tf.constant([3, 1])
        )
        optimizer.apply([gradient], [weight])
        np.testing.assert_allclose(weight, [[1.0], [1.5], [3.0]], atol=1e-5)


def test_the_step_is_one_operation(monkeypatch):
    weight = keras.Variable([1.0])
    optimizer = Adam()
    optimizer.build([weight])

    @tf.function
    def step(gradient):
        optimizer.apply([gradient], [weight])

    graph = step.get_concrete_function(tf.constant([1.0])).graph
    kinds = [operation.type for operation in graph.get_operations()]
    assert kinds.count("ResourceApplyAdam") == 1
    assert "Sqrt" not in kinds


def test_replicas_sum_their_gradients_and_stay_equal():
    strategy = tf.distribute.MirroredStrategy(
        [device.name for device in tf.config.list_logical_devices("CPU")[:2]],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )
    with strategy.scope():
        weight = keras.Variable([1.0, 2.0])
        optimizer = Adam(0.5, epsilon=1.0)
        optimizer.build([weight])
    gradients = strategy.experimental_distribute_values_from_function(
        lambda context: tf.constant(
            [[3.0, -4.0], [0.0, 5.0]][context.replica_id_in_sync_group]
        )
    )
    strategy.run(lambda g: optimizer.apply([g], [weight]), args=(gradients,))
    # The summed gradient g = [3, 1], and a first step of lr * g / (|g| + eps),
    # with eps divided by sqrt(1 - beta_2) as Keras defines it.
    eps = 1.0 / np.sqrt(1 - 0.999)
    expected = [1 - 0.5 * 3 / (3 + eps), 2 - 0.5 * 1 / (1 + eps)]
    for values in strategy.experimental_local_results(weight.value):
        np.testing.assert_allclose(values, expected, rtol=1e-5)


def test_config_round_trip():
    optimizer = Adam(0.25, beta_1=0.5)
    copy = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert type(copy) is Adam
    assert copy.get_config() == optimizer.get_config()


def test_linear_decay():
    rate = LinearDecay(0.2, 4, 10)
    found = [float(rate(step)) for step in (0, 4, 5, 9, 14, 30)]
    np.testing.assert_allclose(found, [0.2, 0.2, 0.18, 0.1, 0, 0], atol=1e-7)
    again = LinearDecay.from_config(rate.get_config())
    assert float(again(9)) == pytest.approx(0.1)


@pytest.mark.parametrize(
    "change", [{"rate": 0.0}, {"constant_steps": -1}, {"decay_steps": 0}]
)
def test_wrong_linear_decay(change):
    arguments = {"rate": 0.1, "constant_steps": 1, "decay_steps": 1, **change}
    (name,) = change
    with pytest.raises(ValueError, match=f"`{name}`"):
        LinearDecay(**arguments)
