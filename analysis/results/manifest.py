"""What the manifest says of a file."""

from pathlib import Path

from analysis.results.catalogue import Result, parse_comment
from analysis.results.files import Entry

Titles = tuple[str, str]  # in English and Chinese


def entry(name: str, kind: str, path: str, description: str) -> Entry:
    """Return what the manifest says of a file that is not one result's values."""
    return {"name": name, "kind": kind, "path": path, "description": description}


def result_entry(result: Result, path: Path, titles: Titles) -> Entry:
    """Return what the manifest says of a result's file: unit of a raster, columns of a table."""
    told = entry(result.name, result.kind, path.as_posix(), result.comment.description)
    told |= dict(zip(("title", "title_zh"), titles, strict=True))
    if result.kind == "raster":
        return told | {"unit": result.comment.unit}
    comments = {column.name: parse_comment(column.comment) for column in result.table.columns}
    return told | {
        "columns": [
            {"name": name, "description": comment.description, "unit": comment.unit}
            for name, comment in comments.items()
        ]
    }
