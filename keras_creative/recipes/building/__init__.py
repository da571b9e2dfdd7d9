"""Data, models and callbacks from settings; needs TensorFlow."""
