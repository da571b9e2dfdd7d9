"""Which pictures of a folder were skipped, and why."""

from absl import logging

DAMAGED = "it is cut short or damaged"
_MOST_NAMED = 20


class SkipLog:
    """Names of skipped pictures, each of them logged once.

    After 20, further ones are kept but no longer logged.

    Args:
        path: `pathlib.Path` of the folder.
        strict: Whether to raise an error instead.
        fewest: Smallest number of pictures that must be left.
    """

    def __init__(self, path, strict, fewest):
        self.path = path
        self.fewest = fewest
        self.strict = strict
        self._problems = {}

    @property
    def names(self):
        """List of the names, in the order of their finding."""
        return list(self._problems)

    @property
    def problems(self):
        """Dict from the names to why each can't be used."""
        return dict(self._problems)

    def note(self, sentence):
        """Log something about the folder as a whole."""
        logging.warning("%s: %s", self.path, sentence)

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
        if name in self._problems:
            return
        self._problems[name] = problem
        if len(self._problems) <= _MOST_NAMED:
            logging.warning("skipped %r of %s: %s", name, self.path, problem)
        elif len(self._problems) == _MOST_NAMED + 1:
            self.note(
                f"more than {_MOST_NAMED} pictures are skipped; the others "
                "are not named here"
            )

    def skip_all(self, names, problem):
        """Log several pictures with the same problem; see `skip()`."""
        for name in names:
            self.skip(name, problem)
