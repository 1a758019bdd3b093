"""Region files by name: which there are, and which of them a command means."""

import os
import re
from fnmatch import fnmatchcase
from pathlib import Path

from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.files import natural_key
from sinkbase.region.keys import nearest
from sinkbase.region.settings import Region, read_region

REGIONS = ROOT / "regions"


def known(folder: Path = REGIONS) -> list[str]:
    """The names of the folder's region files, 2 before 10."""
    files = sorted(folder.glob("*.toml"), key=natural_key)
    return [file.stem for file in files if not file.name.startswith(".")]


def file_of(name: str, folder: Path = REGIONS) -> Path:
    """The file of a region's name.

    Raises SinkbaseError for what is no name of a region.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]*", name) and (folder / f"{name}.toml").exists():
        return folder / f"{name}.toml"
    stem = Path(name).stem if name.endswith(".toml") or "/" in name else name
    raise SinkbaseError(
        f"REGION={name!r}: there is no such region file. Expected the name of a file in "
        f"{folder}, without .toml. {nearest(stem.lower(), known(folder))}"
    )


def named(name: str, file: Path | None = None) -> Region:
    """The region of a name, or of a region file elsewhere."""
    return read_region(file or file_of(name))


def chosen(words: list[str], folder: Path = REGIONS) -> list[str]:
    """The names that words mean, each once; a word with `*` means all names that fit it.

    Names that do not exist are left in: whoever builds them tells so, and goes on with the next.

    Raises SinkbaseError for a pattern that fits no name.
    """
    names: list[str] = []
    for word in words:
        if "*" not in word and "?" not in word:
            names.append(word)
            continue
        fitting = [name for name in known(folder) if fnmatchcase(name, word)]
        if not fitting:
            raise SinkbaseError(
                f"REGION={word!r}: no region file in {folder} fits this pattern. "
                f"There are: {', '.join(known(folder))}."
            )
        names += fitting
    return list(dict.fromkeys(names))


def existing_folder(folder: Path) -> Path:
    """The folder of a region's files.

    Raises SinkbaseError when it is none that can be read.
    """
    folder = folder.expanduser()
    if folder.is_file():
        raise SinkbaseError(
            f"DATA={folder} is a file. Expected the folder that holds the region's files, for "
            f"example DATA={folder.absolute().parent}"
        )
    if not folder.is_dir():
        raise SinkbaseError(
            f"DATA={folder}: there is no such folder ({folder.absolute()}). "
            "Say where the region's files lie: DATA=/path/to/folder"
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SinkbaseError(f"DATA={folder}: you may not read this folder. Make it readable.")
    return folder
