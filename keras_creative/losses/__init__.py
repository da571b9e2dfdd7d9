"""Losses of adversarial and creative models.

Every loss is a `keras.losses.Loss` together with a plain function that computes
the value per sample.
"""

from keras_creative.losses.adversarial import (
    Hinge,
    LeastSquares,
    Minimax,
    NonSaturating,
    Wasserstein,
    hinge_discriminator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    minimax_discriminator_loss,
    minimax_generator_loss,
    non_saturating_generator_loss,
    wasserstein_discriminator_loss,
    wasserstein_generator_loss,
)
from keras_creative.losses.channel_penalty import ChannelGradientPenalty
from keras_creative.losses.classification import (
    Classification,
    classification_loss,
)
from keras_creative.losses.creativity import (
    CANCreativity,
    CreativityLoss,
    SharmaMittal,
    UniformCrossentropy,
    can_creativity,
    creativity_value,
    sharma_mittal,
    uniform_crossentropy,
)
from keras_creative.losses.criterion import Criterion
from keras_creative.losses.divergences import sharma_mittal_divergence
from keras_creative.losses.diversity import (
    BatchDistance,
    DiversityLoss,
    ModeSeeking,
    PullingAway,
    batch_distance,
    mode_seeking,
)
from keras_creative.losses.energy import EnergyMargin, pulling_away
from keras_creative.losses.evidence import (
    bernoulli_log_likelihood,
    gaussian_kl,
    gaussian_log_likelihood,
)
from keras_creative.losses.instance_discrimination import (
    instance_discrimination,
)
from keras_creative.losses.masks import object_mask, shape_loss
from keras_creative.losses.multiscale import multiscale_squared_error
from keras_creative.losses.penalties import (
    DiscriminatorPenalty,
    DRAGANPenalty,
    GradientPenalty,
    R1Penalty,
    R1R2Penalty,
    squared_gradient_norm,
)
from keras_creative.losses.recorded_passes import RecordedPasses
from keras_creative.losses.reduction import batch_mean
from keras_creative.losses.registry import (
    CREATIVITY_LOSSES,
    CRITERIA,
    DIVERSITY_LOSSES,
    PENALTIES,
    get_creativity_loss,
    get_criterion,
    get_diversity_loss,
    get_penalty,
)
from keras_creative.losses.relativistic import (
    RelativisticAverage,
    RelativisticPaired,
    relativistic_discriminator_loss,
)
from keras_creative.losses.style import (
    channel_covariance,
    instance_statistics,
    style_distance,
)
from keras_creative.losses.total_correlation import total_correlation

__all__ = [
    "BatchDistance",
    "CANCreativity",
    "CREATIVITY_LOSSES",
    "CRITERIA",
    "ChannelGradientPenalty",
    "Classification",
    "CreativityLoss",
    "Criterion",
    "DRAGANPenalty",
    "DIVERSITY_LOSSES",
    "DiscriminatorPenalty",
    "DiversityLoss",
    "EnergyMargin",
    "GradientPenalty",
    "Hinge",
    "LeastSquares",
    "Minimax",
    "ModeSeeking",
    "NonSaturating",
    "PENALTIES",
    "PullingAway",
    "R1Penalty",
    "R1R2Penalty",
    "RecordedPasses",
    "RelativisticAverage",
    "RelativisticPaired",
    "SharmaMittal",
    "UniformCrossentropy",
    "Wasserstein",
    "batch_distance",
    "batch_mean",
    "bernoulli_log_likelihood",
    "can_creativity",
    "channel_covariance",
    "classification_loss",
    "creativity_value",
    "gaussian_kl",
    "gaussian_log_likelihood",
    "get_creativity_loss",
    "get_criterion",
    "get_diversity_loss",
    "get_penalty",
    "hinge_discriminator_loss",
    "instance_discrimination",
    "instance_statistics",
    "least_squares_discriminator_loss",
    "least_squares_generator_loss",
    "minimax_discriminator_loss",
    "minimax_generator_loss",
    "mode_seeking",
    "multiscale_squared_error",
    "non_saturating_generator_loss",
    "object_mask",
    "pulling_away",
    "relativistic_discriminator_loss",
    "sharma_mittal",
    "sharma_mittal_divergence",
    "shape_loss",
    "squared_gradient_norm",
    "style_distance",
    "total_correlation",
    "uniform_crossentropy",
    "wasserstein_discriminator_loss",
    "wasserstein_generator_loss",
]
