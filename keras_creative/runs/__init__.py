"""Runs: sessions, folders, measurements and exports."""
