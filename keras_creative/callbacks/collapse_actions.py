"""What a `CollapseWatch` does about a collapse."""

from keras_creative import models
from keras_creative.callbacks.optimizers import (
    learning_rate,
    rate_schedule,
    unscaled,
)


class Action:
    """Nothing is done; base class of the other actions.

    Args:
        factor: What a learning rate that is lowered is multiplied by.
    """

    def __init__(self, factor):
        self.factor = factor

    def check(self, model):
        """Refuse a model for which there is nothing to be done.

        Args:
            model: The model, before its first step.

        Raises:
            ValueError: If it is of no use here.
        """

    def measured(self, model, measures):
        """Take note of a measurement.

        Args:
            model: The model.
            measures: What was measured, by the name of the log.
        """

    def act(self, model):
        """Act on a collapse.

        Args:
            model: The model.

        Returns:
            What was done: a sentence, or nothing.
        """
        return ""


class StopTraining(Action):
    """Ends the training after this step or epoch."""

    def act(self, model):
        """Stop."""
        model.stop_training = True
        return "The training stops."


class RestoreBest(StopTraining):
    """Puts back the generator of the best measurement, and stops.

    The best has the greatest variety: the smaller of the ratios of clusters
    and of distances, at most 1, in steps of a tenth. Of equal ones it is the
    last, which has learned longest. The averaged generator is kept and put
    back with it.
    """

    def __init__(self, factor):
        super().__init__(factor)
        self._variety = -1.0
        self._best = None

    def check(self, model):
        """Refuse a model without a network to put back."""
        if not _generators(model):
            raise ValueError(
                "`action='restore'` needs a model with a `generator` or a "
                f"`decoder`. Received: a {type(model).__name__}"
            )

    def measured(self, model, measures):
        """Keep the weights, unless better ones are kept."""
        names = ("clusters_ratio", "pairwise_distance_ratio")
        variety = round(min(1.0, *(measures[name] for name in names)), 1)
        if variety >= self._variety:
            self._variety = variety
            self._best = [net.get_weights() for net in _generators(model)]

    def act(self, model):
        """Put the best weights back, and stop."""
        for network, weights in zip(
            _generators(model), self._best, strict=True
        ):
            network.set_weights(weights)
        super().act(model)
        return "The best generator is restored, and the training stops."


class LowerDiscriminatorRate(Action):
    """Multiplies the learning rate of the discriminator's optimiser."""

    def check(self, model):
        """Refuse a model without such a rate, or with a schedule of it."""
        optimizer = getattr(model, "d_optimizer", None)
        if optimizer is None:
            raise ValueError(
                "`action='lower_d_rate'` needs a model whose discriminator "
                f"has an optimiser. Received: a {type(model).__name__}"
            )
        schedule = rate_schedule(unscaled(optimizer))
        if schedule is not None:
            raise ValueError(
                "`action='lower_d_rate'` needs a learning rate that is a "
                "number, not a schedule, in the discriminator's optimiser. "
                f"Received: learning_rate={schedule}"
            )

    def act(self, model):
        """Lower the rate."""
        optimizer = unscaled(model.d_optimizer)
        rate = self.factor * learning_rate(optimizer)
        optimizer.learning_rate = rate
        return f"The discriminator's learning rate is now {rate:.3g}."


def _generators(model):
    """The generator, or a decoder in its place, and its average if kept.

    Of an ensemble those of all its members.
    """
    ensemble = isinstance(model, models.ClassEnsemble)
    networks = [
        getattr(part, name, None)
        for part in (model.members if ensemble else [model])
        for name in ("generator", "decoder", "averaged_generator")
    ]
    return [network for network in networks if network is not None]
