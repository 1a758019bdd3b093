"""One dialect: what raises says so, what returns an array says its shape (CONTRIBUTING.md)."""

import ast
import re
from functools import cache

import pytest
from own_files import PACKAGES, Function, modules, public_functions, tree

ENDINGS = {"SystemExit", "KeyboardInterrupt"}  # no errors
# "(n,)", "(bands, rows, columns)", "(m + 1, n + 1)", "(points, 2)"
LENGTH = r"(?:[a-z_]+(?: ?[-+*] ?\d+)?|\d+)"
SHAPE = re.compile(rf"\({LENGTH},(?: {LENGTH}(?:, {LENGTH})*)?\)")


def described(told: str) -> str:
    """A docstring on one line."""
    return " ".join(told.split())


def raised(node: Function) -> set[str]:
    """The errors that the function itself raises, not what it defines or calls.

    `raise keys.error(...)` and `raise _missing(...)` make a SinkbaseError in one place.
    """
    made = (it.exc.func for it in own_nodes(node) if is_raise_of_call(it))
    names = {func.id if isinstance(func, ast.Name) else "error" for func in made}
    return {name if name[0].isupper() else "SinkbaseError" for name in names} - ENDINGS


def is_raise_of_call(node: ast.AST) -> bool:
    """Whether it is `raise name(...)` or `raise it.error(...)`, not `raise typer.Exit(...)`."""
    if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
        return False
    func = node.exc.func
    return isinstance(func, ast.Name) or (isinstance(func, ast.Attribute) and func.attr == "error")


def own_nodes(node: ast.AST):
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, Function | ast.Lambda):
            yield part
            yield from own_nodes(part)


@cache
def names_of_arrays(package: str) -> frozenset[str]:
    """NDArray, and what the package calls arrays: `Floats = NDArray[np.float64]`."""
    return frozenset({"NDArray", "ndarray"}).union(
        target.id
        for path in modules(package)
        for node in tree(path).body
        if isinstance(node, ast.Assign) and "NDArray[" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def returns_array(node: Function, package: str) -> bool:
    """Whether what the function returns is an array, or a tuple, list or dict of arrays."""
    names = re.findall(r"\w+", ast.unparse(node.returns)) if node.returns else []
    return not names_of_arrays(package).isdisjoint(names)


def lacking(where: str, node: Function) -> list[str]:
    """What a function's docstring lacks."""
    told = described(ast.get_docstring(node) or "")
    lacks = []
    for error in sorted(raised(node)):
        if not re.search(rf"\bRaises {error}\b", told):
            lacks.append(f"{where} raises: say 'Raises {error} when ...'")
    if "Errors:" in told:
        lacks.append(f"{where}: 'Errors:' is written 'Raises SinkbaseError when ...'")
    if returns_array(node, where.split("/", maxsplit=1)[0]) and not SHAPE.search(told):
        lacks.append(f"{where} returns an array: say its shape, e.g. '(rows, columns)', and unit")
    return lacks


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_say_what_is_raised_and_the_shape_of_what_is_returned(package):
    found = [
        line
        for path in modules(package)
        if path.name != "__main__.py"  # a command's docstring is its help
        for where, node in public_functions(path)
        for line in lacking(where, node)
    ]
    assert not found, "\n".join(found)


def function(text: str) -> Function:
    return ast.parse(text).body[0]


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ('def f():\n    """Stop."""\n    raise SinkbaseError("no")', 1),
        ('def f():\n    """Stop.\n\n    Raises SinkbaseError when asked.\n    """', 0),
        ('def f():\n    """Stop."""\n    raise keys.error("no")', 1),
        ('def f():\n    """Stop."""\n    raise ValueError("no")', 1),
        ('def f():\n    """Stop."""\n    def g():\n        raise ValueError("no")', 0),
        ('def f():\n    """Stop.\n\n    Errors: SinkbaseError.\n    """', 1),
        ('def f() -> NDArray[np.float64]:\n    """Return costs."""', 1),
        ('def f() -> dict[int, Floats]:\n    """Return shares (rows, columns) a code."""', 0),
        ('def f() -> Array:\n    """Return costs (n,)."""', 0),
        ('def f() -> str:\n    """Return a name."""', 0),
    ],
)
def test_a_docstring_is_read_as_a_reader_does(text, lacks):
    assert len(lacking("here", function(text))) == lacks
