"""Keras callbacks for adversarial models."""

from keras_creative.callbacks.nan_guard import NanGuard

__all__ = ["NanGuard"]
