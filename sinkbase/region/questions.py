"""The questions that `make region` left in a region file: values `"?"` that its user gives."""

import re
from pathlib import Path

from sinkbase.errors import SinkbaseError

MARK = "?"
_HEADER = re.compile(r"\s*\[+([^\]]+)\]+")
_ASKED = re.compile(r'\s*([^#=]+?)\s*=[^#]*"\?"')


def refuse_questions(path: Path, text: str, values: object) -> None:
    """Hold a region file to answers.

    Raises SinkbaseError for the values that are still question marks, each with its line.
    """
    if not _has_question(values):
        return
    table, open_ones = "", []
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[1].strip()
        elif asked := _ASKED.match(line):
            open_ones.append(f"line {number}: [{table}] {asked[1]}")
    listed = "\n  ".join(open_ones)
    raise SinkbaseError(
        f"{path}: {len(open_ones)} question{'s' * (len(open_ones) != 1)} still open:\n  {listed}\n"
        'Put the answer in place of each "?"; the lines around it say what was found. A layer that '
        "you do not have: take its table out, and `make load` says what lacks without it."
    )


def _has_question(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_question(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_question(item) for item in value)
    return value == MARK
