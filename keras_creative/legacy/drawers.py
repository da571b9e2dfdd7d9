"""Figures of STYLEGAN.py."""

import shutil

import numpy as np

from keras_creative import plotting

_DENSITY_POINTS = 2000
_SHOWN_POINTS = 400
_PANEL_PICTURES = 10


class PointDrawer:
    """Scatter and density pictures of points in the plane.

    Args:
        figs: `pathlib.Path` of the folder `figs`.
        frames: `pathlib.Path` of the folder for one picture per snapshot.
        panel: `pathlib.Path` of the panel of all snapshots.
        data: The `GaussianMixture`.
        seed: Integer that fixes the real points.
    """

    samples = _DENSITY_POINTS

    def __init__(self, figs, frames, panel, data, seed):
        self._folder = figs / "density"
        self._frames = frames
        self._panel = panel
        self._data = data
        self._real, _ = data.sample(_DENSITY_POINTS, seed=seed)
        self._real_density = None
        self._marks = data.centers[list(data.holdout)]
        self._points = plotting.PointsFigure(data.half_width)
        self._density = plotting.DensityFigure(data.half_width)
        self._snapshots = []

    def draw(self, iteration, samples, title):
        """Draw one snapshot: points, and the densities of both kinds."""
        shown = self._real[:_SHOWN_POINTS], samples[:_SHOWN_POINTS]
        self._snapshots.append((title, *shown))
        self._points.save(
            self._frames / f"fig_{iteration:05d}.png",
            *shown,
            title,
            marks=self._marks,
        )
        self._save_density(
            self._folder / f"critic_generated{iteration}.png",
            samples,
            f"generated, iteration {iteration}",
        )
        real_density = self._folder / f"critic_real{iteration}.png"
        if self._real_density is None:
            self._real_density = real_density
            self._save_density(real_density, self._real, "real")
        else:
            shutil.copyfile(self._real_density, real_density)

    def _save_density(self, path, points, title):
        density = plotting.kernel_density(
            points, self._data.half_width, bandwidth=self._data.std
        )
        self._density.save(path, density, title)

    def finish(self):
        """Draw the panel of all snapshots."""
        plotting.save_snapshots(
            self._panel,
            self._snapshots,
            self._data.half_width,
            marks=self._marks,
        )


class PictureDrawer:
    """Grids of generated pictures; densities are for points only.

    Args:
        frames: `pathlib.Path` of the folder for one picture per snapshot.
        panel: `pathlib.Path` of the panel: a row per snapshot, a column per
            latent vector.
    """

    samples = 64

    def __init__(self, frames, panel):
        self._frames = frames
        self._panel = panel
        self._rows = []

    def draw(self, iteration, samples, title):
        """Draw one snapshot."""
        self._rows.append(samples[:_PANEL_PICTURES])
        plotting.save_grid(
            self._frames / f"fig_{iteration:05d}.png", samples, scale=2
        )

    def finish(self):
        """Draw the development of the first images."""
        plotting.save_grid(
            self._panel, np.concatenate(self._rows), columns=_PANEL_PICTURES
        )
