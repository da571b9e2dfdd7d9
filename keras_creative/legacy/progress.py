"""Lines and a bar that say how far a run is."""

import sys
import time

_WIDTH = 24


class Progress:
    """Prints a line per report, and under it a bar where there is a terminal.

    Args:
        total: Iterations of the whole run.
        stream: Where to print. Defaults to `None`: standard output.
    """

    def __init__(self, total, stream=None):
        self.total = total
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty()
        self._begin = time.monotonic()

    def update(self, iteration, losses):
        """Report an iteration.

        Args:
            iteration: Iterations made so far.
            losses: Dict with `d_loss` and `g_loss`.
        """
        digits = len(str(self.total))
        line = (
            f"iteration {iteration:{digits}}/{self.total}"
            f"  d_loss {losses['d_loss']:8.4f}  g_loss {losses['g_loss']:8.4f}"
        )
        if self._live:
            line = f"\r\033[K{line}\n{self._bar(iteration)}"
        else:
            line += "\n"
        self._stream.write(line)
        self._stream.flush()

    def close(self):
        """Remove the bar."""
        if self._live:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def _bar(self, iteration):
        done = iteration / self.total
        full = round(_WIDTH * done)
        left = (time.monotonic() - self._begin) * (1 - done) / done
        return (
            f"[{'=' * full}{'.' * (_WIDTH - full)}] {done:4.0%}, "
            f"{left:.0f} s left"
        )
