"""Which part of a file a request asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII)
LONGEST_NUMBER = 18  # digits; no file is longer


@dataclass(frozen=True)
class Part:
    """Bytes of a file from the first on, `length` of them."""

    first: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        """The header that tells the client which part it gets: "bytes 0-9/100"."""
        return f"bytes {self.first}-{self.first + self.length - 1}/{self.size}"


class UnsatisfiableError(Exception):
    """The range lies behind the end of the file."""


def part_of(header: str | None, size: int) -> Part | None:
    """Return the part that a Range header asks for; None for the whole file.

    Several ranges, and what is no range of bytes, get the whole file, as the RFC allows.

    Raises UnsatisfiableError when nothing of the file lies in the range.
    """
    asked = ONE_RANGE.fullmatch(header.strip()) if header else None
    if asked is None:
        return None
    begin, end = asked.groups()
    if not (begin or end) or max(len(begin), len(end)) > LONGEST_NUMBER:
        return None
    if not begin:  # the last bytes
        length = min(int(end), size)
        first = size - length
    else:
        first = int(begin)
        if end and int(end) < first:
            return None
        length = min(int(end) + 1 if end else size, size) - first
    if length <= 0:
        raise UnsatisfiableError
    return Part(first, length, size)
