"""Whether a file is all there, for formats whose reader gives zeros for what is not."""

import re
import struct
from math import prod
from pathlib import Path
from typing import BinaryIO

from sinkbase.region.sources import Source

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}
_HEAD = 1 << 20
_NUMBERS = b"0123456789+-.eE \t\r\n*nNaAiIfFdDqQ#"


def refuse_torn(source: Source, path: Path, head: bytes) -> None:
    """Raise SinkbaseError for a classic NetCDF that is cut off, and a grid of texts with others."""
    if head[:3] == b"CDF" and head[3:4] in (b"\x01", b"\x02", b"\x05"):
        _check_netcdf(source, path)
    if path.suffix.lower() in (".asc", ".txt", ".grd") and head[:1].isalpha():
        _check_numbers(source, path)


def _check_netcdf(source: Source, path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        content = file.read(_HEAD)
    try:
        needed = _Header(content).end()
    except (struct.error, IndexError, KeyError, ValueError, MemoryError):
        if size <= _HEAD:
            raise _cut(source, path, "its head is damaged") from None
        return  # a head of megabytes: the reader tells
    if size < needed - 3:  # the last value's padding may be left out
        raise _cut(source, path, f"{size} of {needed} bytes are there")


def _cut(source: Source, path: Path, why: str) -> Exception:
    return source.error(path, f"the NetCDF is damaged or cut off: {why}. Fetch the file again.")


class _Header:
    """The head of a classic NetCDF file, in its three versions."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 4
        self.version = content[3]
        self.records = self._count()

    def end(self) -> int:
        """Bytes of the file, by the places and sizes of its variables."""
        lengths = [self._dimension() for _ in range(self._list())]
        self._attributes()
        fixed, first, record = 0, 0, 0
        for _ in range(self._list()):
            sizes, item, begin = self._variable(lengths)
            if sizes and sizes[0] == 0:
                record += -(-prod(sizes[1:]) * item // 4) * 4
                first = max(first, begin + prod(sizes[1:]) * item)
                continue
            fixed = max(fixed, begin + prod(sizes) * item)
        if not record or not self.records or self.records == 2**32 - 1:
            return fixed
        return max(fixed, first + (self.records - 1) * record)

    def _read(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self.content, self.place)
        self.place += struct.calcsize(form)
        return int(value)

    def _count(self) -> int:
        return self._read(">Q" if self.version == 5 else ">I")

    def _list(self) -> int:
        self._read(">I")
        return self._count()

    def _skip(self, size: int) -> None:
        self.place += -(-size // 4) * 4
        if self.place > len(self.content):
            raise ValueError

    def _dimension(self) -> int:
        self._skip(self._count())
        return self._count()

    def _attributes(self) -> None:
        for _ in range(self._list()):
            self._skip(self._count())
            kind = self._read(">I")
            self._skip(self._count() * _SIZES[kind])

    def _variable(self, lengths: list[int]) -> tuple[list[int], int, int]:
        self._skip(self._count())
        sizes = [lengths[self._count()] for _ in range(self._count())]
        self._attributes()
        item = _SIZES[self._read(">I")]
        self._count()
        return sizes, item, self._read(">I" if self.version == 1 else ">Q")


def _check_numbers(source: Source, path: Path) -> None:
    """An ASCII grid's reader takes other letters for numbers, and is slow to miss some."""
    with path.open("rb") as file:
        head, place = {}, 0
        for _ in range(8):  # ncols, nrows, corner, size, nodata
            line = file.readline(1000)
            if not re.match(rb"\s*[A-Za-z_]", line):
                break
            name, _, value = line.strip().partition(b" ")
            head[name.lower()], place = value.strip(), file.tell()
        file.seek(place)
        count = _count_numbers(source, path, file)
    sizes = [head.get(name, b"") for name in (b"ncols", b"nrows")]
    if all(size.isdigit() and len(size) < 10 for size in sizes):
        needed = int(sizes[0]) * int(sizes[1])
        if count < needed:
            raise source.error(
                path,
                f"the grid of numbers is cut off: {count} of {needed} numbers are there. Fetch "
                "the file again.",
            )


def _count_numbers(source: Source, path: Path, file: BinaryIO) -> int:
    count, ends_in_number = 0, False
    while block := file.read(_HEAD):
        strange = block.translate(None, _NUMBERS)
        if strange:
            place = file.tell() - len(block) + block.index(strange[:1])
            raise source.error(
                path,
                f"the grid of numbers has the byte {strange[0]:#04x} at place {place}: it is "
                "damaged. Fetch the file again.",
            )
        count += len(block.split()) - (ends_in_number and not block[:1].isspace())
        ends_in_number = not block[-1:].isspace()
    return count
