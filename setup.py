from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
version = {}
exec((here / "keras_creative" / "version.py").read_text(), version)

setup(
    name="keras-creative",
    version=version["__version__"],
    description="Creative generative models in Keras 3, and their measures.",
    long_description=(here / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=["keras_creative", "keras_creative.*"]),
    py_modules=["keras_creative_command"],
    package_data={
        "keras_creative": ["py.typed"],
        "keras_creative.board": ["templates/*.*"],
        "keras_creative.reports": ["templates/*.*", "templates/pieces/*.*"],
    },
    install_requires=[
        "tensorflow>=2.20",
        # Tested are the newest versions, and the lowest: .ci/lowest.txt. Of
        # Keras it is the first that rejects weights in other files.
        "keras>=3.14.1",
        "numpy>=2.1",
        "h5py>=3.11",
        "matplotlib>=3.10",
        "pillow>=11",
        "absl-py>=2.1",
    ],
    extras_require={
        "test": [
            "pytest>=8",
            "pytest-xdist>=3.2",
            "nbclient>=0.10",
            "ipykernel>=6.29",
            "ruff>=0.17,<0.18",
            "scipy>=1.13",
            "jinja2>=3.1",
        ],
        "completion": ["shtab>=1.7"],
        "docs": [
            "mkdocs>=1.6,<2",
            "mkdocs-material>=9.5",
            "mkdocstrings[python]>=1.0",
            "latex2mathml>=3.77",
        ],
        "latents": ["scikit-learn>=1.5"],
        "notebooks": ["jupyter>=1.0"],
        "onnx": ["tf2onnx>=1.16", "onnxruntime>=1.20"],
        "report": ["jinja2>=3.1"],
        "tensorboard": ["tensorboard>=2.20"],
        "video": ["imageio-ffmpeg>=0.5"],
        "benchmarks": ["torch>=2.6"],
    },
    entry_points={
        "console_scripts": ["keras-creative=keras_creative_command:main"],
    },
)
