"""Figures of a report: pictures that were drawn, as text that a page can hold."""

import base64
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A picture as data URI with its caption."""

    name: str
    caption: str
    picture: str


def data_uri(picture: Path) -> str:
    """Return a PNG as text that a page can hold."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"
