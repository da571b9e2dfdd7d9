"""Methods that a modality defines or lacks."""


def needs(capability):
    """Mark a default method of `Modality`; an overriding method is not marked.

    Args:
        capability: Name of the method that the default uses; its own name for a
            method that a subclass must define.
    """

    def mark(method):
        method.needs = capability
        return method

    return mark


class Capabilities:
    """Determines which methods a modality lacks."""

    name = ""
    plural = "samples"

    def lack(self, capability: str) -> str:
        """Name of the method that a capability lacks, or `""` if none.

        Args:
            capability: Name of a method, such as `"drawing"`.
        """
        needed = getattr(getattr(type(self), capability), "needs", "")
        return needed if needed in ("", capability) else self.lack(needed)

    def require(self, capability: str, by: str) -> None:
        """Raise an error if the modality lacks a capability.

        Args:
            capability: See `lack()`.
            by: Name of the caller that needs it, such as `"SampleGrid"`.

        Raises:
            ValueError: If it does.
        """
        if missing := self.lack(capability):
            raise ValueError(
                f"{by} needs `{missing}()`, which the modality {self.name!r} "
                f"lacks. Received: {self.plural}"
            )

    def _undefined(self, method):
        return ValueError(
            f"The modality {self.name!r} must define `{method}()`. "
            f"Received: {type(self).__name__}, which lacks it"
        )
