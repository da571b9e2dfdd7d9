"""Labels in a file beside the pictures."""

import json

from keras_creative.datasets.checks import check_labels

LABEL_FILE = "dataset.json"


def parse_labels(data, names):
    """Labels as the tools of StyleGAN2-ADA write them.

    The file holds `{"labels": [["00000/img0.png", 6], ...]}`, or `null` for the
    list when there are no labels.

    Args:
        data: Bytes of the file.
        names: Names of the pictures that can be used.

    Returns:
        Whether the file is of this kind; and int32 array of the labels in the
        order of the names, or `None`.

    Raises:
        ValueError: If a picture has no label, or the file is damaged.

    Reference:

    - [Karras et al., StyleGAN2 with adaptive discriminator augmentation](
        https://github.com/NVlabs/stylegan2-ada-pytorch)
    """
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refusal(f"a damaged file ({error})") from error
    if not isinstance(record, dict) or "labels" not in record:
        return False, None
    if record["labels"] is None:
        return True, None
    try:
        labels = {name: label for name, label in record["labels"]}
        found = [labels[name] for name in names]
    except KeyError as error:
        raise _refusal(f"none for {error}") from error
    except (TypeError, ValueError) as error:
        raise _refusal(f"another form ({error})") from error
    try:
        return True, check_labels(found, len(names))
    except ValueError as error:
        raise _refusal(f"others ({error})") from error


def _refusal(received):
    return ValueError(
        f"A {LABEL_FILE} beside pictures must give each of them a label, "
        '{"labels": [["a.png", 0], ...]}, or be removed. '
        f"Received: {received}"
    )
