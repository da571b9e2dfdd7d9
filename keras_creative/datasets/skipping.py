"""Which pictures of a folder were skipped, and why."""

from absl import logging

DAMAGED = "it is cut short or damaged"


class SkipLog:
    """Names of skipped pictures, each of them logged once.

    Args:
        path: `pathlib.Path` of the folder.
        strict: Whether to raise an error instead.
    """

    def __init__(self, path, strict):
        self.path = path
        self.strict = strict
        self._problems = {}

    @property
    def names(self):
        """List of the names, in the order of their finding."""
        return list(self._problems)

    def skip(self, name, problem):
        """Log a picture, unless it has been.

        Args:
            name: Name of the picture in the folder.
            problem: Why it can't be used.

        Raises:
            ValueError: If the log is strict.
        """
        if self.strict:
            raise ValueError(
                "`path` must hold no picture that can't be used when `strict` "
                f"is set. Received: path={str(self.path)!r}, with {name!r}: "
                f"{problem}"
            )
        if name not in self._problems:
            self._problems[name] = problem
            logging.warning("skipped %r of %s: %s", name, self.path, problem)

    def skip_all(self, names, problem):
        """Log several pictures with the same problem; see `skip()`."""
        for name in names:
            self.skip(name, problem)
