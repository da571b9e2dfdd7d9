"""No test reaches the network: sockets connect to this machine only."""

import ipaddress
import os
import sys

_HERE = (None, "", b"", "localhost", b"localhost")


def refuse_network():
    """Raise `OSError` when this process connects or looks up a name.

    Processes that a test starts are told of a proxy that nobody serves.
    """
    for name in ("http_proxy", "https_proxy"):
        os.environ[name] = "http://127.0.0.1:9"
    os.environ["no_proxy"] = "localhost,127.0.0.1,::1"
    sys.addaudithook(_check)


def _check(event, arguments):
    if event == "socket.getaddrinfo":
        _check_host(arguments[0])
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        _check_host(arguments[1][0])


def _check_host(host):
    if host in _HERE:
        return
    try:
        address = host.decode() if isinstance(host, bytes) else host
        is_here = ipaddress.ip_address(address).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise OSError(f"Tests must not use the network. Received: host={host}")
