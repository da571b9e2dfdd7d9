"""Subject of the contract's checks: a model class and its data."""

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

BATCH_SIZE = 8
STEPS = 4


@dataclasses.dataclass(frozen=True)
class Subject:
    """A model class, with the arguments to build and train it.

    Args:
        cls: The class, a `keras_creative.models.AdversarialModel` or
            `keras_creative.models.VAE`.
        init_kwargs: Function without arguments that returns the constructor's
            arguments as a dict, with new networks at every call. Networks of
            a few units keep the checks fast.
        labels: Whether the training data has labels. Defaults to `False`.
        data: Function of the model that returns the arguments `x` and, with
            labels, `y` of `fit()` as a dict of arrays with 32 rows, the same
            at every call. Defaults to `None`: samples drawn uniformly from
            [-1, 1] and labels of every class.

    Example:

    ```python
    from keras_creative import models, networks, testing


    def make_init_kwargs():
        return {
            "generator": networks.mlp_generator(units=4),
            "discriminator": networks.mlp_discriminator(units=4),
        }


    subject = testing.Subject(models.LSGAN, make_init_kwargs)
    subject.fit(subject.make())
    ```
    """

    cls: type
    init_kwargs: Callable[[], dict[str, Any]]
    labels: bool = False
    data: Callable[[Any], dict[str, np.ndarray]] | None = None

    def make(self, **compile_kwargs: Any) -> Any:
        """A new compiled model, the same at every call.

        Args:
            **compile_kwargs: Further arguments of `compile()`, such as
                `jit_compile=True`.

        Returns:
            Instance of `cls`.
        """
        keras.utils.set_random_seed(0)
        model = self.cls(**self.init_kwargs())
        rates = {
            name: 0.01 * index
            for index, name in enumerate(self.optimizers, start=1)
        }
        model.compile(
            **{
                name: keras.optimizers.Adam(rate, beta_1=0.5)
                for name, rate in rates.items()
            },
            **compile_kwargs,
        )
        return model

    def initial(self) -> Any:
        """The model of `make()` in its initial state, without a new one.

        One model is built and its steps are traced once for all checks that
        call this.

        Returns:
            Instance of `cls`, the same object at every call.
        """
        model, variables, values = self._shared
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        return model

    @functools.cached_property
    def _shared(self):
        model = self.make()
        variables = {id(v): v for v in model.variables}
        for player in model.players.values():
            variables |= {id(v): v for v in player.optimizer.variables}
        variables = list(variables.values())
        return model, variables, [v.numpy() for v in variables]

    @property
    def optimizers(self) -> list[str]:
        """Names of the optimizers that `compile()` takes."""
        named = getattr(self.cls, "player_optimizers", None)
        if named:
            return list(named.values())
        parameters = inspect.signature(self.cls.compile).parameters
        return [name for name in parameters if name.endswith("optimizer")]

    def make_data(self, model: Any) -> dict[str, np.ndarray]:
        """Arguments `x` and `y` of `fit()`, the same at every call.

        Args:
            model: Model of the class.

        Returns:
            Dict of arrays with 32 rows.
        """
        if self.data is not None:
            return self.data(model)
        rng = np.random.default_rng(0)
        n = BATCH_SIZE * STEPS
        shape = (n, *model.sampler.output_shape[1:])
        data = {"x": rng.uniform(-1, 1, shape).astype("float32")}
        if self.labels:
            data["y"] = rng.integers(0, model.num_classes, n).astype("int32")
        return data

    def first_batch(self, model: Any) -> Any:
        """The first 8 rows of the data, as `train_step()` takes them.

        Args:
            model: Model of the class.

        Returns:
            Tensor of samples, or a tuple of samples and labels.
        """
        data = self.make_data(model).values()
        batch = tuple(
            keras.ops.convert_to_tensor(part[:BATCH_SIZE]) for part in data
        )
        return batch if len(batch) > 1 else batch[0]

    def fit(
        self, model: Any, epochs: int = 1, **kwargs: Any
    ) -> dict[str, list[float]]:
        """Train on the data in a fixed order, in 4 batches of 8.

        Args:
            model: Model of the class.
            epochs: Number of epochs. Defaults to `1`.
            **kwargs: Further arguments of `fit()`.

        Returns:
            Dict of the history.
        """
        history = model.fit(
            **self.make_data(model),
            batch_size=BATCH_SIZE,
            shuffle=False,
            epochs=epochs,
            verbose=0,
            **kwargs,
        )
        return history.history

    @functools.cached_property
    def first_epoch(self) -> dict[str, list[float]]:
        """History of one epoch from the initial state."""
        return self.fit(self.initial())

    @functools.cached_property
    def reference(self) -> tuple[dict[str, list[float]], Any]:
        """History and model of two uninterrupted epochs in graph mode."""
        model = self.make()
        return self.fit(model, epochs=2), model
