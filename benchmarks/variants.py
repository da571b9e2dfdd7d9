"""All variants on the ring of eight Gaussians, and on Fashion-MNIST.

    python benchmarks/variants.py --part ring --seeds 0 1 2 3 4
    python benchmarks/variants.py --part pictures --seeds 0 1 2 --seconds 600

On the ring, modes are measured at equal numbers of generator steps; on images,
a Frechet distance at equal training time. See `variants_ring.py` and
`variants_pictures.py`.
"""

import argparse
import importlib

from reporting import print_table, write_record


def main():
    """Train, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("ring", "pictures"), required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--seconds",
        type=float,
        default=600,
        help="training time of --part pictures",
    )
    parser.add_argument(
        "--rows", nargs="+", help="names of rows; all by default"
    )
    parser.add_argument("--out", help="JSON file of the results")
    args = parser.parse_args()
    part = importlib.import_module(f"variants_{args.part}")
    settings = [args.seconds] if args.part == "pictures" else []
    results = part.run(args.seeds, args.rows or list(part.ROWS), *settings)
    print_table([part.summarize(name, rows) for name, rows in results.items()])
    out = args.out or f"runs/benchmarks/variants_{args.part}.json"
    constants = {
        name.lower(): value
        for name, value in vars(part).items()
        if name.isupper() and isinstance(value, int | float)
    }
    write_record(
        out,
        {
            "part": args.part,
            "seeds": args.seeds,
            "seconds": settings,
            **constants,
            "results": results,
        },
    )


if __name__ == "__main__":
    main()
