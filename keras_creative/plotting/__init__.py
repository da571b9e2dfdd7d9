"""Pictures of points, densities, curves and images.

Every function takes NumPy arrays and writes a PNG file, or returns the pixels.
No display is needed, and matplotlib is only imported when it is first used.
"""

from keras_creative.plotting.animation import point_frames, write_animation
from keras_creative.plotting.codes import code_scatter
from keras_creative.plotting.curves import save_curves
from keras_creative.plotting.densities import DensityFigure, kernel_density
from keras_creative.plotting.grids import (
    compare_images,
    save_comparison,
    save_grid,
    save_picture,
    tile_images,
)
from keras_creative.plotting.latents import latent_map, traversal_grid
from keras_creative.plotting.pairs import Pairs, pair_images
from keras_creative.plotting.points import PointsFigure, save_snapshots
from keras_creative.plotting.rows import image_rows
from keras_creative.plotting.shots import shot_sheets
from keras_creative.plotting.styles import style_sheet

__all__ = [
    "DensityFigure",
    "Pairs",
    "PointsFigure",
    "code_scatter",
    "compare_images",
    "image_rows",
    "kernel_density",
    "latent_map",
    "pair_images",
    "point_frames",
    "save_comparison",
    "save_curves",
    "save_grid",
    "save_picture",
    "save_snapshots",
    "shot_sheets",
    "style_sheet",
    "tile_images",
    "traversal_grid",
    "write_animation",
]
