"""Adversarial models: one file per variant, each with its own train_step."""

from keras_creative.models.base import AdversarialModel
from keras_creative.models.design_gan import DesignGAN

__all__ = ["AdversarialModel", "DesignGAN"]
