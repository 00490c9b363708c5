import socket

import pytest


def test_a_test_may_not_open_sockets() -> None:
    with pytest.raises(RuntimeError, match="mark it with `sockets`"):
        socket.create_connection(("127.0.0.1", 9))
    with socket.socket() as ours, pytest.raises(RuntimeError, match="mark it with `sockets`"):
        ours.connect(("127.0.0.1", 9))


@pytest.mark.sockets
def test_a_marked_test_may() -> None:
    assert socket.getaddrinfo("127.0.0.1", 9)
