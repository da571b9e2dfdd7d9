"""Reports of runs: one HTML file that shows how they went."""

from keras_creative.reports.report import write_report

__all__ = ["write_report"]
