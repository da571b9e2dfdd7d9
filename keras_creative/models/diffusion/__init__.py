"""Models that transport noise to samples along a learned velocity field."""
