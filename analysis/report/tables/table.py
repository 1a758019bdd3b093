"""A table of a report: texts in rows and columns, and what a reader's language makes of values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from analysis.results.tables import Row
from analysis.words.numbers import Numbers
from sinkbase.words.language import Language
from sinkbase.words.phrases import Phrases, phrases


@dataclass(frozen=True)
class Table:
    """Column heads, rows of texts, one letter a column: l left, r right; `wide` for small print.

    `widths` are the columns' shares of the page in percent, where they do not find their own. A
    `long` table may go on over the page.
    """

    name: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: str
    notes: Sequence[str] = field(default=())
    has_total: bool = False
    wide: bool = False
    widths: Sequence[int] = field(default=())
    long: bool = False

    @property
    def groups(self) -> list[Sequence[Sequence[str]]]:
        """The rows in groups that stay on one page; a row without a first cell goes on with one."""
        starts = [number for number, row in enumerate(self.rows) if row[0] or not number]
        ends = [*starts[1:], len(self.rows)] if starts else []
        return [self.rows[start:end] for start, end in zip(starts, ends, strict=True)]


@dataclass(frozen=True)
class Teller:
    """Words and numbers of one language."""

    language: Language

    @property
    def words(self) -> Phrases:
        """All phrases."""
        return phrases(self.language)

    @property
    def numbers(self) -> Numbers:
        """Formats of numbers."""
        return Numbers(self.language)

    def word(self, section: str, key: str) -> str:
        """Return a phrase that must be there."""
        return cast(str, self.words[section][key])

    def of(self, row: Row, column: str) -> str:
        """Return the text of a column that has a Chinese twin, `<column>_zh`."""
        return str(row[f"{column}_zh" if self.language == "zh" else column] or "")

    def listed(self, parts: Sequence[str]) -> str:
        """Return the parts with commas between."""
        return self.word("map", "list_comma").join(parts)

    def head(self, *columns: str) -> list[str]:
        """Return the heads of the columns."""
        return [self.word("columns", column) for column in columns]


def titled(
    name: str, teller: Teller, head: list[str], lines: Sequence[Sequence[str]], align: str,
    *, has_total: bool = False, wide: bool = False,
) -> Table | None:  # fmt: skip
    """Return a table with the caption of its name; None where it has no row."""
    if not lines:
        return None
    caption = teller.word("captions", name)
    return Table(name, caption, head, lines, align, has_total=has_total, wide=wide)
