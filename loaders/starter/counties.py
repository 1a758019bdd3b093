"""A region file for each county of a boundary file, on another region's layers and settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.vector.attributes import (
    ID_FIELDS,
    NAME_FIELDS,
    Attributes,
    file_below,
    read_attributes,
)
from loaders.vector.boundary import read_boundary
from sinkbase.errors import SinkbaseError
from sinkbase.region.document import read_document
from sinkbase.region.regions import REGIONS, file_of
from sinkbase.region.settings import read_region
from sinkbase.region.toml import comment, key, literal, number_or_text, write_new


@dataclass(frozen=True)
class Wish:
    """What the user said: the base, the file of counties, which fields, how names begin."""

    base: str
    boundary: str
    id_field: str | None = None
    title_field: str | None = None
    prefix: str | None = None


@dataclass(frozen=True)
class County:
    """One county's file: `trouble` says why there is none, `is_new` is false for one kept."""

    name: str
    title: str
    area_km2: float = 0.0
    is_new: bool = False
    trouble: str = ""

    def __str__(self) -> str:
        """The line of the listing."""
        told = f"{self.name}  {self.title}".rstrip()
        if self.trouble:
            return f"trouble  {told}: {self.trouble}"
        verdict = "wrote" if self.is_new else "kept"
        return f"{verdict:<5}  {told}  {self.area_km2:,.0f} km2"


def make_counties(wish: Wish, data: Path, folder: Path = REGIONS) -> Iterator[County]:
    """Write what is missing of the counties' region files; none that exists is touched.

    Raises SinkbaseError for a base or a file of polygons that will not do.
    """
    if wish.prefix is not None and not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", wish.prefix):
        raise SinkbaseError(
            f"PREFIX={wish.prefix}: expected a small letter, then small letters, digits or "
            "underscores, 20 at most, for example PREFIX=aksu."
        )
    base = file_of(wish.base, folder)
    path, place = file_below(data, wish.boundary)
    table = read_attributes(path)
    id_field = wish.id_field or table.usual(ID_FIELDS)
    if id_field is None:
        raise SinkbaseError(
            f"{path}: which field tells its {table.count} counties apart? Say ID=field. "
            f"It has {table.told()}."
        )
    ids = list(dict.fromkeys(value for value in table.column(id_field) if value))
    names = {value: region_name(value, wish.prefix, path, id_field) for value in ids}
    _refuse_twins(names, path)
    titles = _titles(table, id_field, wish.title_field)
    for value in ids:
        title = titles.get(value, "")
        text = county_text(names[value], base, (place, id_field, value), title)
        yield _write(folder / f"{names[value]}.toml", text, title, data)


def region_name(value: str, prefix: str | None, path: Path, id_field: str) -> str:
    """The name of a county's region, from a code or a Latin name; Chinese alone names no schema.

    Raises SinkbaseError when neither gives a name that a schema can have.
    """
    word = re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")
    if not word or not value.isascii():
        raise SinkbaseError(
            f"{path}: {id_field} = {value!r} cannot name a database schema. Expected codes or "
            "Latin names: choose another field with ID=field."
        )
    if prefix is None:
        prefix = "" if word[0].isalpha() else "county"
    return f"{prefix.rstrip('_')}_{word}" if prefix else word


def _refuse_twins(names: dict[str, str], path: Path) -> None:
    first: dict[str, str] = {}
    for value, name in names.items():
        if name in first:
            raise SinkbaseError(
                f"{path}: {first[name]!r} and {value!r} would both be named {name}. "
                "Choose a field that tells them apart with ID=field."
            )
        first[name] = value


def _titles(table: Attributes, id_field: str, title_field: str | None) -> dict[str, str]:
    field = title_field or table.usual(NAME_FIELDS)
    if field is None:
        return {}
    return dict(zip(table.column(id_field), table.column(field), strict=True))


def county_text(name: str, base: Path, where: tuple[str, str, str], title: str) -> str:
    """The region file of one county: `where` is the boundary's path, its field and the value."""
    place, field, value = where
    lines = [
        comment(f"{title or name}, made by `make counties`: layers, settings, coordinate system")
    ]
    lines.append(comment(f"and cell size are those of {base.name}; what stands here wins."))
    lines += ["", "[region]", f"name = {literal(name)}", f"base = {literal(base.stem)}"]
    if title:
        lines.append(f"{'title' if title.isascii() else 'title_zh'} = {literal(title)}")
    if title and not title.isascii():
        lines.append(comment('title = "..." # the name in English; without it, the name above'))
    if read_document(base).region.values.get("synthetic") is True:
        lines.append("synthetic = true # as the base's files are")
    lines += [
        "",
        "[boundary]",
        f"path = {literal(place)}",
        f"where = {{ {key(field)} = {literal(number_or_text(value))} }}",
    ]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str, title: str, data: Path) -> County:
    """Write the file once its boundary was read in the base's coordinate system."""
    try:
        is_there = path.exists()
        region = read_region(path, None if is_there else text)
        area = read_boundary(region, data).area / 1e6
    except SinkbaseError as error:
        return County(path.stem, title, trouble=str(error).splitlines()[0])
    return County(path.stem, title, area, is_new=write_new(path, text))
