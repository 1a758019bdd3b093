"""The database is the interface: what writes files reads no region file and no seed."""

import ast
from pathlib import Path

from own_files import docstrings, modules, tree

FOLDERS = ("regions", "dbt_project")


def test_no_file_of_analysis_names_a_path_of_the_stages_before_it():
    found = [f"{path}:{line}" for path in modules("analysis") for line in lines_with_a_path(path)]
    assert found == []


def test_no_file_of_analysis_imports_what_reads_such_a_path():
    readers = {dotted(path) for path in modules("sinkbase") if lines_with_a_path(path)}
    assert "sinkbase.region.seeds" in readers
    found = [
        f"{path} imports {name}"
        for path in modules("analysis")
        for name in sorted(imported(path) & readers)
    ]
    assert found == []


def lines_with_a_path(path: Path) -> list[int]:
    """The lines whose code, not its docstrings and help texts, has a path below one of FOLDERS."""
    module = tree(path)
    told = {id(it) for it in docstrings(module)} | {
        id(part)
        for call in ast.walk(module)
        if isinstance(call, ast.keyword) and call.arg == "help"
        for part in ast.walk(call.value)
    }
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if node.value.partition("/")[0] in FOLDERS
    ]


def imported(path: Path) -> set[str]:
    """The names of modules that a file imports, those inside functions too."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {it.name for it in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module, *(f"{module}.{it.name}" for it in node.names)}
    return found


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)
