"""What is looked at before a network is built."""


def check_positive(**sizes):
    """See that sizes are at least 1.

    Args:
        **sizes: Arguments by name.

    Raises:
        ValueError: If one is less.
    """
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(
                f"`{name}` must be positive. Received: {name}={size}"
            )
