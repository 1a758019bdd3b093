"""The project's own files as the checks of this folder read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sinkbase.paths import ROOT

PACKAGES = ("kernel", "sinkbase", "loaders", "analysis")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """The project's files, relative to the checkout: no caches, no environment."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (Path(line) for line in sorted(listed.stdout.splitlines()))
    return tuple(path for path in paths if (ROOT / path).is_file())


def modules(*packages: str) -> list[Path]:
    """The Python files of packages."""
    return [path for path in files() if path.parts[0] in packages and path.suffix == ".py"]


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def docstrings(module: ast.Module) -> Iterator[ast.Constant]:
    """The constants that are docstrings."""
    for node in ast.walk(module):
        if isinstance(node, Function | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            yield node.body[0].value


def public_functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Functions of a module and methods of its public classes without an underscore: name, node."""
    for node in tree(path).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield f"{path}:{node.lineno} {node.name}", node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for part in node.body:
                if isinstance(part, Function) and not part.name.startswith("_"):
                    yield f"{path}:{part.lineno} {node.name}.{part.name}", part
