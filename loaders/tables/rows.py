"""Rows of a table before anybody knows which of them is the header, and the search for it."""

from dataclasses import dataclass

from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source

TOP = 30  # rows in which a header is looked for
Wanted = tuple[tuple[str, ...], ...]  # a header has one name of each group


@dataclass(frozen=True)
class Row:
    """The cells of one row, and its number in the file, counted from 1."""

    number: int
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


def plain_name(text: str) -> str:
    """A column's name without the blanks around it and without regard to capitals."""
    return " ".join(text.split()).casefold()


def header_index(source: Source, rows: list[Row], wanted: Wanted) -> int | None:
    """The place of the header in `rows`: the row that the region file names, else the first fit."""
    for index, row in enumerate(rows[: max(TOP, source.header_row or 0)]):
        names = {plain_name(cell) for cell in row.cells}
        has_all = all(any(plain_name(name) in names for name in group) for group in wanted)
        if source.header_row is not None and row.number != source.header_row:
            continue
        if has_all and not row.is_empty:
            return index
    return None


def told(wanted: Wanted) -> str:
    """The wanted columns for a message: `MU_GLOBAL (or HWSD2_SMU_ID) and T_OC`."""
    groups = [group[0] + (f" (or {', '.join(group[1:])})" if group[1:] else "") for group in wanted]
    return " and ".join(groups) or "a header"


def chosen(source: Source, path: object, tops: dict[str, list[Row]], wanted: Wanted) -> str:
    """The sheet of a workbook (table of a database) that fits, by its top rows.

    Raises SinkbaseError when none fits, when several do, and for a `sheet` that is not there.
    """
    if source.sheet is not None:
        if source.sheet not in tops:
            raise source.error(path, f"no sheet {source.sheet!r}. {nearest(source.sheet, tops)}")
        return source.sheet
    filled = [name for name, rows in tops.items() if any(not row.is_empty for row in rows)]
    fitting = [name for name in filled if header_index(source, tops[name], wanted) is not None]
    if len(fitting) == 1 or len(filled) == 1:
        return (fitting or filled)[0]
    if fitting:
        raise source.error(
            path, f"{len(fitting)} sheets fit: {', '.join(fitting)}. "
            f'Say which is meant: sheet = "{fitting[0]}".'
        )  # fmt: skip
    raise source.error(
        path, f"none of its sheets ({', '.join(tops) or 'there are none'}) has a row with "
        f"{told(wanted)}. Name the sheet, sheet = \"...\", and the columns if they are called "
        "otherwise."
    )  # fmt: skip
