import signal
import types

import pytest

from keras_creative import commands


class TestStopOnInterrupt:
    def test_first_asks_and_second_interrupts(self):
        before = signal.getsignal(signal.SIGINT)
        model = types.SimpleNamespace(stop_training=False)
        stop = commands.stop_on_interrupt(model)
        with pytest.raises(KeyboardInterrupt), stop as received:
            assert not received
            signal.raise_signal(signal.SIGINT)
            assert received and model.stop_training
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is before

    def test_afterwards_ctrl_c_is_as_before(self):
        before = signal.getsignal(signal.SIGINT)
        with commands.stop_on_interrupt(types.SimpleNamespace()):
            assert signal.getsignal(signal.SIGINT) is not before
        assert signal.getsignal(signal.SIGINT) is before
