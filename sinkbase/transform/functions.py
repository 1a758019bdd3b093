"""The version of each SQL function: its text, the functions it calls, its kernel modules."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sinkbase import fingerprint
from sinkbase.server.install import KERNEL, SQL

CALL = re.compile(r"\bsinkbase\.(\w+)\s*\(")
MADE = re.compile(r"create or replace function sinkbase\.(\w+)\s*\(")
MODULE = re.compile(r"'(kernel(?:\.\w+)+)'")


def functions_in(texts: Iterable[str]) -> set[str]:
    """Names of the functions of schema sinkbase that these texts call."""
    return {name for text in texts for name in CALL.findall(text) if name in _files()}


@cache
def version_of(name: str) -> str:
    """Digest of all that decides what a function returns."""
    texts: dict[str, str] = {}
    todo = [name]
    while todo:
        function = todo.pop()
        key = f"sinkbase.{function}"
        if key in texts or function not in _files():
            continue
        texts[key] = _files()[function].read_text(encoding="utf-8")
        todo += CALL.findall(texts[key])
        for module in MODULE.findall(texts[key]):
            texts |= _modules(module)
    return fingerprint.of_texts(*(f"{key}\n{texts[key]}" for key in sorted(texts)))


@cache
def _files() -> dict[str, Path]:
    """The file that makes each function."""
    return {
        name: path
        for path in SQL.rglob("*.sql")
        for name in MADE.findall(path.read_text(encoding="utf-8"))
    }


@cache
def _modules(name: str) -> dict[str, str]:
    """The source of a module of the kernel and of those that it imports."""
    found: dict[str, str] = {}
    todo = [name]
    while todo:
        module = todo.pop()
        if module in found:
            continue
        file = KERNEL.parent.joinpath(*module.split("."))
        path = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        if not path.is_file():
            continue  # a name that was imported from a module
        found[module] = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(found[module])):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kernel"):
                todo += [str(node.module), *(f"{node.module}.{it.name}" for it in node.names)]
            elif isinstance(node, ast.Import):
                todo += [it.name for it in node.names if it.name.startswith("kernel")]
    return found
