"""The phrases of one language, from en.toml or zh.toml beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, cast

from sinkbase.words.language import Language

FOLDER = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("en", "zh")
Phrases = dict[str, Any]


@cache
def phrases(language: Language) -> Phrases:
    """Return the phrases by section and name; both languages have the same keys."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def named(language: Language, section: str, key: str) -> str:
    """Return a phrase of a section; what has none keeps its own name."""
    return cast(str, phrases(language)[section].get(key, key.replace("_", " ")))
