"""Values as TOML text, and region files that are written once and never over another."""

import json
from pathlib import Path
from typing import Any

from sinkbase.errors import SinkbaseError


def literal(value: Any) -> str:
    """A value as TOML: JSON's strings, numbers and lists are TOML's too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key(k)} = {literal(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def number_or_text(text: str) -> int | str:
    """A field's value as a person writes it: 652922 as a number, "0652" and names as text."""
    return int(text) if text.isdigit() and str(int(text)) == text else text


def key(name: str) -> str:
    """A key, in quotes unless it is plain."""
    is_plain = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_plain else literal(name)


def comment(text: str) -> str:
    """A comment line; what stands in a file's attributes may hold line ends."""
    return f"# {' '.join(text.split())}"


def write_new(path: Path, text: str) -> bool:
    """Write a file unless it is there; return whether it was written.

    Raises SinkbaseError when it cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise SinkbaseError(
            f"{path} cannot be written: {error.strerror}. Make its folder writable."
        ) from None
    return True
