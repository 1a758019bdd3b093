"""The files of the last export that the next one would write again as they are."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from analysis.folder.others import MountedError, link
from analysis.folder.stamp import FACTS, FILES, MADE_FROM, read_stamp
from analysis.results.files import digest, read_manifest

Told = TypeVar("Told")


@dataclass(frozen=True)
class Former:
    """What is in `folder`, for an export that writes into `new`; nothing where `folder` is None.

    `made_of` and `facts` are those of this export, `digests` those of its files so far.
    """

    new: Path
    folder: Path | None = None
    made_of: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    _stamp: dict[str, Any] = field(default_factory=dict)
    _listed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the last export left."""
        if self.folder is not None:
            self._stamp.update(read_stamp(self.folder))
            files = read_manifest(self.folder).get("files", [])
            self._listed.update({it["path"]: it["sha256"] for it in files})

    def keeps(self, made_of: str, *paths: str) -> bool:
        """Return whether files are made of the same as before, and are in the new folder now.

        Where one is not, none is, and the caller writes them all.
        """
        self.made_of.update(dict.fromkeys(paths, made_of))
        if not all(self._has(path, made_of) for path in paths):
            return False
        for path in paths:
            found, place = self._in_folder(path), self.new / path
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                link(found, place)
            except MountedError:
                shutil.copy2(found, place)
            self.digests[path] = self._listed[path]
        return True

    def _has(self, path: str, made_of: str) -> bool:
        if self._stamp.get(FILES, {}).get(path) != made_of:
            return False
        found = self._in_folder(path)
        is_file = found.is_file() and not found.is_symlink()
        return is_file and digest(found) == self._listed.get(path)

    def _in_folder(self, path: str) -> Path:
        assert self.folder is not None
        return self.folder / path

    def told(self, name: str, made_of: str, find: Callable[[], Told]) -> Told:
        """Return a fact that is plain JSON: as the last export found it, or found out now."""
        known, value = self._stamp.get(FACTS, {}).get(name, (None, None))
        found: Told = value if known == made_of else find()
        self.facts[name] = (made_of, found)
        return found

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file of the new folder."""
        if path not in self.digests:
            self.digests[path] = digest(self.new / path)
        return self.digests[path]

    def stamp(self, made_from: str) -> dict[str, Any]:
        """Return what the export after this one shall know."""
        return {MADE_FROM: made_from, FILES: self.made_of, FACTS: self.facts}
