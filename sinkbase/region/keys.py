"""A TOML table whose keys are asked for by name and type; what nobody asks for is a mistake."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sinkbase.errors import SinkbaseError

YEARS = (1900, 2100)  # a year beyond is a slip of the pen

FILE_KEYS = ("path", "legend", "attributes", "base")
LONGEST_NAME = 255  # bytes
LARGEST = 1e300  # a whole number may be longer than any float


def nearest(word: str, known: Iterable[str]) -> str:
    """The sentence that names the known word most like this one, and all known words."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    guess = f"Did you mean {close[0]!r}? " if close else ""
    return f"{guess}Known here: {', '.join(known)}."


@dataclass(frozen=True)
class Keys:
    """One table of a TOML file."""

    values: dict[str, Any]
    file: Path
    table: str
    origins: dict[str, Path] = field(default_factory=dict)  # keys that stand in another file

    def error(self, message: str, key: str = "") -> SinkbaseError:
        """An error that begins with the file in which the key stands, and the table."""
        table = f"[{self.table}] " if self.table else ""  # the file's own tables lie in none
        return SinkbaseError(f"{self.origin(key)}: {table}{message}")

    def origin(self, key: str) -> Path:
        """The file in which a key stands; this table's own for a key that is missing."""
        return self.origins.get(key, self.file)

    def over(self, base: "Keys", never: Iterable[str] = ()) -> "Keys":
        """This table laid over another: its own keys win, the others keep their file."""
        taken = [key for key in base.values if key not in self.values and key not in never]
        values = {key: base.values[key] for key in taken} | self.values
        return Keys(values, self.file, self.table, {key: base.origin(key) for key in taken})

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Hold the table to the known keys.

        Raises SinkbaseError for the first one that is not known, with the nearest known name.
        """
        known = list(known)
        for key in self.values:
            if key not in known:
                raise self.error(f"unknown key {key!r}. {nearest(key, known)}", key)

    def sub(self, key: str) -> "Keys":
        """The table below `key`; empty when there is none.

        Raises SinkbaseError when it is no table.
        """
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            how = f"[{key}]" if self.table == "" else f"{key} = {{ name = value }}"
            raise self.error(f"{key} is {value!r}, a table was expected. Write {how}.", key)
        return Keys(value, self.origin(key), key if self.table == "" else f"{self.table}.{key}")

    def text(self, key: str) -> str | None:
        """A string or nothing.

        Raises SinkbaseError when it is no text.
        """
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise self.error(f"{key} = {value!r}: a text in quotes was expected.", key)
        self._refuse_long(key, value or "")
        return value

    def _refuse_long(self, key: str, *texts: str) -> None:
        """Raise for what no file system takes as the name of a file."""
        for text in texts if key in FILE_KEYS else ():
            longest = max(len(part.encode(errors="replace")) for part in text.split("/"))
            if longest > LONGEST_NAME or len(text) > 10 * LONGEST_NAME:
                raise self.error(
                    f"{key} = {text[:40]!r}... is longer than any file's name. Expected a path "
                    f"whose parts have {LONGEST_NAME} bytes at most.", key
                )  # fmt: skip

    def needed_text(self, key: str, example: str) -> str:
        """A string that must be there.

        Raises SinkbaseError when it is missing or no text.
        """
        value = self.text(key)
        if not value:
            raise self.error(f"{key} is missing. Add for example {key} = {example}.")
        return value

    def number(self, key: str) -> float | None:
        """A number or nothing.

        Raises SinkbaseError when it is no finite number.
        """
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self.error(f"{key} = {value!r}: a number was expected.", key)
        if value is not None and not (abs(value) < LARGEST):
            raise self.error(f"{key} = {str(value)[:40]}: a finite number was expected.", key)
        return None if value is None else float(value)

    def year(self, key: str) -> int | None:
        """A whole number of YEARS, or nothing.

        Raises SinkbaseError for anything else.
        """
        value = self.values.get(key)
        if value is not None and (type(value) is not int or not YEARS[0] <= value <= YEARS[1]):
            raise self.error(
                f"{key} = {value!r}: a year was expected, a whole number in "
                f"{YEARS[0]}..{YEARS[1]} like {key} = 2015. Correct it, or leave the key out when "
                "the year is not known.",
                key,
            )
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false, the default when absent.

        Raises SinkbaseError when it is neither.
        """
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} = {value!r}: true or false was expected, without quotes.", key)
        return value

    def choice(self, key: str, choices: Iterable[str]) -> str | None:
        """One of the choices or nothing.

        Raises SinkbaseError when it is none of them.
        """
        value, choices = self.text(key), list(choices)
        if value is not None and value not in choices:
            raise self.error(f"{key} = {value!r} is not known. {nearest(value, choices)}", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A string, or a list of strings, as a tuple.

        Raises SinkbaseError when it is neither.
        """
        value = self.values.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) and item and "\0" not in item for item in values):
            raise self.error(f"{key} = {value!r}: a text or a list of texts was expected.", key)
        self._refuse_long(key, *values)
        return tuple(values)

    def wholes(self, key: str) -> tuple[int, ...] | None:
        """A whole number, or a list of them, as a tuple; nothing when absent.

        Raises SinkbaseError when it is neither.
        """
        value = self.values.get(key)
        if value is None:
            return None
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
            raise self.error(
                f"{key} = {value!r}: a whole number or a list of them was expected.", key
            )
        return tuple(values)
