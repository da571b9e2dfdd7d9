"""Models that learn to generate from a few examples."""
