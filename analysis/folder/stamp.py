"""What an export leaves for the next one: of what its files were made."""

import json
from pathlib import Path
from typing import Any

from analysis.results.files import FINGERPRINT, MANIFEST, digest, read_manifest

MADE_FROM, FILES, FACTS, OF_MANIFEST = "made_from", "files", "facts", "manifest"


def with_manifest(stamp: dict[str, Any], folder: Path) -> str:
    """Return the text of a stamp, which holds for the manifest that is in the folder."""
    told = stamp | {OF_MANIFEST: digest(folder / MANIFEST)}
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def read_stamp(folder: Path) -> dict[str, Any]:
    """Return the stamp of the folder's manifest; an empty one where there is none that holds."""
    try:
        stamp: dict[str, Any] = json.loads((folder / FINGERPRINT).read_text(encoding="utf-8"))
        return stamp if stamp[OF_MANIFEST] == digest(folder / MANIFEST) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def is_current(folder: Path, made_from: str) -> bool:
    """Return whether all files of an export that was made from this are there, unchanged."""
    try:
        return read_stamp(folder).get(MADE_FROM) == made_from and all(
            (folder / entry["path"]).stat().st_size == entry["size"]
            and digest(folder / entry["path"]) == entry["sha256"]
            for entry in read_manifest(folder)["files"]
        )
    except (OSError, KeyError):
        return False
