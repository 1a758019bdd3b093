"""Sizes that keep a folder, a function and a model within what one reader holds at once."""

from collections import Counter
from pathlib import Path
from statistics import median

from own_files import files

from sinkbase.paths import ROOT

CODE = {".py", ".sql", ".js", ".css", ".html", ".j2", ".yml", ".yaml", ".sh"}
MOST_FILES = 17
MOST_LINES_OF_A_MODEL = 100
MIDDLE_OF_FUNCTIONS = 60  # lines; the median is below


def lines(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def sql_below(*folders: str) -> dict[Path, int]:
    """The SQL files below a folder, and their lines."""
    found = [it for it in files() if it.suffix == ".sql" and it.parts[: len(folders)] == folders]
    assert found
    return {path: lines(path) for path in found}


def test_no_folder_of_code_holds_more_files_than_one_can_look_over():
    code = (it for it in files() if it.suffix in CODE and "vendor" not in it.parts)
    counts = Counter(it.parent.as_posix() for it in code)
    assert {folder: n for folder, n in counts.items() if n > MOST_FILES} == {}


def test_the_median_of_sql_function_files_is_short():
    assert median(sql_below("sql", "functions").values()) < MIDDLE_OF_FUNCTIONS


def test_no_model_is_long():
    models = sql_below("dbt_project", "models")
    assert {str(it): n for it, n in models.items() if n > MOST_LINES_OF_A_MODEL} == {}
