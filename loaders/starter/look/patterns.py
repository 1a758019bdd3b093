"""Files that differ in numbers or months' names as one pattern, which means no others."""

import re
from pathlib import Path

from sinkbase.region.layers import MONTHS

_NAMES = "|".join(
    sorted({*(m.lower() for m in MONTHS), *(m[:3].lower() for m in MONTHS)}, key=len)[::-1]
)
_VARYING = re.compile(
    rf"(\d+|(?<![A-Za-z])(?:{_NAMES})(?![A-Za-z])|(?:十[一二]?|[一二三四五六七八九])(?=月))",
    re.IGNORECASE,
)
_DATE = r"(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)|[0-3]\d\d(?!\d)"  # 201503, 20150301, A2015001
YEAR = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?=\D|$|{_DATE})")


def series_key(place: Path) -> str:
    """What the names of a series share: numbers of the file, years of its folders are left out."""
    folder = YEAR.sub("#", place.parent.as_posix())
    return f"{folder}/{_VARYING.sub('#', place.name)}"


def years_in(text: str) -> list[int]:
    """The years that a path names, the last of each part first."""
    return [int(year) for part in reversed(text.split("/")) for year in YEAR.findall(part)[::-1]]


def pattern_of(data: Path, files: list[Path]) -> str | None:
    """The path of one file, or the pattern that means these files and no others."""
    places = [file.relative_to(data).as_posix() for file in files]
    if len(files) == 1:
        return places[0]
    split = [_VARYING.split(place) for place in places]
    if len({len(parts) for parts in split}) > 1:
        return None
    columns = [c[0] if len(set(c)) == 1 else None for c in zip(*split, strict=True)]
    text = "".join("*" if part is None else _escaped(part) for part in columns)
    means = re.compile("".join("[^/]*" if part is None else re.escape(part) for part in columns))
    deep = "*" in text.rpartition("/")[0]
    among = data.rglob("*") if deep else files[0].parent.iterdir()
    fitting = [path for path in among if means.fullmatch(path.relative_to(data).as_posix())]
    return text if sorted(fitting) == sorted(files) else None


def _escaped(text: str) -> str:
    """Text of a name in which a pattern's signs mean themselves."""
    return re.sub(r"([*?[])", r"[\1]", text)
