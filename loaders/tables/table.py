"""A table as columns of text, read from whatever file it comes in."""

from dataclasses import dataclass
from pathlib import Path

from loaders.tables.access import access_rows, is_access
from loaders.tables.dbase import dbase_rows
from loaders.tables.rows import Row, Wanted, header_index, plain_name, told
from loaders.tables.separated import text_rows
from loaders.tables.text import read_text
from loaders.tables.workbook import is_workbook, workbook_rows
from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class Table:
    """Names of columns and the rows below them; `place` is what a row is called in the file."""

    source: Source
    path: Path
    place: str
    header: int
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def error(self, message: str) -> SinkbaseError:
        """An error about the table."""
        return self.source.error(self.path, message)

    def cell_error(self, row: int, name: str, message: str) -> SinkbaseError:
        """An error about a cell; `row` counts from 0."""
        return self.error(f"{self.place} {self.rows[row].number}, column {name}: {message}")

    def has(self, name: str) -> bool:
        """Whether there is such a column, capitals aside."""
        return bool(self._places(name))

    def first_of(self, *names: str) -> str | None:
        """The first of these columns that there is, as the file spells it."""
        return next((self.names[self._places(name)[0]] for name in names if self.has(name)), None)

    def texts(self, name: str) -> list[str]:
        """A column's cells without the blanks around them.

        Raises SinkbaseError when there is none or two of this name, or a row ends before it.
        """
        places = self._places(name)
        if not places:
            raise self.error(
                f"there is no column {name!r}. {nearest(name, filter(None, self.names))} Is the "
                f"header not in {self.place} {self.header}? Set header_row."
            )
        if len(places) > 1:
            listed = " and ".join(str(place + 1) for place in places)
            raise self.error(
                f"{len(places)} columns are called {name!r}: columns {listed}. "
                "Rename or delete all but one."
            )
        for row in self.rows:
            if len(row.cells) <= places[0]:
                raise self.error(
                    f"{self.place} {row.number} has {_cells(len(row.cells))} and ends before the "
                    f"column {name}; the header has {len(self.names)}. A cut-off row, or a note "
                    "below the table? Complete it or delete it."
                )
        return [row.cells[places[0]].strip() for row in self.rows]

    def _places(self, name: str) -> list[int]:
        exact = [place for place, own in enumerate(self.names) if own == name]
        return exact or [
            place for place, own in enumerate(self.names) if plain_name(own) == plain_name(name)
        ]

    def columns(self) -> dict[str, list[str]]:
        """All columns with a name, as far as the rows reach."""
        return {
            name: [row.cells[place].strip() if place < len(row.cells) else "" for row in self.rows]
            for place, name in enumerate(self.names)
            if name
        }


def _cells(count: int) -> str:
    return f"{count} cell{'s' * (count != 1)}"


def read_table(
    source: Source, path: Path, wanted: Wanted = (), encoding: str | None = None
) -> Table:
    """The table in a file: text, XLSX, dBASE or Access.

    `wanted` are the columns by which its header is known among rows, and its sheet among sheets.
    Raises SinkbaseError for a file that is no table or cannot be read as one.
    """
    place, rows = _rows(source, path, wanted, encoding)
    rows = [row for row in rows if not row.is_empty]
    index = header_index(source, rows, wanted)
    if index is None:
        index = _header_without(source, path, rows, wanted)
    header, below = rows[index], rows[index + 1 :]
    if not below:
        raise source.error(
            path, f"the table has no rows below the header in {place} {header.number}. Expected a "
            "header and a row for each entry: is it another sheet or file?"
        )  # fmt: skip
    names = tuple(" ".join(name.split()) for name in header.cells)
    for row in below:
        if any(cell.strip() for cell in row.cells[len(names) :]):
            raise source.error(
                path, f"{place} {row.number} has {_cells(len(row.cells))}, the header "
                f"{len(names)}. A text or number with the separator in it stands in quotation "
                "marks; or set separator."
            )  # fmt: skip
    return Table(source, path, place, header.number, names, tuple(below))


def _rows(
    source: Source, path: Path, wanted: Wanted, encoding: str | None
) -> tuple[str, list[Row]]:
    if is_workbook(path):
        _refuse(source, path, "separator", source.separator, "a workbook")
        return "row", workbook_rows(source, path, wanted)
    if is_access(path):
        _refuse(source, path, "separator", source.separator, "a database")
        _refuse(source, path, "header_row", source.header_row, "a database")
        return "row", access_rows(source, path, wanted)
    _refuse(source, path, "sheet", source.sheet, "a file of one table")
    if path.suffix.lower() == ".dbf":
        _refuse(source, path, "separator", source.separator, "a dBASE table")
        _refuse(source, path, "header_row", source.header_row, "a dBASE table")
        return "record", dbase_rows(source, path, encoding)
    return "line", text_rows(source, path, read_text(source, path, encoding), wanted)


def _refuse(source: Source, path: Path, key: str, value: object, what: str) -> None:
    if value is not None:
        raise source.error(path, f"{key} = {value!r} means nothing for {what}. Take the key out.")


def _header_without(source: Source, path: Path, rows: list[Row], wanted: Wanted) -> int:
    """The place of a header that lacks what was wanted: the row named, else the first."""
    if not rows:
        raise source.error(path, "the table is empty. Expected a header and rows.")
    if source.header_row is None:
        return 0
    for index, row in enumerate(rows):
        if row.number == source.header_row:
            return index
    raise source.error(
        path, f"header_row = {source.header_row}, but that row is empty or not there. Expected the "
        f"number of the row with {told(wanted)}, counted from 1."
    )  # fmt: skip
