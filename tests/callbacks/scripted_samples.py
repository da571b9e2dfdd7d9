"""Epochs whose samples are scripted, for `CollapseWatch`."""

import types
import warnings

from keras_creative import callbacks, datasets

RING = datasets.load_toy("8Gaussians")
REAL, LABELS = RING.sample(2000, seed=0)
MODES = (RING.components, RING.std)
OTHERS, OTHER_LABELS = RING.sample(2000, seed=1)
ALL = OTHERS[:256]
FEW = OTHERS[OTHER_LABELS < 2][:256]


class Network:
    """Weights that say when they were taken."""

    def __init__(self, state):
        self.state = state

    def get_weights(self):
        return self.state

    def set_weights(self, weights):
        self.state = weights


def fake_model(**attributes):
    return types.SimpleNamespace(
        sample_shape=(2,),
        stop_training=False,
        generator=Network(0),
        averaged_generator=Network(0),
        **attributes,
    )


def play(script, model=None, logs=None, first_epoch=0, watch=None, **kwargs):
    """Epochs of ten steps whose samples are scripted, up to a stop."""
    model = model or fake_model()
    kwargs = {"modes": MODES, "patience": 2, "grace": 1, **kwargs}
    watch = watch or callbacks.CollapseWatch(REAL, **kwargs)
    watch.set_model(model)
    history, seeds = [], []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        watch.on_train_begin()
        for epoch, samples in enumerate(script, first_epoch):

            def sample(n, seed, samples=samples):
                seeds.append((n, seed))
                return samples

            model.sample = sample
            model.generator.state = epoch + 1
            model.averaged_generator.state = -epoch - 1
            watch.on_epoch_begin(epoch)
            for step in range(10):
                watch.on_train_batch_end(step, logs)
            history.append(dict(logs or {}))
            watch.on_epoch_end(epoch, history[-1])
            if model.stop_training:
                break
    messages = [str(warning.message) for warning in caught]
    return types.SimpleNamespace(
        watch=watch,
        model=model,
        history=history,
        messages=messages,
        seeds=seeds,
    )
