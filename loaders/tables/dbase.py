"""Rows of a dBASE table (.dbf)."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from loaders.tables.rows import Row
from sinkbase.region.sources import Source

_TEXT_TYPES = "CNFDLM"
_DELETED = b"*"


@dataclass(frozen=True)
class _Layout:
    names: list[bytes]
    edges: list[int]  # of the cells in a record
    records: int
    start: int
    length: int


def dbase_rows(source: Source, path: Path, encoding: str | None) -> list[Row]:
    """The field names, then the records that are not deleted; a record's number is its row's.

    Raises SinkbaseError when the file is damaged, has binary fields or another encoding.
    """
    content = path.read_bytes()
    layout = _layout(source, path, content)
    beside = path.with_suffix(".cpg")
    said = beside.read_text("ascii", "replace").strip() if beside.is_file() else ""
    records = []
    for number in range(layout.records):
        record = content[layout.start + number * layout.length :][: layout.length]
        if not record.startswith(_DELETED):
            records.append((number + 1, [record[a:b] for a, b in pairwise(layout.edges)]))
    for name in [encoding] if encoding else [*([said] if said else []), "utf-8", "gb18030"]:
        try:
            header = Row(0, [cell.decode(name) for cell in layout.names])
            return [
                header,
                *(Row(n, [cell.decode(name).strip(" \0") for cell in c]) for n, c in records),
            ]
        except (UnicodeError, LookupError):
            continue
    raise source.error(
        path, f"the texts cannot be read as {encoding or 'UTF-8 or GB 18030'}. "
        'Set encoding, for example encoding = "latin-1".'
    )  # fmt: skip


def _layout(source: Source, path: Path, content: bytes) -> _Layout:
    damaged = source.error(
        path, f"not a dBASE table, or cut off ({len(content)} bytes). Fetch the file again, or "
        "save the table as CSV."
    )  # fmt: skip
    if len(content) < 33:
        raise damaged
    records, start, length = struct.unpack("<xxxxIHH", content[:12])
    names, edges = [], [1]
    for place in range(32, start - 31, 32):
        field = content[place : place + 32]
        if field[:1] == b"\r":
            break
        if len(field) < 32:
            raise damaged
        name, kind, size = field[:11].split(b"\0")[0], chr(field[11]), field[16]
        if kind not in _TEXT_TYPES:
            raise source.error(
                path, f"the field {name.decode('ascii', 'replace')} is of the binary type "
                f"{kind!r}. Save the table as CSV."
            )  # fmt: skip
        names.append(name)
        edges.append(edges[-1] + size)
    if not names or edges[-1] > length or start + records * length > len(content):
        raise damaged
    return _Layout(names, edges, records, start, length)
