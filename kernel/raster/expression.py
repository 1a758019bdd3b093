"""Expressions of map algebra: read against a whitelist, and compiled for arrays.

Nothing is evaluated that is not a number, a name that is given, + - * / **, a comparison, and, or,
not, a band by its number or a function of `functions.FUNCTIONS`. Comparisons, logic, powers and
bands are written as calls over arrays; numbers become names, so that numpy computes with them and
never Python, whose rules for 1 / 0 and (-8) ** 0.5 are others.
"""

from __future__ import annotations

import ast
import math
import warnings
from functools import lru_cache
from keyword import iskeyword

import numpy

from kernel.errors import KernelError
from kernel.raster.functions import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

MOST_CHARACTERS = 10_000
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "_eq",
    ast.NotEq: "_ne",
    ast.Lt: "_lt",
    ast.LtE: "_le",
    ast.Gt: "_gt",
    ast.GtE: "_ge",
}
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


@lru_cache(maxsize=256)
def compiled(
    expression: str, rasters: frozenset[str], constants: frozenset[str]
) -> tuple[CodeType, dict[str, numpy.float64]]:
    """The expression over these names as code, and the numbers that stand in it by name.

    Raises KernelError when it is more than arithmetic, or too long or too deep to be read.
    """
    if len(expression) > MOST_CHARACTERS:
        raise KernelError(
            f"not an expression: {len(expression)} characters, expected {MOST_CHARACTERS} at most"
        )
    reader = Whitelist(rasters, constants)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.Expression(reader.visit(ast.parse(expression.strip(), mode="eval").body))
            code = compile(ast.fix_missing_locations(tree), "<map_algebra>", "eval")
    except (RecursionError, MemoryError):
        raise KernelError("not an expression: it is nested too deeply; divide it") from None
    except KernelError:
        raise
    except SyntaxError as error:
        where = f" at character {error.offset}" if error.offset and error.offset > 0 else ""
        raise KernelError(f"not an expression: it cannot be read{where}") from None
    except ValueError:
        raise KernelError("not an expression: it holds characters that no formula has") from None
    return code, reader.numbers


def require_name(name: str) -> None:
    """See that this can be the name of a raster or constant.

    Raises KernelError when it cannot.
    """
    is_name = name.isidentifier() and name.isascii() and not iskeyword(name)
    if not is_name or name.startswith("_") or name in FUNCTIONS:
        raise KernelError(f"{name!r} cannot be the name of a raster or constant")


class Whitelist(ast.NodeTransformer):
    """Refuses what is not arithmetic, and writes the rest as calls over arrays."""

    def __init__(self, rasters: frozenset[str], constants: frozenset[str]) -> None:
        """Keep the names that the expression may use."""
        self.rasters = rasters
        self.constants = constants
        self.numbers: dict[str, numpy.float64] = {}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Refuse what has no method below.

        Raises KernelError always.
        """
        raise KernelError(
            f"{type(node).__name__} is not allowed; see the comment on sinkbase.map_algebra"
        )

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Give the number a name.

        Raises KernelError when it is none, or infinite.
        """
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise KernelError(f"{str(node.value)[:40]!r} is not a number")
        try:
            value = float(node.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise KernelError("a number that is too large: 1.8e308 is the end")
        name = f"_number_{len(self.numbers)}"
        self.numbers[name] = numpy.float64(value)
        return ast.Name(name, ast.Load())

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Let a name pass that is given.

        Raises KernelError for another.
        """
        if node.id not in self.rasters and node.id not in self.constants:
            known = ", ".join([*sorted(self.rasters), *sorted(self.constants)])
            raise KernelError(f"{node.id[:40]} is no raster or constant here; known are: {known}")
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Let + - * / pass; a power is a call."""
        if isinstance(node.op, ast.Pow):
            return _call("_power", self.visit(node.left), self.visit(node.right))
        if not isinstance(node.op, OPERATORS):
            self.generic_visit(node.op)
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """Let - and + pass; `not` is a call."""
        if isinstance(node.op, ast.Not):
            return _call("_not", self.visit(node.operand))
        if not isinstance(node.op, ast.USub | ast.UAdd):
            self.generic_visit(node.op)
        return ast.UnaryOp(node.op, self.visit(node.operand))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """Write `and` and `or` as calls, two parts at a time."""
        name = "_and" if isinstance(node.op, ast.And) else "_or"
        result = self.visit(node.values[0])
        for value in node.values[1:]:
            result = _call(name, result, self.visit(value))
        return result  # type: ignore[no-any-return]

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Write one comparison as a call.

        Raises KernelError for a chain of them.
        """
        if len(node.ops) > 1:
            raise KernelError("a chain of comparisons; write them with `and`")
        name = COMPARISONS.get(type(node.ops[0]))
        if name is None:
            return self.generic_visit(node.ops[0])
        return _call(name, self.visit(node.left), self.visit(node.comparators[0]))

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Write the band of a raster as a call.

        Raises KernelError when it is not a raster's or has no number.
        """
        if not (isinstance(node.slice, ast.Constant) and type(node.slice.value) is int):
            raise KernelError("a band is named by its number, as in temperature[1]")
        if not isinstance(node.value, ast.Name) or node.value.id in self.constants:
            raise KernelError("only a raster has bands")
        return _call("_band", self.visit(node.value), ast.Constant(node.slice.value))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Let a call pass of a function that is known, with as many arguments as it takes.

        Raises KernelError for another.
        """
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
            names = ", ".join(sorted(FUNCTIONS))
            raise KernelError(f"a function that is not one of: {names}")
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            raise KernelError("starred arguments")
        takes = FUNCTIONS[node.func.id].takes
        if not takes.start <= len(node.args) < takes.stop:
            least = f"{takes.start}" if len(takes) == 1 else f"{takes.start} or more"
            raise KernelError(f"{node.func.id} of {len(node.args)} arguments, expected {least}")
        return ast.Call(node.func, [self.visit(argument) for argument in node.args], [])


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
