"""DesIGN losses on points in the plane: the 2019 project's command line.

python STYLEGAN.py --fig_name GAN_deneme --label --notebook --missing_mixt 1
"""

import sys

from keras_creative.legacy.stylegan import main

if __name__ == "__main__":
    sys.exit(main())
