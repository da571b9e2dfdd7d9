"""Workers find one another before TensorFlow connects them."""

import contextlib
import socket
import time
from collections.abc import Sequence

_PAUSE = 0.1
_TIMEOUT = 5.0
_LENGTH = 8


def meet(everyone: Sequence[str], own: str, patience: float) -> None:
    """Wait until all workers have reached each other.

    Each listens on its own address, and sends its index to all the others,
    until it has reached all of them and all of them have reached it.

    Args:
        everyone: Addresses `"host:port"` of all workers.
        own: That of this worker.
        patience: Seconds to wait.

    Raises:
        ValueError: If the port is taken, or a worker is missing.
    """
    index = everyone.index(own)
    others = {i for i in range(len(everyone)) if i != index}
    to_reach, to_hear, deadline = set(others), set(others), _after(patience)
    with _listening(own) as server:
        while to_reach or to_hear:
            if time.monotonic() > deadline:
                missing = sorted(to_reach or to_hear)
                names = ", ".join(everyone[other] for other in missing)
                raise ValueError(
                    f"All workers must be started within {patience:g} s. "
                    f"Received: no answer of {names}"
                )
            for other in sorted(to_reach):
                if _reaches(everyone[other], index):
                    to_reach.discard(other)
            to_hear.discard(_heard(server))


def _after(seconds):
    return time.monotonic() + seconds


def _listening(own):
    """A socket that listens on the port of an address, on any interface."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.settimeout(_PAUSE)
    try:
        server.bind(("", _port(own)))
        server.listen(128)
    except (OSError, OverflowError) as error:
        server.close()
        raise ValueError(
            f"The port of this worker must be free. Received: {own!r} ({error})"
        ) from error
    return server


def _reaches(place, index):
    """Whether another worker took this one's index."""
    host = place.rpartition(":")[0]
    with contextlib.suppress(OSError):
        address = (host, _port(place))
        with socket.create_connection(address, timeout=_TIMEOUT) as connection:
            connection.sendall(index.to_bytes(_LENGTH, "big"))
            return True
    return False


def _heard(server):
    """The index of a worker that reached this one, or `None`."""
    with contextlib.suppress(OSError):
        connection, _ = server.accept()
        with connection:
            connection.settimeout(_TIMEOUT)
            data = connection.recv(_LENGTH)
            return int.from_bytes(data, "big") if data else None
    return None


def _port(place):
    """The port of an address.

    Raises:
        ValueError: If it is no number.
    """
    port = place.rpartition(":")[2]
    if not port.isdigit():
        raise ValueError(
            f"The addresses of TF_CONFIG must be host:port. Received: {place!r}"
        )
    return int(port)
