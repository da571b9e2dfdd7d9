"""Small changes of source code that imitate a programmer's mistakes.

`mutation.py` measures whether the tests detect them.
"""

import ast
import copy
import dataclasses

_OPPOSITES = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
# Functions that are confused with each other.
_PAIRS = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "argmax": "argmin",
    "argmin": "argmax",
    "sin": "cos",
    "cos": "sin",
    "exp": "expm1",
    "expm1": "exp",
    "log": "log1p",
    "log1p": "log",
    "ones": "zeros",
    "zeros": "ones",
    "normal": "uniform",
    "uniform": "normal",
    "any": "all",
    "all": "any",
    "var": "std",
    "std": "var",
}
# Functions that are omitted.
_FORGOTTEN = {
    "abs",
    "log",
    "relu",
    "softplus",
    "sqrt",
    "square",
    "stop_gradient",
    "transpose",
}
# Functions whose first two arguments can be swapped.
_SYMMETRIC = {"array_equal", "logaddexp", "max", "maximum", "min", "minimum"}
# Keyword arguments that change no number.
_NAMES = {"name", "package"}


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A change at one position of a file.

    Args:
        path: The file.
        line: Line of the change, from 1.
        text: This line without its indentation.
        before: Original source.
        after: Replacement.
        source: Source of the whole file after the change.
    """

    path: str
    line: int
    text: str
    before: str
    after: str
    source: str

    @property
    def change(self):
        """The change on one line, without its position."""
        return " ".join(f"{self.before} -> {self.after}".split())


def mutants_of(path, source):
    """All mutants of a file.

    Strings, annotations, decorators and error messages are not changed.

    Args:
        path: Name of the file.
        source: Its source.

    Returns:
        List of `Mutant`s in the order of the file.
    """
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    mutants = []
    for node, changed in _changes(ast.parse(source)):
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[node.end_lineno - 1] + node.end_col_offset
        before = source.encode()[first:last].decode()
        after = ast.unparse(changed)
        if isinstance(node, ast.expr):
            after = f"({after})"
        whole = source.encode()[:first] + after.encode()
        whole += source.encode()[last:]
        place = path, node.lineno, lines[node.lineno - 1].decode().strip()
        mutants.append(Mutant(*place, before, after, whole.decode()))
    return mutants


def _changes(node):
    """Pairs of a node and its replacement, depth first."""
    if isinstance(
        node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom
    ):
        return
    yield from ((node, changed) for changed in _variants(node))
    if _is_negative_number(node):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "func"):
            value = value if name == "func" else []
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _changes(child)


def _variants(node):
    for kind, variants in _VARIANTS.items():
        if isinstance(node, kind):
            yield from variants(node)


def _with(node, **fields):
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _operator(node):
    if type(node.op) in _OPPOSITES:
        yield _with(node, op=_OPPOSITES[type(node.op)]())


def _comparison(node):
    for index, operator in enumerate(node.ops):
        ops = list(node.ops)
        ops[index] = _OPPOSITES[type(operator)]()
        yield _with(node, ops=ops)


def _unary(node):
    if isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    if _is_negative_number(node):
        yield from (_with(node, operand=c) for c in _constant(node.operand))


def _is_negative_number(node):
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    )


def _constant(node):
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


def _call(node):
    name = getattr(node.func, "attr", getattr(node.func, "id", None))
    if name in _PAIRS and isinstance(node.func, ast.Attribute):
        yield _with(node, func=_with(node.func, attr=_PAIRS[name]))
    if name in _FORGOTTEN and node.args:
        yield node.args[0]
    if len(node.args) > 1 and name not in _SYMMETRIC:
        swapped = [node.args[1], node.args[0], *node.args[2:]]
        if ast.dump(swapped[0]) != ast.dump(swapped[1]):
            yield _with(node, args=swapped)
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None and keyword.arg not in _NAMES:
            kept = [*node.keywords[:index], *node.keywords[index + 1 :]]
            yield _with(node, keywords=kept)


def _condition(node):
    yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _statement(node):
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


_VARIANTS = {
    ast.BinOp | ast.BoolOp | ast.AugAssign: _operator,
    ast.Compare: _comparison,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.IfExp: _condition,
    ast.Expr: _statement,
}
