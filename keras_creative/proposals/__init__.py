"""New samples on purpose: what a model proposes beyond its data."""

from keras_creative.proposals.code_symmetry_proposer import (
    CodeSymmetryProposer,
)
from keras_creative.proposals.drift import drift
from keras_creative.proposals.gap_proposer import GapProposer
from keras_creative.proposals.learned_maps import LearnedMaps
from keras_creative.proposals.motions import LearnedSymmetry, Symmetry
from keras_creative.proposals.novelty_proposer import NoveltyProposer
from keras_creative.proposals.novelty_search_proposer import (
    NoveltySearchProposer,
)
from keras_creative.proposals.orientation_proposer import OrientationProposer
from keras_creative.proposals.patch_support import PatchSupport
from keras_creative.proposals.proposer import Proposals, Proposer
from keras_creative.proposals.recombination_proposer import (
    RecombinationProposer,
)
from keras_creative.proposals.support import Support
from keras_creative.proposals.symmetries import find_symmetries
from keras_creative.proposals.symmetry_proposer import SymmetryProposer

__all__ = [
    "CodeSymmetryProposer",
    "GapProposer",
    "LearnedMaps",
    "LearnedSymmetry",
    "NoveltyProposer",
    "NoveltySearchProposer",
    "OrientationProposer",
    "PatchSupport",
    "Proposals",
    "Proposer",
    "RecombinationProposer",
    "Support",
    "Symmetry",
    "SymmetryProposer",
    "drift",
    "find_symmetries",
]
