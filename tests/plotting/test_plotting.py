import subprocess
import sys
import threading

import numpy as np

from keras_creative import plotting

IMPORT_ONLY = """
import sys
import numpy as np
import keras_creative_command  # imports no TensorFlow
from keras_creative import plotting
plotting.kernel_density(np.zeros((3, 2)), 1.0)
plotting.tile_images(np.zeros((1, 2, 2, 1)))
assert "matplotlib" not in sys.modules
assert "PIL" not in sys.modules
plotting.PointsFigure(1.0)
assert "matplotlib" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
"""


def test_matplotlib_is_imported_with_the_first_picture_and_never_pyplot():
    subprocess.run([sys.executable, "-c", IMPORT_ONLY], check=True)


def test_pictures_from_a_worker_thread_are_the_same(tmp_path):
    points = np.array([[0.5, 0.5], [-0.5, 0.0]])

    def draw(folder):
        figure = plotting.PointsFigure(1.0)
        figure.save(tmp_path / folder / "points.png", points, -points, "a")
        plotting.save_curves(tmp_path / folder / "curves.png", {"a": [1, 2]})

    draw("main")
    worker = threading.Thread(target=draw, args=("worker",))
    worker.start()
    worker.join()
    for name in ("points.png", "curves.png"):
        main, worker = tmp_path / "main" / name, tmp_path / "worker" / name
        assert main.read_bytes() == worker.read_bytes()
