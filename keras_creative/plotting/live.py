"""A window that shows a run live, if there is a display."""

import os
import sys

from keras_creative.plotting.points import (
    GENERATED_COLOR,
    MARK_COLOR,
    REAL_COLOR,
)


class LiveWindow:
    """Real and generated points in a matplotlib window.

    Args:
        real: Array `(n, 2)`, drawn once.
        half_width: Half the side of the square that is shown.
        marks: Array `(k, 2)` of positions to mark with red rings. Defaults to
            `None`.
    """

    def __init__(self, real, half_width, marks=None):
        from matplotlib import pyplot

        self._pyplot = pyplot
        pyplot.ion()
        self._figure, axes = pyplot.subplots(figsize=(5, 5))
        limits = (-half_width, half_width)
        axes.set(xlim=limits, ylim=limits, aspect="equal")
        axes.plot(*real.T, ".", color=REAL_COLOR, markersize=3)
        self._count = len(real)
        if marks is not None:
            axes.plot(
                *marks.T,
                "o",
                color=MARK_COLOR,
                fillstyle="none",
                markersize=20,
            )
        (self._dots,) = axes.plot(
            [], [], ".", color=GENERATED_COLOR, markersize=3
        )
        self._axes = axes

    @staticmethod
    def is_available():
        """Whether matplotlib can open a window."""
        has_display = sys.platform in ("darwin", "win32") or bool(
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        )
        if not has_display:
            return False
        import matplotlib
        from matplotlib.backends import backend_registry

        try:
            backend = matplotlib.get_backend()
        except ImportError:
            return False
        framework = backend_registry.resolve_backend(backend)[1]
        return framework not in (None, "headless")

    def draw(self, samples, title):
        """Show generated points, unless the window is closed.

        Args:
            samples: Array `(n, 2)`; the same number as of real points is shown.
            title: String above the points.
        """
        if not self._pyplot.fignum_exists(self._figure.number):
            return
        self._dots.set_data(*samples[: self._count].T)
        self._axes.set_title(title)
        self._figure.canvas.draw_idle()
        self._figure.canvas.flush_events()
