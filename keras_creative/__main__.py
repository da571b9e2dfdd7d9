"""`python -m keras_creative` is the command `keras-creative`."""

import sys

from keras_creative.cli import main

sys.exit(main())
