"""DesIGN losses on points in the plane: the 2019 project's command line.

python STYLEGAN.py --fig_name GAN_deneme --label --notebook --missing_mixt 1
"""

import sys

import keras_creative_command  # noqa: F401  comes first, for a quick --help
from keras_creative.legacy.stylegan import main

if __name__ == "__main__":
    sys.exit(main())
