"""The two-player game and its criteria."""
