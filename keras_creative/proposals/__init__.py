"""New samples on purpose: what a model proposes beyond its data."""

from keras_creative.proposals.drift import drift
from keras_creative.proposals.proposer import Proposals, Proposer
from keras_creative.proposals.support import Support
from keras_creative.proposals.symmetries import Symmetry, find_symmetries
from keras_creative.proposals.symmetry_proposer import SymmetryProposer

__all__ = [
    "Proposals",
    "Proposer",
    "Support",
    "Symmetry",
    "SymmetryProposer",
    "drift",
    "find_symmetries",
]
