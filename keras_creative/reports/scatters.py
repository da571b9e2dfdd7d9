"""Scatter plots as vector graphics."""

import numpy as np

_SIDE = 400
_MARK = 15


def draw_scatter(part):
    """A scatter plot as a piece of a report.

    Args:
        part: `keras_creative.modalities.parts.Scatter`.
    """
    scatter = Scatter(part.half_width, part.marks)
    for layer in part.layers:
        draw = scatter.line if layer.is_path else scatter.dots
        draw(layer.points, layer.style, layer.name)
    return scatter.draw(part.title)


class Scatter:
    """A square window with real and generated points.

    Args:
        half_width: Half the side of the window, whose middle is the origin.
        marks: Array `(k, 2)` of places to ring. Defaults to none.
    """

    def __init__(self, half_width, marks=()):
        self._half_width = float(half_width)
        self._shapes = []
        if len(marks):
            places = [f"{x:.1f} {y:.1f}".split() for x, y in self._place(marks)]
            self._add("circles", places, "marks", "hidden")

    def dots(self, points, style, name):
        """Add points.

        Args:
            points: Array `(n, 2)`.
            style: CSS class, `"real"` or `"made"`.
            name: Name in the legend.
        """
        path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in self._place(points))
        self._add("dots", path, style, name)

    def line(self, points, style, name):
        """Add a closed path through points.

        Args:
            points: Array `(n, 2)`.
            style: See `dots()`.
            name: See `dots()`.
        """
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in self._place(points))
        self._add("way", f"M{path}Z", style, name)

    def draw(self, name):
        """The scatter as a piece of a report.

        Args:
            name: What it shows, in words.
        """
        labels = ", ".join(shape["label"] for shape in self._shapes)
        width = f"{self._half_width:.3g}"
        return {
            "kind": "scatter",
            "side": _SIDE,
            "mark": _MARK,
            "alt": f"{name}: {labels}",
            "shapes": self._shapes,
            "limits": f"both axes from -{width} to {width}",
        }

    def _add(self, form, places, style, label):
        self._shapes.append(
            {"form": form, "places": places, "style": style, "label": label}
        )

    def _place(self, points):
        """Finite points in pixels, y downwards."""
        points = np.asarray(points, "float64")
        points = points[np.isfinite(points).all(axis=1)]
        scaled = points / self._half_width * [1, -1]
        return (np.clip(scaled, -2, 2) + 1) * _SIDE / 2
