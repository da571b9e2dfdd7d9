"""Time and memory of the measures of features, beside other libraries.

```
python benchmarks/neighbor_measures.py [--large]
```

It needs `pip install prdc scipy scikit-learn`. Every row is the median of three
calls, the Frechet distance one call, in turn with the other library's, in one
process. `--large` adds one call for 50,000 samples beside 50,000, with the peak
of memory.
"""

import argparse
import contextlib
import io
import resource
import statistics
import time
import warnings

import numpy as np

from keras_creative import metrics

N, FEATURES = 10_000, 64
FRECHET_FEATURES = 2048
LARGE = 50_000
TRIALS = 3


def normal(n, features, seed=0):
    """Two sets from the same normal distribution."""
    return np.random.default_rng(seed).normal(size=(2, n, features))


def side_by_side(name, functions, trials=TRIALS):
    """Print the median seconds of functions that are called in turn."""
    seconds = {library: [] for library in functions}
    results = {}
    for _ in range(trials):
        for library, function in functions.items():
            start = time.perf_counter()
            results[library] = function()
            seconds[library].append(time.perf_counter() - start)
    ours, theirs = seconds
    medians = [statistics.median(seconds[each]) for each in (ours, theirs)]
    print(
        f"{name}: {medians[0]:.2f} s, {theirs} {medians[1]:.2f} s, "
        f"ratio {medians[0] / medians[1]:.2f}",
        flush=True,
    )
    return results


def neighborhoods():
    """Precision, recall, density and coverage beside the package prdc."""
    from prdc import compute_prdc

    real, made = normal(N, FEATURES)

    def theirs():
        with contextlib.redirect_stdout(io.StringIO()):
            return compute_prdc(real, made, nearest_k=5)

    results = side_by_side(
        f"neighborhood_measures, {N} x {N} x {FEATURES}",
        {
            "ours": lambda: metrics.neighborhood_measures(real, made, k=5),
            "prdc": theirs,
        },
    )
    gaps = [
        abs(results["ours"][name] - results["prdc"][name])
        for name in results["ours"]
    ]
    print(f"  largest difference of the four numbers {max(gaps):.1e}")


def frechet():
    """The Frechet distance beside that of `scipy.linalg.sqrtm()`."""
    from scipy.linalg import sqrtm

    real, made = normal(2 * FRECHET_FEATURES, FRECHET_FEATURES)

    def theirs():
        first, second = (np.cov(x, rowvar=False) for x in (real, made))
        shift = np.sum((real.mean(0) - made.mean(0)) ** 2)
        root = sqrtm(first @ second).real
        return shift + np.trace(first + second - 2 * root)

    results = side_by_side(
        f"frechet_distance, {FRECHET_FEATURES} features",
        {
            "ours": lambda: metrics.frechet_distance(real, made),
            "scipy": theirs,
        },
        trials=1,
    )
    print(f"  {results['ours']:.6f} and {results['scipy']:.6f}")


def scikit_learn():
    """Nearest neighbors and k-means beside scikit-learn."""
    from sklearn.cluster import KMeans
    from sklearn.neighbors import NearestNeighbors

    for n, features in ((N, 2), (N, FEATURES), (N, 784)):
        samples, real = normal(n, features)
        samples, real = samples.astype("float32"), real.astype("float32")
        side_by_side(
            f"nearest_distances, {n} x {n} x {features}",
            {
                "ours": lambda a=samples, b=real: metrics.nearest_distances(
                    a, b
                ),
                "sklearn": lambda a=samples, b=real: (
                    NearestNeighbors(n_neighbors=1).fit(b).kneighbors(a)
                ),
            },
        )
    for n, features in ((256, 784), (2000, 3072)):
        examples = normal(n, features)[0].astype("float32")
        side_by_side(
            f"find_clusters, {n} x {features}, 20 clusters",
            {
                "ours": lambda x=examples: metrics.find_clusters(x),
                "sklearn": lambda x=examples: KMeans(
                    20, n_init=1, max_iter=20, random_state=0
                ).fit(x),
            },
        )


def large():
    """One call for many samples, and the peak of memory."""
    real, made = normal(LARGE, FEATURES)
    start = time.perf_counter()
    found = metrics.neighborhood_measures(real, made)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"neighborhood_measures, {LARGE} x {LARGE} x {FEATURES}: "
        f"{seconds:.0f} s, peak of the process {peak:.2f} GiB, {found}"
    )


def main():
    """Print all rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.large:
        large()
    neighborhoods()
    frechet()
    scikit_learn()


if __name__ == "__main__":
    main()
