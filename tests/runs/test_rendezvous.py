"""Workers that find one another."""

import re
import socket
import threading

import pytest

from keras_creative.commands.local_workers import free_places
from keras_creative.runs.rendezvous import meet


def test_all_go_on_when_the_last_has_come():
    places, met = free_places(3), []

    def come(place):
        meet(places, place, 30.0)
        met.append(place)

    early = [threading.Thread(target=come, args=[p]) for p in places[:2]]
    for thread in early:
        thread.start()
    early[0].join(0.5)
    assert not met
    come(places[2])
    for thread in early:
        thread.join()
    assert sorted(met) == sorted(places)


def test_one_worker_is_alone():
    (place,) = free_places(1)
    meet([place], place, 1.0)


def test_a_missing_worker_is_named():
    places = free_places(2)
    with pytest.raises(ValueError, match=f"0.5 s.*{re.escape(places[1])}"):
        meet(places, places[0], 0.5)


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ValueError, match=f"must be free.*{place}"):
            meet([place, "127.0.0.1:1"], place, 1.0)


@pytest.mark.parametrize("place", ["127.0.0.1", "127.0.0.1:x", "a:99999"])
def test_bad_addresses(place):
    with pytest.raises(ValueError, match="Received"):
        meet([place, "127.0.0.1:1"], place, 0.1)
