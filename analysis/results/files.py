"""The manifest of a folder of results, and what it says of a file."""

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
FINGERPRINT = ".fingerprint"  # what the next export shall know of this one
Entry = dict[str, Any]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the folder's manifest; an empty one when there is none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        inside = all(_is_inside(entry["path"]) and entry["sha256"] for entry in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return manifest if inside else {}


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts
