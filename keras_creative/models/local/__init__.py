"""Models that combine patches of the training images, without training."""
