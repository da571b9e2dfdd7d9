"""Actions that a `CollapseWatch` takes when it detects a collapse."""

from keras_creative import models
from keras_creative.callbacks.optimizers import (
    learning_rate,
    rate_schedule,
    unscaled,
)


class Action:
    """Does nothing; base class of the other actions.

    Args:
        factor: Factor by which a learning rate is lowered.
    """

    def __init__(self, factor):
        self.factor = factor

    def check(self, model):
        """Raise an error if the action cannot be applied to a model.

        Args:
            model: The model, before its first step.

        Raises:
            ValueError: If the action cannot be taken.
        """

    def measured(self, model, measures):
        """Receive a measurement.

        Args:
            model: The model.
            measures: Dict from names of logs to values.
        """

    def act(self, model):
        """Act on a collapse.

        Args:
            model: The model.

        Returns:
            Sentence that describes what was done, or `""`.
        """
        return ""


class StopTraining(Action):
    """Stops training after this step or epoch."""

    def act(self, model):
        """Stop."""
        model.stop_training = True
        return "Training stops."


class RestoreBest(StopTraining):
    """Restores the generator of the best measurement, and stops training.

    The best measurement has the greatest variety: the smaller of the cluster
    ratio and the distance ratio, at most 1, rounded to a tenth. Of equal ones
    the last is taken, whose generator has been trained longest. The averaged
    generator is restored, too.
    """

    def __init__(self, factor):
        super().__init__(factor)
        self._variety = -1.0
        self._best = None

    def check(self, model):
        """Raise an error if there is no network to restore."""
        if not _generators(model):
            raise ValueError(
                "`action='restore'` needs a model with a `generator` or a "
                f"`decoder`. Received: a {type(model).__name__}"
            )

    def measured(self, model, measures):
        """Store the weights, unless better ones are stored."""
        names = ("clusters_ratio", "pairwise_distance_ratio")
        variety = round(min(1.0, *(measures[name] for name in names)), 1)
        if variety >= self._variety:
            self._variety = variety
            self._best = [net.get_weights() for net in _generators(model)]

    def act(self, model):
        """Restore the best weights, and stop."""
        for network, weights in zip(
            _generators(model), self._best, strict=True
        ):
            network.set_weights(weights)
        super().act(model)
        return "The best generator is restored, and training stops."


class LowerDiscriminatorRate(Action):
    """Multiplies the learning rate of the discriminator's optimizer."""

    def check(self, model):
        """Raise an error if there is no learning rate, or it is a schedule."""
        optimizer = getattr(model, "d_optimizer", None)
        if optimizer is None:
            raise ValueError(
                "`action='lower_d_rate'` needs a model whose discriminator "
                f"has an optimizer. Received: a {type(model).__name__}"
            )
        schedule = rate_schedule(unscaled(optimizer))
        if schedule is not None:
            raise ValueError(
                "`action='lower_d_rate'` needs a learning rate that is a "
                "number, not a schedule, in the discriminator's optimizer. "
                f"Received: learning_rate={schedule}"
            )

    def act(self, model):
        """Lower the rate."""
        optimizer = unscaled(model.d_optimizer)
        rate = self.factor * learning_rate(optimizer)
        optimizer.learning_rate = rate
        return f"The discriminator's learning rate is now {rate:.3g}."


def _generators(model):
    """The generator or decoder, and the averaged generator if there is one.

    For an ensemble, those of all members.
    """
    ensemble = isinstance(model, models.ClassEnsemble)
    networks = [
        getattr(part, name, None)
        for part in (model.members if ensemble else [model])
        for name in ("generator", "decoder", "averaged_generator")
    ]
    return [network for network in networks if network is not None]
