"""Can a model generate a class that it was never or rarely shown?

    python benchmarks/heldout.py --part ring --seeds 0 1 2 3 4
    python benchmarks/heldout.py --part codes --seeds 0 1 2
    python benchmarks/heldout.py --part shots --seeds 0 1 2

The ring hides each of its modes in turn from a CGAN, see `heldout_ring.py`;
codes are InfoGAN's on MNIST and on the ring, see `heldout_codes.py`; shots are
VAEs trained with none or few examples of trousers or sneakers, see
`heldout_shots.py`.
"""

import argparse
import importlib

from reporting import print_table, write_record


def main():
    """Train, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--part", choices=("ring", "codes", "shots"), required=True
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--rows", nargs="+", help="names of rows; all by default"
    )
    parser.add_argument("--out", help="JSON file of the results")
    args = parser.parse_args()
    part = importlib.import_module(f"heldout_{args.part}")
    results = {}
    for name in args.rows or list(part.ROWS):
        results[name] = [part.measure(name, seed) for seed in args.seeds]
        print(part.summarize(name, results[name]), flush=True)
    print_table([part.summarize(name, rows) for name, rows in results.items()])
    write_record(
        args.out or f"runs/benchmarks/heldout_{args.part}.json",
        {"part": args.part, "seeds": args.seeds, "results": results},
    )


if __name__ == "__main__":
    main()
