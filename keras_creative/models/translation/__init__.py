"""Models that translate images of one kind into those of another."""
