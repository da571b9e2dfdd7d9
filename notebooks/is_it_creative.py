# %% [markdown]
# # Is it creative?
#
# A generative model is trained on data of which a part is hidden. Does it ever
# generate the hidden part? A *board* asks this of many methods in the same way:
# the data, the methods, the seeds and the number of training steps are declared
# before anything is trained, and what is hidden is opened by the scorer alone.
# This notebook runs the small board of the ring, on which two of eight Gaussians
# are hidden in turn. It takes less than eight minutes on two cores.

# %%
import dataclasses
import os
import tempfile
from pathlib import Path

from IPython.display import Image, Markdown, display

from keras_creative.board import SUITES, run_board

# %% [markdown]
# ## What is compared
#
# An entry is a method with its settings. `told` says what it knows beyond the
# samples that are shown: nothing, or the label of each of them. An entry that
# takes labels can be *asked* for the hidden class, whose label it has never seen
# in training.

# %%
folder = Path(tempfile.mkdtemp())
REDUCED = "KERAS_CREATIVE_REDUCED" in os.environ  # the tests' short run
suite = SUITES["ring"].small()
if REDUCED:
    suite = dataclasses.replace(suite.choose(["gan"]), steps=20)

for setting in suite.settings:
    print(f"{setting.name} hides the modes {setting.hidden}")
for entry in suite.entries:
    print(f"{entry.name:>26}  told {entry.told:<8} {entry.line}")

# %% [markdown]
# ## Run the board
#
# Each line is a job: one method on one setting, with all seeds, in a process of
# its own. Interrupt the cell and run it again: finished jobs are kept.

# %%
board = run_board(suite, folder, workers=os.cpu_count())

# %% [markdown]
# ## Read the board
#
# - **quality**: the share of samples that look like real data of any class.
# - **coverage**: the share of the modes shown that are generated.
# - **novelty**: the distance to the nearest training sample, relative to the
#   distances in the data. 0 is a copy, about 1 a typical new sample; far above 1
#   it is unlike the data.
# - **recovery**: the share of samples within the hidden mode, with an exact 95%
#   interval. `chance` is the rate of points spread evenly over the circle.
#
# The first two rows are real data: new samples of all modes, which no method can
# surpass, and a copy of the training data.

# %%
display(Markdown((folder / "board.md").read_text()))

# %% [markdown]
# A recovery below chance means that the method avoids the gap: it would do
# better by spreading its samples over the circle. High novelty alone is no
# creativity: compare it with the quality.
#
# The pictures show the data in black, the samples in green and the hidden mode
# as a red ring. Look for samples in the ring, and for those of methods that were
# asked for the hidden class.

# %%
for name in board["rows"]:
    print(name)
    display(Image(str(folder / "pictures" / f"{name}.png"), width=600))

# %% [markdown]
# ## Go further
#
# The complete board hides each of the eight modes in turn and trains five seeds
# in 3,000 steps: `keras-creative board ring`. Other suites hide cells of a grid,
# letters, garments, or a fifth of the characters in 725 fonts. `board.html` in
# the folder is a page with sortable columns.
