"""The keys of a region file that say how a table is to be read."""

import codecs

from sinkbase.region.keys import Keys

TABLE_KEYS = ("separator", "header_row", "sheet")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "blank": " "}


def encoding(keys: Keys) -> str | None:
    """The encoding of texts. Raises SinkbaseError for one that Python does not know."""
    name = keys.text("encoding")
    if name is None:
        return None
    try:
        is_known = codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise keys.error(
            f"encoding = {name!r} is not known. Expected for example "
            '"gbk", "utf-8", "utf-16" or "latin-1".',
            "encoding",
        )
    return name


def separator(keys: Keys) -> str | None:
    """What stands between the cells of a text table, as one character.

    Raises SinkbaseError for what is none.
    """
    text = keys.text("separator")
    if text is None or text in SEPARATORS.values():
        return text
    if text not in SEPARATORS:
        raise keys.error(
            f"separator = {text!r} is not known. Expected one of "
            f"{', '.join(repr(name) for name in SEPARATORS)}.",
            "separator",
        )
    return SEPARATORS[text]


def header_row(keys: Keys) -> int | None:
    """The number of the row with the names of the columns, counted from 1.

    Raises SinkbaseError for what is no such number.
    """
    row = keys.number("header_row")
    if row is not None and (row < 1 or row != int(row)):
        raise keys.error(
            f"header_row = {row:g}: the number of a row was expected, counted from 1.", "header_row"
        )
    return None if row is None else int(row)
