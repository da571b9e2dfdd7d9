"""One GAN for each class, trained and sampled as one model."""

from collections.abc import Sequence
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.models.conditional.conditioning import Conditioning
from keras_creative.models.core.adversarial_model import AdversarialModel
from keras_creative.models.core.checked_model import CheckedModel
from keras_creative.models.core.checks import (
    check_compile_arguments,
    check_equal_parts,
)
from keras_creative.models.core.log_means import LogMeans
from keras_creative.models.core.players import Player
from keras_creative.models.ensemble.members import (
    check_members,
    copy_optimizer,
    joint_generator,
    of_label,
)
from keras_creative.typing import Config, Tensor

_GOLDEN = (5**0.5 - 1) / 2


@keras.saving.register_keras_serializable(package="keras_creative")
class ClassEnsemble(Conditioning, CheckedModel):
    """Ensemble of GANs, one per class, so that no class can be missing.

    In a step each member runs its own `train_step()` on the samples of its
    class, `batch / classes` of them, which are repeated if there are fewer. A
    member whose class is not in the batch makes no step. The ensemble is one
    graph and is saved to one file.

    Called on a pair of latent vectors and one-hot labels, the model is the
    generators. The logs are means over the members. It trains on one device.

    Args:
        members: `AdversarialModel`s in the order of their labels, with the same
            latent vectors, samples, packing and `n_critic`, without labels and
            codes.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If there are fewer than two members, or they do not fit
            together.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model = keras_creative.models.ClassEnsemble(
        [
            keras_creative.models.GAN(
                keras_creative.networks.mlp_generator(units=32),
                keras_creative.networks.mlp_discriminator(units=32),
                seed=label,
            )
            for label in range(8)
        ]
    )
    model.compile("adam", "adam")
    model.fit(ring.batches(400), steps_per_epoch=20)
    points = model.sample(500)  # in the classes' shares
    ```
    """

    def __init__(
        self, members: Sequence[AdversarialModel], name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.members = list(members)
        check_members(self.members)
        self.set_attributes(None, len(self.members), len(self.members))
        self.counts = self.add_weight(
            shape=(len(self.members),),
            initializer="zeros",
            trainable=False,
            name="counts",
        )
        self.built = True

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step: the members'."""
        return self.members[0].tracked

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """The means of each member's logs."""
        return [m.log_means for m in self.members] if self.compiled else []

    @property
    def log_means(self) -> LogMeans:
        """The means of the first member's logs."""
        return self.members[0].log_means

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector."""
        return self.members[0].latent_shape

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return self.members[0].sample_shape

    @property
    def n_critic(self) -> int:
        """Discriminator steps per generator step."""
        return self.members[0].n_critic

    @property
    def draws(self) -> Tensor:
        """Count of the first member's noise."""
        return self.members[0].draws

    @property
    def seed(self) -> int:
        """Integer that fixes the first member's noise."""
        return self.members[0].seed

    @seed.setter
    def seed(self, seed: int) -> None:
        """Shift all members' seeds by the same amount as the first one's."""
        move = seed - self.members[0].seed
        for member in self.members:
            member.seed += move

    @property
    def sampler(self) -> keras.Model:
        """Network that draws samples: all generators in one."""
        return joint_generator([member.sampler for member in self.members])

    @property
    def shares(self) -> np.ndarray:
        """Fraction of each class in the training samples, an array."""
        counts = ops.convert_to_numpy(self.counts)
        if not counts.any():
            counts = np.ones_like(counts)
        return counts / counts.sum()

    @property
    def players(self) -> dict[str, Player]:
        """Networks and optimizers of all members, by member and name."""
        return {
            f"{label}_{name}": player
            for label, member in enumerate(self.members)
            for name, player in member.players.items()
        }

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Samples for latent vectors and one-hot labels."""
        latent, labels = inputs
        return of_label(
            labels, [m(latent, training=training) for m in self.members]
        )

    def compile(
        self,
        g_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        d_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Give each player of each member its own optimizer.

        Args:
            g_optimizer: Keras optimizer; every generator gets a copy. Defaults
                to `"adam"`.
            d_optimizer: The same for the discriminators. Defaults to
                `"adam"`.
            **kwargs: See `AdversarialModel.compile()`.
        """
        optimizers = self.members[0].player_optimizers.values()
        check_compile_arguments(kwargs, optimizers)
        kwargs.setdefault("jit_compile", False)
        super().compile(optimizer=None, **kwargs)
        for member in self.members:
            member.compile(
                copy_optimizer(g_optimizer),
                copy_optimizer(d_optimizer),
                **kwargs,
            )

    def fit(
        self, x: Any = None, y: Any = None, *args: Any, **kwargs: Any
    ) -> keras.callbacks.History:
        """See `keras.Model.fit()`; the data are validated.

        Raises:
            ValueError: See `CheckedModel.fit()`; also if a class has no
                samples, or under `tf.distribute` with several replicas.
        """
        if self.distribute_strategy.num_replicas_in_sync > 1:
            raise ValueError(
                "A ClassEnsemble trains on one device. Received: "
                f"{self.distribute_strategy.num_replicas_in_sync} replicas"
            )
        if hasattr(y, "__array__"):
            self._check_every_class(np.asarray(y))
        return super().fit(x, y, *args, **kwargs)

    def check_batch_size(self, batch_size: int) -> None:
        """Check that packs divide each class's part of a critic batch.

        Args:
            batch_size: Number of samples in a batch.

        Raises:
            ValueError: If they do not.
        """
        packing = self.members[0].packing
        if packing > 1:
            classes = len(self.members)
            check_equal_parts(
                batch_size,
                classes=classes,
                packing=packing,
                n_critic=self.n_critic,
            )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """A step of every member whose class is in the batch."""
        samples, labels = self.unpack(data)
        classes = self._classes_of(labels)
        counted = ops.sum(ops.one_hot(classes, len(self.members)), axis=0)
        self.counts.assign_add(counted)
        for label, member in enumerate(self.members):
            self._with_its_own(member.train_step, samples, classes == label)
        return self.get_metrics_result()

    def test_step(self, data: Any) -> dict[str, Tensor]:
        """Logs on held-out data; no variable changes."""
        samples, labels = self.unpack(data)
        classes = self._classes_of(labels)
        for label, member in enumerate(self.members):
            self._with_its_own(member.test_step, samples, classes == label)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Means of the logs over the members that made a step."""
        means = [member.log_means for member in self.members]
        made = sum(ops.minimum(mean.count, 1.0) for mean in means)
        results = [mean.result() for mean in means]
        return {
            name: ops.divide_no_nan(sum(r[name] for r in results), made)
            for name in self.tracked
        }

    def restore_state_from(self, other: keras.Model) -> None:
        """Continue from another ensemble's state, under this one's settings.

        Args:
            other: Compiled ensemble of the same networks and optimizers.

        Raises:
            ValueError: If the networks or the optimizers differ.
        """
        for own, others in zip(self.members, other.members, strict=True):
            own.restore_state_from(others)
        self.counts.assign(other.counts)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "members": [serialize(member) for member in self.members],
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        deserialize = keras.saving.deserialize_keras_object
        members = [deserialize(member) for member in config["members"]]
        return cls(members, config["name"])

    def get_compile_config(self) -> Config | None:
        """Arguments of `compile()`."""
        return self.members[0].get_compile_config() if self.compiled else {}

    def compile_from_config(self, config: Config) -> None:
        """Compile with a saved config, and build the optimizers."""
        self.compile(**config)

    def _with_its_own(self, step, samples, belongs):
        """Run a member's step on the samples of its class."""
        count = ops.sum(ops.cast(belongs, "int32"))
        first = ops.argsort(ops.cast(ops.logical_not(belongs), "int32"))
        part = ops.maximum(ops.shape(samples)[0] // len(self.members), 1)
        rows = ops.take(first, ops.arange(part) % ops.maximum(count, 1))

        def make_step():
            step(ops.take(samples, rows, axis=0))
            return True

        tf.cond(count > 0, make_step, lambda: False)

    def _classes_of(self, labels):
        if len(labels.shape) == 2 and labels.shape[-1] != 1:
            return ops.argmax(labels, axis=-1)
        return ops.cast(ops.reshape(labels, (-1,)), "int32")

    def _check_every_class(self, labels):
        labels = np.asarray(self._classes_of(labels))
        missing = set(range(len(self.members))).difference(labels.tolist())
        if missing:
            raise ValueError(
                "Every class of a ClassEnsemble needs samples. "
                f"Received: none of the labels {sorted(missing)}"
            )

    def _requested(self, labels, n):
        if labels is None:
            # Low-discrepancy sequence, so that every part of the samples has
            # the class proportions of the training data.
            places = np.arange(n) * _GOLDEN % 1
            labels = np.searchsorted(np.cumsum(self.shares), places, "right")
            labels = np.minimum(labels, len(self.members) - 1)
        return super()._requested(labels, n)
