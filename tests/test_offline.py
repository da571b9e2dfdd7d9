import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_no_connection_leaves_the_machine(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(5)
        with pytest.raises(OSError, match="must not use the network"):
            connection.connect((address, 80))


def test_no_name_is_looked_up():
    with pytest.raises(OSError, match="must not use the network"):
        socket.getaddrinfo("example.org", 80)


def test_downloads_fail_here_and_in_new_processes():
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen("http://example.org", timeout=5)
    code = (
        "import urllib.request as r; r.urlopen('http://example.org', timeout=5)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert b"URLError" in ended.stderr


def test_this_machine_is_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
