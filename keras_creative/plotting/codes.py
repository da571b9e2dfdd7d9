"""Scatter plots of the codes of an encoder."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from keras_creative.checks import check_choice
from keras_creative.plotting.canvas import (
    figure_pixels,
    new_figure,
    wrap_text,
)
from keras_creative.typing import ArrayLike


def code_scatter(
    codes: ArrayLike,
    labels: ArrayLike,
    names: Sequence[str] | Mapping[Any, str] | None = None,
    method: str = "pca",
    title: str = "",
    seed: int = 0,
) -> np.ndarray:
    """Show codes as a scatter plot, colored by class, with a legend.

    Codes of two dimensions are shown directly; of more, their projection.

    Args:
        codes: Array `(n, d)` with `d` of at least 2.
        labels: Sequence of `n` classes, numbers or strings.
        names: Sequence or dict from a label to its name in the legend.
            Defaults to `None`: the label itself.
        method: How more than two dimensions become two: `"pca"` or `"tsne"`;
            the latter needs scikit-learn. Defaults to `"pca"`.
        title: String above the dots. Defaults to `""`.
        seed: Integer that fixes t-SNE and which dots lie on top. Defaults to
            `0`.

    Returns:
        `uint8` array `(height, width, 3)`, for `save_picture()`.

    Raises:
        ImportError: If t-SNE is requested without scikit-learn.
        ValueError: If an array has another shape, or `method` is unknown.

    Example:

    ```python
    codes = np.random.default_rng(0).normal(size=(90, 5))
    labels = np.arange(90) % 3
    codes[:, 0] += 4 * labels
    picture = code_scatter(codes, labels)
    keras_creative.plotting.save_picture("runs/codes.png", picture)
    ```
    """
    codes, labels = np.asarray(codes, float), np.asarray(labels)
    if codes.ndim != 2 or codes.shape[1] < 2 or labels.shape != codes.shape[:1]:
        raise ValueError(
            "`codes` must have the shape (n, 2 or more), and `labels` (n,). "
            f"Received: codes.shape={codes.shape}, labels.shape={labels.shape}"
        )
    points, axis_names = plane_of_codes(codes, method, seed)
    classes, index = np.unique(labels, return_inverse=True)
    entries = [
        wrap_text(str(label if names is None else names[label]), 24)
        for label in classes.tolist()
    ]
    lines = sum(entry.count("\n") + 1 for entry in entries)
    figure = new_figure(700, max(560, 22 * lines + 30))
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    axes.set(xlabel=axis_names[0], ylabel=axis_names[1])
    axes.set_title(wrap_text(title, 50), parse_math=False)
    colors = _class_colors(len(classes))
    order = np.random.default_rng(seed).permutation(len(points))
    axes.scatter(*points[order].T, s=8, c=colors[index[order]], linewidths=0)
    keys = [
        axes.plot([], [], "o", color=color, markersize=5)[0] for color in colors
    ]
    figure.legend(keys, entries, loc="outside right upper")
    return figure_pixels(figure)


def plane_of_codes(codes, method="pca", seed=0):
    """Codes in the plane, and the names of its axes.

    Args:
        codes: Float array `(n, d)` with `d` of at least 2.
        method: `"pca"` or `"tsne"`, for more than two dimensions. Defaults to
            `"pca"`.
        seed: Integer that fixes t-SNE. Defaults to `0`.

    Returns:
        Tuple of an array `(n, 2)` and two names.

    Raises:
        ImportError: If t-SNE is requested without scikit-learn.
        ValueError: If `method` is unknown.

    Example:

    >>> from keras_creative.plotting.codes import plane_of_codes
    >>> codes = np.array([[2.0, 0, 1], [-2, 0, 1], [2, 0, -1], [-2, 0, -1]])
    >>> points, names = plane_of_codes(codes)
    >>> points.shape, names[0]
    ((4, 2), 'principal component 1 (80% of the variance)')
    """
    projections = {"pca": _principal_components, "tsne": _tsne}
    check_choice("method", method, projections)
    if codes.shape[1] == 2:
        return codes, ("code 1", "code 2")
    return projections[method](codes, seed)


def _principal_components(codes, seed):
    centered = codes - codes.mean(axis=0)
    _, lengths, directions = np.linalg.svd(centered, full_matrices=False)
    shares = lengths**2 / max(np.sum(lengths**2), np.finfo(float).tiny)
    names = tuple(
        f"principal component {i + 1} ({shares[i]:.0%} of the variance)"
        for i in range(2)
    )
    return centered @ directions[:2].T, names


def _tsne(codes, seed):
    try:
        from sklearn.manifold import TSNE
    except ImportError as error:
        raise ImportError(
            '`method="tsne"` needs scikit-learn: '
            'pip install "keras-creative[latents]"'
        ) from error
    perplexity = min(30, (len(codes) - 1) / 3)
    model = TSNE(perplexity=perplexity, init="pca", random_state=seed)
    return model.fit_transform(codes), ("t-SNE 1", "t-SNE 2")


def _class_colors(n):
    """Colors of `n` classes, as distinct as possible."""
    from matplotlib import colormaps

    if n <= 20:
        return np.array(colormaps["tab10" if n <= 10 else "tab20"].colors[:n])
    return colormaps["gist_rainbow"](np.linspace(0, 1, n))[:, :3]
