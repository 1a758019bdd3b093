"""A tiny Access database (Jet 3, as Access 97 wrote it), for tests that read one.

Layout after mdbtools' HACKING notes: page 0 is the header, page 1 holds the maps of used pages,
page 2 the definition of MSysObjects; each table has a page of definition and one of rows.
"""

import struct
from collections.abc import Sequence
from pathlib import Path

PAGE = 2048
LONG, DOUBLE, TEXT, OLE = 0x04, 0x07, 0x0A, 0x0B
_SIZES = {LONG: 4, DOUBLE: 8, TEXT: 0, OLE: 0}
Value = str | float | int | None
Columns = dict[str, int]


def write_access(path: Path, tables: dict[str, tuple[Columns, Sequence[Sequence[Value]]]]) -> Path:
    """Write tables: columns by name and type, and rows that fit one page."""
    objects = [[3 + 2 * i, name, 1, 0, None] for i, name in enumerate(tables)]
    catalog = {"Id": LONG, "Name": TEXT, "Type": LONG, "Flags": LONG, "LvProp": OLE}
    used = [4 + 2 * i for i in range(len(tables))]
    last = 3 + 2 * len(tables)
    pages = [_header(), _maps([last, *used]), _definition(catalog, len(objects), 0)]
    for i, (columns, rows) in enumerate(tables.values(), 1):
        pages += [_definition(columns, len(rows), i), _data(columns, rows, 1 + 2 * i)]
    path.write_bytes(b"".join([*pages, _data(catalog, objects, 2)]))
    return path


def _header() -> bytes:
    page = bytearray(PAGE)
    page[:20] = b"\x00\x01\x00\x00Standard Jet DB\x00"
    page[0x18 : 0x18 + 126] = _keystream(b"\xc7\xda\x39\x6b", 126)  # zeros, as they are hidden
    return bytes(page)


def _keystream(key: bytes, count: int) -> bytes:
    """RC4."""
    s, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) % 256
        s[i], s[j] = s[j], s[i]
    i = j = 0
    for _ in range(count):
        i = (i + 1) % 256
        j = (j + s[i]) % 256
        s[i], s[j] = s[j], s[i]
        out.append(s[(s[i] + s[j]) % 256])
    return bytes(out)


def _rows_page(rows: Sequence[bytes], owner: int) -> bytes:
    page = bytearray(PAGE)
    page[:2] = b"\x01\x01"
    struct.pack_into("<IH", page, 4, owner, len(rows))
    end = PAGE
    for i, row in enumerate(rows):
        end -= len(row)
        page[end : end + len(row)] = row
        struct.pack_into("<H", page, 10 + 2 * i, end)
    assert end > 10 + 2 * len(rows), "the rows do not fit one page"
    return bytes(page)


def _maps(used: Sequence[int]) -> bytes:
    """Row i: the pages of table i, as bits from page 0 on."""
    maps = []
    for page in used:
        bits = bytearray(16)
        bits[page // 8] |= 1 << page % 8
        maps.append(b"\x00" + struct.pack("<I", 0) + bytes(bits))
    return _rows_page(maps, 1)


def _definition(columns: Columns, rows: int, number: int) -> bytes:
    page = bytearray(PAGE)
    page[:2] = b"\x02\x01"
    is_var = [_SIZES[kind] == 0 for kind in columns.values()]
    struct.pack_into("<I", page, 12, rows)
    struct.pack_into("<HH", page, 23, sum(is_var), len(columns))
    where = number | 1 << 8  # row `number` of page 1
    struct.pack_into("<II", page, 35, where, where)
    place, fixed, var = 43, 0, 0
    for i, kind in enumerate(columns.values()):
        size = _SIZES[kind]
        entry = struct.pack("<BHHHHI", kind, i, var, i, 0, 0)
        entry += struct.pack("<BHH", 1 if size else 2, fixed, size or 255)
        page[place : place + 18] = entry
        place, fixed, var = place + 18, fixed + size, var + (size == 0)
    for name in columns:
        page[place : place + 1 + len(name)] = bytes([len(name)]) + name.encode("latin-1")
        place += 1 + len(name)
    return bytes(page)


def _data(columns: Columns, rows: Sequence[Sequence[Value]], owner: int) -> bytes:
    return _rows_page([_row(list(columns.values()), row) for row in rows], owner)


def _row(kinds: list[int], values: Sequence[Value]) -> bytes:
    fixed, var, ends, there = b"", b"", [], 0
    start = 1 + sum(_SIZES[kind] for kind in kinds)
    for i, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        there |= (value is not None) << i
        if kind == LONG:
            fixed += struct.pack("<i", int(value or 0))
        elif kind == DOUBLE:
            fixed += struct.pack("<d", float(value or 0))
        else:
            ends.append(start + len(var))
            var += str(value or "").encode("latin-1")
    offsets = bytes([start + len(var), *reversed(ends)])
    tail = offsets + bytes([len(ends)]) if ends else b""
    mask = there.to_bytes((len(kinds) + 7) // 8, "little")
    row = bytes([len(kinds)]) + fixed + var + tail + mask
    assert len(row) < 256, "the row is too long for this writer"
    return row
