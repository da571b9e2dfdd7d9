"""Parts that all trained models share."""
