"""The text of a file: its encoding found out, and what is no text told by what it is."""

import codecs
import re
from pathlib import Path

from sinkbase.region.sources import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (
    (b"PK\x03\x04", "a ZIP archive", "Unpack it and name the table in it"),
    (b"\xd0\xcf\x11\xe0", "a workbook of old Excel (.xls), or one with a password",
     "Save it as XLSX or CSV, without a password"),
    (b"\x1f\x8b", "a file packed by gzip", "Unpack it and name the table in it"),
    (b"Rar!", "a RAR archive", "Unpack it and name the table in it"),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and name the table in it"),
    (b"%PDF", "a PDF document", "Save its table as CSV"),
    (b"SQLite format 3", "an SQLite database (GeoPackage)", "Export its table as CSV"),
    (b"{\\rtf", "a document of a word processor", "Save its table as CSV"),
)  # fmt: skip
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|head|table)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(source: Source, path: Path, encoding: str | None) -> str:
    """The file's text, without a byte order mark.

    The encoding is the mark's, else the given one, else UTF-16 without a mark, UTF-8 or GB 18030.
    Raises SinkbaseError when it is no text, is damaged, or is in another encoding.
    """
    content = path.read_bytes()
    if not content.strip():
        raise source.error(path, "the file is empty. Expected a header and rows: fetch it again.")
    if b"mimetypeapplication/vnd.oasis" in content[:200] or b"xl/workbook.bin" in content:
        raise source.error(
            path, "a spreadsheet of OpenDocument (.ods) or of Excel's binary kind (.xlsb), which "
            "is not read. Save it as XLSX or CSV."
        )  # fmt: skip
    for signature, what, remedy in _NO_TEXT:
        if content.startswith(signature):
            raise source.error(path, f"{what}, no text table. {remedy}.")
    text = _decoded(source, path, content, encoding).removeprefix("\ufeff").rstrip("\x1a")
    if strange := _CONTROL.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        what = "a NUL byte" if strange[0] == "\0" else f"the control character {strange[0]!r}"
        raise source.error(
            path, f"line {line} holds {what}: binary, or damaged. Expected a text table: fetch the "
            "file again, or save it as CSV in UTF-8."
        )  # fmt: skip
    if _MARKUP.match(text):
        raise source.error(
            path, "a web page or XML, no table (often what a failed download leaves). Fetch the "
            "file again, or save its table as CSV."
        )  # fmt: skip
    return text


def _decoded(source: Source, path: Path, content: bytes, encoding: str | None) -> str:
    tried = [name for mark, name in _BOMS if content.startswith(mark)][:1]
    if not tried:
        tried = [encoding] if encoding else [*_utf16(content), "utf-8", "gb18030"]
    for name in tried:
        try:
            return content.decode(name)
        except UnicodeError:
            continue
    raise source.error(
        path, f"the text cannot be read as {' or '.join(name.upper() for name in tried)}. "
        f'Set encoding, for example {"encoding = " if encoding is None else "another: "}"latin-1", '
        "or save the file as UTF-8."
    )  # fmt: skip


def _utf16(content: bytes) -> list[str]:
    """UTF-16 without a mark: in a table of mostly ASCII every second byte is 0."""
    head = content[:400]
    even, odd = head[0::2], head[1::2]
    if odd and odd.count(0) > 0.7 * len(odd) and not even.count(0):
        return ["utf-16-le"]
    if even and even.count(0) > 0.7 * len(even) and not odd.count(0):
        return ["utf-16-be"]
    return []
