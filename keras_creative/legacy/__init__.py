"""The command lines of the 2019 programs, on today's models."""
