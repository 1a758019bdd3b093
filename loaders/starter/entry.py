"""One table of a proposed region file: keys with their values, reasons and questions."""

from dataclasses import dataclass, field
from typing import Any

from sinkbase.region.questions import MARK
from sinkbase.region.toml import comment, key, literal


@dataclass(frozen=True)
class Line:
    """One key; a value `"?"` is a question."""

    key: str
    value: Any
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its value, or one within it, is still to be given."""
        return self.value == MARK or (isinstance(self.value, dict) and MARK in self.value.values())

    def __str__(self) -> str:
        """The line of TOML."""
        why = f" {comment(self.why)}" if self.why else ""
        return f"{key(self.key)} = {literal(self.value)}{why}"


@dataclass(frozen=True)
class Entry:
    """One table: what was seen (remarks) and what is proposed (lines)."""

    table: str
    remarks: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    alternatives: tuple["Entry", ...] = field(default=())

    @property
    def questions(self) -> int:
        """How many values are still to be given."""
        return sum(line.is_open for line in self.lines)

    def text(self) -> str:
        """The table as TOML with its comments."""
        rows = [comment(remark) for remark in self.remarks]
        if self.lines:
            rows += [f"[{self.table}]", *map(str, self.lines)]
        for other in self.alternatives:
            rows += ["#", *(comment(f"  {remark}") for remark in other.remarks)]
            rows += [comment(f"    {line}") for line in other.lines]
        return "\n".join(rows)


def choice(table: str, entries: list[Entry]) -> Entry:
    """The only entry, or a question with all of them as comments."""
    if len(entries) == 1:
        return entries[0]
    return Entry(
        table,
        (f"? {len(entries)} data sets fit. Put the lines of one in place of the question mark:",),
        (Line("path", MARK),),
        tuple(entries),
    )
