"""What makes data, models and callbacks from settings; needs TensorFlow."""
