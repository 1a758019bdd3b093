"""Tables in Markdown."""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: str = "") -> list[str]:
    """Return the lines of a Markdown table; `numeric` has an r for each column to align right."""
    rules = ["---:" if numeric[i : i + 1] == "r" else "---" for i in range(len(header))]
    lines = [header, rules, *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
