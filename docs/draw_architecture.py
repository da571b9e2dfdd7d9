"""Draw the packages and their imports as `docs/images/architecture.svg`.

    python docs/draw_architecture.py

The imports are read from the sources, which are not executed. A package lies
one row above the highest package that it imports. An arrow points from a
package to one that it imports, in a light color to the bottom row. Imports that
follow from other arrows are omitted, so that the picture stays readable.
"""

import argparse
import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "keras_creative"
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
WITHOUT_BOX = {"__init__", "__main__", "version"}
WIDTH, ROW, BOX, MARGIN = 800, 74, 34, 16
FILL = "#d3e6e4"
LINES = {"light": "#cfd8dc", "dark": "#607d8b"}
INK = "#263238"


def imports_of(package=PACKAGE):
    """What every sub-package imports from the others.

    Imports in functions that run against the direction of the others, and
    imports for type checking only, are not included.

    Args:
        package: Folder of the package. Defaults to that of `keras_creative`.

    Returns:
        Dict from the name of a sub-package or module to the set of the names
        that it imports.
    """
    parts = {
        path.stem: sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for path in sorted(package.iterdir())
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    names = parts.keys() - WITHOUT_BOX
    imports, in_functions = ({name: set() for name in names} for _ in "ab")
    for name in sorted(names):
        for path in parts[name]:
            for part, in_function in _imported(path, package.name):
                if part in names - {name}:
                    (in_functions if in_function else imports)[name].add(part)
    reached = reached_by(imports)
    return {
        name: imports[name]
        | {part for part in in_functions[name] if name not in reached[part]}
        for name in sorted(names)
    }


def _imported(path, package):
    """Imported sub-packages, and whether the import is in a function."""
    waiting = [(ast.parse(path.read_text(encoding="utf-8")), False)]
    while waiting:
        node, in_function = waiting.pop()
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            modules = []
        for module in modules:
            first, _, rest = module.partition(".")
            if first == package:
                yield rest.partition(".")[0], in_function
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        in_function |= isinstance(node, ast.FunctionDef)
        children = ast.iter_child_nodes(node)
        waiting += [(child, in_function) for child in children]


def reached_by(imports):
    """Everything that each package imports, directly or through others.

    Args:
        imports: Dict as returned by `imports_of()`.

    Returns:
        Dict of the same keys.
    """
    reached = {name: set(direct) for name, direct in imports.items()}
    for middle in imports:
        for name in imports:
            if middle in reached[name]:
                reached[name] |= reached[middle]
    return reached


def rows_of(imports):
    """The packages by rows, from the bottom to the top.

    Args:
        imports: Dict as returned by `imports_of()`.

    Returns:
        List of sorted lists of names. Packages that import each other share a
        row.
    """
    reached = reached_by(imports)
    rows, left = [], set(imports)
    while left:
        row = {
            name
            for name in left
            if all(
                below not in left or name in reached[below]
                for below in reached[name]
            )
        }
        rows.append(sorted(row))
        left -= row
    return rows


def arrows_of(imports):
    """The imports that do not follow from others.

    Args:
        imports: Dict as returned by `imports_of()`.

    Returns:
        Sorted list of pairs of an importing and an imported package.
    """
    reached = reached_by(imports)
    return sorted(
        (upper, lower)
        for upper, direct in imports.items()
        for lower in direct
        if not any(
            lower in reached[other]
            and upper not in reached[other]
            and other not in reached[lower]
            for other in direct - {lower}
        )
    )


def place(rows, arrows):
    """Positions of the boxes.

    The packages of a row are ordered by the mean position of what they import,
    to keep the arrows short.

    Args:
        rows: List as returned by `rows_of()`.
        arrows: List as returned by `arrows_of()`.

    Returns:
        Dict from a name to the left edge, the upper edge and the width of its
        box.
    """
    places = {}
    for index, row in enumerate(rows):
        order = sorted(row, key=lambda name: _mean_below(name, arrows, places))
        widths = [8.2 * len(name) + 22 for name in order]
        gap = min(80, (WIDTH - 2 * MARGIN - sum(widths)) / max(len(row) - 1, 1))
        x = (WIDTH - sum(widths) - gap * (len(row) - 1)) / 2
        y = MARGIN + ROW * (len(rows) - 1 - index)
        for name, width in zip(order, widths, strict=True):
            places[name] = x, y, width
            x += width + gap
    return places


def _mean_below(name, arrows, places):
    below = [places[low] for up, low in arrows if up == name and low in places]
    centers = [x + width / 2 for x, _, width in below]
    return sum(centers) / len(centers) if centers else WIDTH / 2


def draw(imports):
    """The picture.

    Args:
        imports: Dict as returned by `imports_of()`.

    Returns:
        Text of an SVG file.
    """
    rows, arrows = rows_of(imports), arrows_of(imports)
    places = place(rows, arrows)
    height = 2 * MARGIN + ROW * (len(rows) - 1) + BOX
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}">',
        "<defs>",
        *(_tip(name, color) for name, color in LINES.items()),
        "</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *(
            _arrow(places[upper], places[lower], kind)
            for kind in LINES
            for upper, lower in arrows
            if (lower in rows[0]) == (kind == "light")
        ),
        *(_box(name, places[name], imports[name]) for name in sorted(places)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _tip(name, color):
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="8" refY="4" '
        'markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{color}"/></marker>'
    )


def _arrow(upper, lower, kind):
    (x1, y1, width1), (x2, y2, width2) = upper, lower
    x1, x2 = x1 + width1 / 2, x2 + width2 / 2
    y1 += BOX
    bend = (y2 - y1) / 2
    return (
        f'<path d="M{x1:.1f} {y1}C{x1:.1f} {y1 + bend:.1f} '
        f'{x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2}" fill="none" '
        f'stroke="{LINES[kind]}" stroke-width="1.2" marker-end="url(#{kind})"/>'
    )


def _box(name, place, direct):
    x, y, width = place
    tip = ", ".join(sorted(direct)) or "none of the others"
    return (
        f"<g><title>{name} imports {tip}</title>"
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BOX}" rx="6" '
        f'fill="{FILL}" stroke="{LINES["dark"]}"/>'
        f'<text x="{x + width / 2:.1f}" y="{y + 22}" text-anchor="middle" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="14" '
        f'fill="{INK}">{name}</text></g>'
    )


def main(argv=None):
    """Write the picture.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args(argv)
    PICTURE.write_text(draw(imports_of()), encoding="utf-8")


if __name__ == "__main__":
    main()
