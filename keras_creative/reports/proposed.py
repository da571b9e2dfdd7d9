"""What a run thinks is new."""

from PIL import Image

from keras_creative.reports.images import picture
from keras_creative.reports.pieces import Section, missing, text
from keras_creative.runs.proposing import read_proposals

_ALT = "Proposals beside the training data"


def proposed_section(records):
    """The last proposals of each run.

    Args:
        records: List of `RunRecord`.
    """
    return Section(
        "proposals",
        "What it thinks is new",
        "Samples that a method proposes as new, by symmetries of the data or "
        "by their distance from them. Novelty is the distance to the nearest "
        "training example over the median distance between these.",
        link="New",
        parts=[_proposed(record) for record in records],
    )


def _proposed(record):
    try:
        found = read_proposals(record.path)
        if found is None:
            return [missing("keras-creative propose has not been run.")]
        pieces = [text(found.sentence)]
        if found.picture.exists():
            with Image.open(found.picture) as image:
                image.load()
            pieces.append(
                {"kind": "picture", "image": picture(image), "alt": _ALT}
            )
    except (OSError, ValueError) as error:
        return [missing(f"The proposals cannot be read: {error}")]
    return pieces
