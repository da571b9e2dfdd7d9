"""Scores of images of which cells of a table were hidden."""

import functools

import numpy as np

from keras_creative import datasets, metrics, runs
from keras_creative.board.image_scorer import ImageScorer, hidden_features
from keras_creative.datasets import CellSet

_QUERIES = 2000
# Number of fonts among which a style is looked for.
_STYLES = 100


class CellScorer(ImageScorer):
    """Scores images of cells, such as a character in a font.

    A sample belongs to what was hidden if the nearest of all real images is a
    hidden one, closer than a shown image lies to the nearest other one in the
    median, so that a blurred image does not count. The chance rate is that of
    the shown images, each compared with the others. The referee classifies the
    columns.

    Args:
        whole: `CellSet` of all cells.
        cells: The hidden cells.
        requested: The cells that entries are asked for.
    """

    def __init__(
        self,
        whole: CellSet,
        cells: np.ndarray,
        requested: tuple[int, ...],
    ) -> None:
        super().__init__(whole, (), (whole.images, whole.labels))
        self.requested = requested
        is_hidden = np.isin(whole.cells, cells)
        self.training = whole.images[~is_hidden]
        self.hidden = whole.images[is_hidden]

    @functools.cached_property
    def chance(self) -> float:
        """Share of shown images that count as hidden ones."""
        queries = np.random.default_rng(0).choice(
            len(self.training), min(_QUERIES, len(self.training)), replace=False
        )
        shown = metrics.neighbour_distances(self.training, queries)
        hidden = metrics.nearest_distances(self.training[queries], self.hidden)
        return self._is_hit(hidden, shown).mean()

    def recovered(self, images: np.ndarray) -> np.ndarray:
        """Whether images belong to hidden cells.

        Args:
            images: uint8 array `(n, size, size, channels)`.

        Returns:
            Boolean array `(n,)`.
        """
        if not len(images):
            return np.zeros(0, bool)
        shown = metrics.nearest_distances(images, self.training)
        return self._is_hit(
            metrics.nearest_distances(images, self.hidden), shown
        )

    def _is_hit(self, hidden, shown):
        return (hidden < shown) & (hidden <= self.own_distance)

    def reference(
        self, name: str, n: int, seed: int
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Real samples: of hidden cells only, as all others were shown.

        Args:
            name: Name of the row.
            n: Largest number of samples.
            seed: Integer that determines them.
        """
        if name == "training-copy":
            return super().reference(name, n, seed)
        found = self._places(np.resize(self.requested, n))
        order = np.random.default_rng(seed).permutation(len(self.hidden))
        return self.hidden[order[:n]], self.whole.images[found]

    def score(
        self, samples: np.ndarray, requested: np.ndarray | None = None
    ) -> dict[str, float]:
        """Measures of one run, see `ImageScorer.score()`.

        Args:
            samples: uint8 images `(n, size, size, channels)`.
            requested: Images for hidden cells. Defaults to `None`.
        """
        scores = super().score(samples, requested)
        if requested is not None:
            cells = np.resize(self.requested, len(requested))
            scores["cell_rate"] = self._cell_rate(requested, cells)
            scores["recognized"] = self._recognized(requested, cells)
            scores["style_rate"] = self._style_rate(requested, cells)
        return scores

    @functools.cached_property
    def row_referee(self) -> runs.Referee:
        """The classifier of all rows, which are fonts."""
        rows = self.whole.cells // self.whole.table[1]
        fonts = datasets.PictureSet(
            self.whole.images, rows, name=f"{self.whole.name}-rows"
        )
        return runs.load_referee(fonts)

    def _recognized(self, images, cells):
        """Share recognized as their column, over that of real images."""
        columns = cells % self.whole.table[1]
        real = self.whole.images[self._places(cells)]
        made, real = (
            self.referee.probabilities(datasets.to_network_range(x))
            for x in (images, real)
        )
        made, real = (p.argmax(axis=1) == columns for p in (made, real))
        return float(made.mean() / real.mean())

    def _style_rate(self, images, cells):
        """Share nearest to the requested row, among those of 100."""
        rows, columns = self.whole.table
        rng = np.random.default_rng(0)
        made = _unit(hidden_features(self.row_referee, images))
        right = 0
        for sample, cell in zip(made, cells, strict=True):
            others = rng.permutation(rows - 1)[: _STYLES - 1]
            others += others >= cell // columns
            among = np.append(cell // columns, others) * columns
            places = self._places(among + cell % columns)
            right += (self._row_features[places] @ sample).argmax() == 0
        return float(right / len(images))

    @functools.cached_property
    def _row_features(self):
        return _unit(hidden_features(self.row_referee, self.whole.images))

    def _places(self, cells):
        """Places of the images of cells."""
        ordered = self.whole.cells[self._order]
        return self._order[np.searchsorted(ordered, cells)]

    @functools.cached_property
    def _order(self):
        return np.argsort(self.whole.cells)

    def _cell_rate(self, images, cells):
        """Share of images nearest to the requested row of their column."""
        columns = self.whole.table[1]
        right = 0
        for column in np.unique(cells % columns):
            chosen = np.flatnonzero(cells % columns == column)
            known = np.flatnonzero(self.whole.labels == column)
            nearest, _ = metrics.nearest_examples(
                images[chosen], self.whole.images[known]
            )
            right += (self.whole.cells[known][nearest] == cells[chosen]).sum()
        return float(right / len(images))


def _unit(features):
    return features / np.linalg.norm(features, axis=1, keepdims=True)
