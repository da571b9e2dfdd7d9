"""Registry of modalities, and the modality of samples."""

from typing import Any

from keras_creative.modalities.base import Modality

_REGISTERED: dict[str, Modality] = {}


def register(modality: Modality) -> Modality:
    """Register a modality under its name.

    Args:
        modality: Instance of a subclass of `Modality`.

    Returns:
        The same instance.

    Raises:
        ValueError: If it has no name, or the name is taken.

    Example:

    ```python
    class Voxels(keras_creative.modalities.Modality):
        name = "voxels"
        plural = "voxel grids"
        shapes = "(side, side, side)"

        def accepts(self, shape):
            return len(shape) == 3 and len(set(shape)) == 1

        def to_images(self, samples):
            return samples.max(axis=3)[..., np.newaxis]

    keras_creative.modalities.register(Voxels())
    keras_creative.modalities.modality_of((4, 4, 4)).name  # "voxels"
    keras_creative.modalities.unregister("voxels")
    ```
    """
    if not modality.name or modality.name in _REGISTERED:
        raise ValueError(
            "`modality` must have a name that is not taken by another one. "
            f"Received: name={modality.name!r}, taken: {list(_REGISTERED)}"
        )
    _REGISTERED[modality.name] = modality
    return modality


def unregister(name: str) -> None:
    """Remove a modality from the registry.

    Args:
        name: Name of a registered modality.

    Raises:
        ValueError: If there is no modality of that name.
    """
    del _REGISTERED[_by_name(name).name]


def registered() -> tuple[Modality, ...]:
    """Every registered modality, in the order of registration.

    Returns:
        Tuple of `Modality`.

    Example:

    >>> [m.name for m in keras_creative.modalities.registered()]
    ['points', 'images']
    """
    return tuple(_REGISTERED.values())


def modality_of(kind: Any) -> Modality:
    """The modality of samples.

    An attribute `modality` of a model or of data, the name of a registered
    modality or a `Modality`, takes precedence. Otherwise the sample shape
    decides, and exactly one registered modality must accept it.

    Args:
        kind: A sample shape, without the batch axis; a model or data with the
            attribute `modality` or `sample_shape`; a name; or a `Modality`.

    Returns:
        `Modality`.

    Raises:
        ValueError: If no modality accepts the shape, or several do; or if
            there is no modality of the stated name.

    Example:

    >>> keras_creative.modalities.modality_of((28, 28, 1)).name
    'images'
    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> keras_creative.modalities.modality_of(ring).name
    'points'
    """
    modality = find_modality(kind)
    if modality is None:
        known = ", or ".join(f"{m.name} {m.shapes}" for m in registered())
        raise ValueError(
            f"Samples must be of a registered modality: {known}. "
            f"Received: samples of shape {_shape_of(kind)}"
        )
    return modality


def find_modality(kind):
    """The modality of samples, or `None` if none accepts their shape.

    Args:
        kind: See `modality_of()`.

    Raises:
        ValueError: See `modality_of()`, except for an unknown shape.
    """
    is_stated = isinstance(kind, str | Modality)
    stated = kind if is_stated else getattr(kind, "modality", None)
    if isinstance(stated, Modality):
        return stated
    if stated is not None:
        return _by_name(stated)
    return _by_shape(_shape_of(kind))


def _shape_of(kind):
    shape = kind
    if not isinstance(kind, tuple | list):
        shape = getattr(kind, "sample_shape", None)
    if shape is None:
        raise ValueError(
            "The modality of samples must be stated, by an attribute "
            "`modality` or a `sample_shape`. Received: a "
            f"{type(kind).__name__} with neither"
        )
    return tuple(shape)


def _by_shape(shape):
    found = [m for m in registered() if m.accepts(shape)]
    if len(found) < 2:
        return found[0] if found else None
    names = [m.name for m in found]
    raise ValueError(
        "Samples of this shape belong to several modalities. State one as an "
        f"attribute of the model and of the data, such as `modality = "
        f"{names[-1]!r}`. Received: samples of shape {shape}, accepted by "
        f"{names}"
    )


def _by_name(name):
    if name not in _REGISTERED:
        raise ValueError(
            f"`modality` must be one of {list(_REGISTERED)}, or registered "
            "with `keras_creative.modalities.register()`. "
            f"Received: modality={name!r}"
        )
    return _REGISTERED[name]
