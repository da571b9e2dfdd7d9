"""What a run proposes as new."""

import collections
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_creative import plotting
from keras_creative.checks import check_choice, check_integers
from keras_creative.files import read_record, write_json
from keras_creative.metrics import nearest_examples
from keras_creative.modalities import modality_of
from keras_creative.proposals import (
    CodeSymmetryProposer,
    GapProposer,
    NoveltyProposer,
    NoveltySearchProposer,
    OrientationProposer,
    Proposals,
    Proposer,
    RecombinationProposer,
    SymmetryProposer,
)
from keras_creative.runs.evaluation import check_sample_shape, load_data
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike

_PICTURE, _RECORD = "proposals.png", "proposals.json"
# The first method for a kind of samples is its default.
METHODS = {
    "symmetry": SymmetryProposer,
    "gap": GapProposer,
    "novelty": NoveltyProposer,
    "orientation": OrientationProposer,
    "recombination": RecombinationProposer,
    "code-symmetry": CodeSymmetryProposer,
    "search": NoveltySearchProposer,
}
_EXAMPLES = 2000
_PAIRS = 8
_REASONS = 3
# Width in pixels to which small images are enlarged.
_WIDTH = 96


class ProposalRecord(NamedTuple):
    """What was proposed last, as it is recorded in a run folder.

    Attributes:
        picture: Path of the picture: images over the nearest training images,
            or points over the data.
        sentence: What was proposed, and why.
    """

    picture: Path
    sentence: str


def propose(
    folder: PathLike,
    n: int = 64,
    seed: int = 0,
    data: PathLike | None = None,
    method: str | None = None,
) -> tuple[Proposals, str]:
    """Samples that a run offers as new.

    The folder gets a picture, which the report of the run shows.

    Args:
        folder: The run folder.
        n: Number of samples. Defaults to `64`.
        seed: Integer that determines them. Defaults to `0`.
        data: New path of the training images, if they were moved. Defaults to
            `None`.
        method: One of `METHODS`, see the proposers of this name in
            `keras_creative.proposals`. Defaults to `None`: `"symmetry"` for
            points, and `"novelty"` for images.

    Returns:
        `keras_creative.proposals.Proposals`, and a sentence about them.

    Raises:
        ValueError: If the folder is not a run, has no checkpoint, its data
            have changed, or there is no method for such samples.
        FileNotFoundError: If the data of the run are not found.

    Example:

    ```python
    keras_creative.recipes.PointFlow(holdout=(3,)).run("runs/ring")
    proposals, sentence = keras_creative.runs.propose("runs/ring", n=200)
    ```
    """
    check_integers(n=(n, 1))
    data = load_data(folder, data)
    model = load_sampler(folder)
    check_sample_shape(model, data)
    if hasattr(data, "unrepeated"):
        data = data.unrepeated()
    count = len(data) if hasattr(data, "__len__") else _EXAMPLES
    examples, _ = data.sample(min(count, _EXAMPLES), seed)
    proposer = make_proposer(model, examples, seed, method)
    proposals = proposer.propose(n, seed)
    sentence = _sentence(proposals, proposer)
    _record(Path(folder), proposals, sentence, data, examples)
    return proposals, sentence


def make_proposer(
    model: Any, examples: np.ndarray, seed: int = 0, method: str | None = None
) -> Proposer:
    """A proposer for a kind of samples.

    Args:
        model: Trained model.
        examples: Its training examples `(n, *sample_shape)`.
        seed: Integer that fixes its search. Defaults to `0`.
        method: See `propose()`. Defaults to `None`.

    Raises:
        ValueError: If there is no such method for such samples.
    """
    modality = modality_of(examples.shape[1:])
    known = [
        name for name, cls in METHODS.items() if modality.name in cls.kinds
    ]
    if not known:
        raise ValueError(
            "`folder` must be a run on points or images, for which there are "
            f"methods that propose. Received: a run on {modality.plural}"
        )
    method = known[0] if method is None else method
    check_choice("method", method, known)
    cls = METHODS[method]
    options = {"seed": seed} if cls.is_seeded else {}
    return cls(model, examples, **options)


def read_proposals(folder: PathLike) -> ProposalRecord | None:
    """What a run proposed last, or `None`.

    Args:
        folder: The run folder.

    Raises:
        ValueError: If the record is damaged.
    """
    path = Path(folder, _RECORD)
    if not path.exists():
        return None
    record = read_record(path, ("sentence",), {"sentence": str})
    return ProposalRecord(Path(folder, _PICTURE), record["sentence"])


def _sentence(proposals, proposer):
    n = len(proposals.samples)
    if not n:
        return proposer.nothing
    counts = collections.Counter(proposals.reasons).most_common(_REASONS)
    low, median, high = np.quantile(proposals.novelty, [0, 0.5, 1])
    sentence = (
        f"{n} proposals; novelty {median:.1f} in the median, {low:.1f} to "
        f"{high:.1f}"
    )
    if counts[0][1] > 1:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in counts)
        sentence += f"; most frequent reasons: {reasons}"
    return f"{sentence}."


def _record(folder, proposals, sentence, data, examples):
    """Write the picture and the sentence into the run folder."""
    if len(proposals.samples):
        modality = modality_of(data)
        draw = _over_data if modality.name == "points" else _over_nearest
        pixels = draw(modality, proposals, data, examples)
        plotting.save_picture(folder / _PICTURE, pixels)
    else:
        (folder / _PICTURE).unlink(missing_ok=True)
    write_json(folder / _RECORD, {"sentence": sentence})


def _over_data(modality, proposals, data, examples):
    n = len(proposals.samples)
    drawing = modality.drawing(examples[:1000], **modality.grid_options(data))
    return drawing.pixels(proposals.samples, f"{n} proposals")


def _over_nearest(modality, proposals, data, examples):
    n = min(_PAIRS, len(proposals.samples))
    shown = proposals.samples[:n]
    nearest, _ = nearest_examples(shown, examples)
    row = plotting.Pairs(
        "Proposals over the nearest training pictures",
        modality.to_images(shown),
        modality.to_images(examples[nearest]),
        [f"novelty {novelty:.1f}" for novelty in proposals.novelty[:n]],
    )
    scale = max(1, _WIDTH // shown.shape[2])
    return plotting.pair_images([row], scale)
