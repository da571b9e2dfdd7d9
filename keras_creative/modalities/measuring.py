"""Measurement of a modality's samples."""

from typing import Any, NamedTuple

import numpy as np

from keras_creative import metrics
from keras_creative.modalities.capabilities import Capabilities, needs
from keras_creative.modalities.real_examples import draw_real

_SAMPLES = 256
_CLUSTERS = 20
# Fewer examples have no meaningful clusters.
_FEWEST = 8


class Measurement(NamedTuple):
    """Measures of samples, and their protocol.

    Args:
        measures: Dict from names to numbers, or to further dicts of numbers.
        protocol: Sentence that names the number of samples and the seed.
    """

    measures: dict[str, Any]
    protocol: str


class MeasureInputs(NamedTuple):
    """Inputs of the measures of samples.

    Args:
        available: Dict from names of `keras_creative.metrics.NEEDS` to their
            values.
        protocol: See `Measurement`.
        measures: Measures that are computed already, see `Measurement`.
            Defaults to `{}`.
    """

    available: dict[str, Any]
    protocol: str
    measures: dict[str, Any] = {}


class Measuring(Capabilities):
    """Measures of samples by their distances, built on `features()`."""

    value_range: tuple[float, float] | None = None

    @needs("features")
    def features(self, samples: np.ndarray) -> np.ndarray:
        """Features whose Euclidean distances measure the difference of samples.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Array `(n, ...)`.
        """
        raise self._undefined("features")

    @needs("features")
    def measure(
        self, samples: np.ndarray, data: Any, seed: int = 0, model: Any = None
    ) -> Measurement:
        """Compute every registered measure of samples that applies.

        Args:
            samples: Array `(n, *sample_shape)` from `model`.
            data: Data set of this modality, with `sample(n, seed)`.
            seed: Integer that fixes the real samples. Defaults to `0`.
            model: Model to draw further samples from, of requested classes.
                Defaults to `None`.

        Returns:
            `Measurement`.
        """
        inputs = self.measure_inputs(samples, data, seed, model)
        found = metrics.compute_measures(
            inputs.available, skip=metrics.measure_names(inputs.measures)
        )
        return Measurement({**inputs.measures, **found}, inputs.protocol)

    def measure_inputs(
        self, samples: np.ndarray, data: Any, seed: int = 0, model: Any = None
    ) -> MeasureInputs:
        """Inputs of `measure()`.

        Args:
            samples: See `measure()`.
            data: See `measure()`.
            seed: See `measure()`. Defaults to `0`.
            model: See `measure()`. Defaults to `None`.

        Returns:
            `MeasureInputs`.
        """
        real = draw_real(data, len(samples), seed)
        return MeasureInputs(
            self.compared(samples, real, seed),
            f"{len(samples)} samples beside {len(real)} training "
            f"{self.plural}, seed {seed}",
        )

    def measure_session(
        self, model: Any, data: Any, seed: int = 0
    ) -> Measurement | None:
        """Measure a model at the end of a training session.

        Args:
            model: The trained model.
            data: Its data set.
            seed: Integer that fixes the samples. Defaults to `0`.

        Returns:
            `Measurement`, or `None` if the modality cannot measure, there are
            too few examples, or all are equal.
        """
        if self.lack("measure"):
            return None
        real = draw_real(data, 2 * _SAMPLES, seed)
        if len(real) < _FEWEST or np.all(real == real[0]):
            return None
        samples = model.sample(_SAMPLES, seed=seed)
        return Measurement(
            metrics.compute_measures(self.compared(samples, real, seed)),
            f"{len(samples)} samples, seed {seed}, beside {len(real)} "
            f"training {self.plural}; half of these are for finding at most "
            f"{_CLUSTERS} clusters",
        )

    def compared(
        self, samples: np.ndarray, real: np.ndarray, seed: int = 0
    ) -> dict[str, Any]:
        """Inputs of measures that compare samples with real examples.

        Args:
            samples: Array `(n, *sample_shape)`.
            real: Array `(m, *sample_shape)`.
            seed: Integer that fixes the clusters and the examples compared.
                Defaults to `0`.

        Returns:
            Dict from names of `keras_creative.metrics.NEEDS` to their values.
        """
        real = self.features(real)
        return {**self.named(samples), "real": real, "seed": seed}

    def named(self, samples: np.ndarray) -> dict[str, Any]:
        """Samples under the names that measures use for them.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Dict from names of `keras_creative.metrics.NEEDS` to arrays.
        """
        return {"samples": self.features(samples)}

    def check_range(self, name: str, samples: np.ndarray) -> None:
        """Raise an error if numbers are out of the value range.

        Args:
            name: Name of the argument, for the message.
            samples: Array `(n, *sample_shape)`.

        Raises:
            ValueError: If one is.
        """
        if self.value_range is None:
            return
        low, high = self.value_range
        least, greatest = samples.min(), samples.max()
        if not (low <= least and greatest <= high):
            raise ValueError(
                f"`{name}` must hold {self.plural} in [{low:g}, {high:g}]. "
                f"Received: numbers from {least:g} to {greatest:g}"
            )
