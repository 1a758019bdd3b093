"""The tables of a region file, laid over those of the file that its `base` names.

Rules, table by table:
- `[region]`, `[method]`: key by key, the file's own key wins. `name`, `title`, `title_zh` and
  `synthetic` are a region's own and never taken over.
- `[boundary]` and each `[layers.<name>]`: with a `path` of its own a table stands alone; without
  one it changes single keys of the base's. `layers.<name> = false` leaves a layer of the base out.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sinkbase.errors import SinkbaseError
from sinkbase.region.keys import Keys, nearest
from sinkbase.region.layers import LAYERS
from sinkbase.region.questions import refuse_questions

TABLES = ("region", "boundary", "method", "layers")
REGION_KEYS = (
    "name", "base", "title", "title_zh", "crs", "cell_size_m", "synthetic", "tile_size", "year",
    "runs_kept",
)  # fmt: skip
_OWN = ("name", "base", "title", "title_zh", "synthetic")  # never taken over


@dataclass(frozen=True)
class Document:
    """A region file's tables; a layer has one table a source, in order of preference."""

    region: Keys
    boundary: Keys
    method: Keys
    layers: dict[str, tuple[Keys, ...]]
    without: dict[str, Path] = field(default_factory=dict)  # layers left out, and where it stands


def read_document(path: Path, text: str | None = None) -> Document:
    """The tables of a file and of its bases.

    Raises SinkbaseError for what is no region file.

    `text` stands in for the file's content: a file that is not written yet.
    """
    return _read(path, text, ())


def _read(path: Path, text: str | None, readers: tuple[Path, ...]) -> Document:
    own = _document(path, _parse(path, text, readers[-1] if readers else None))
    base = own.region.text("base")
    if base is None:
        return _complete(own)
    if not base.strip():
        raise own.region.error("base is empty. Name a region file, or leave the key out.", "base")
    place = _base_file(own.region, base)
    if place.resolve() in {file.resolve() for file in (*readers, path)}:
        chain = " -> ".join(file.name for file in (*readers, path, place))
        raise own.region.error(f"base = {base!r} leads back to itself: {chain}.", "base")
    return _over(_read(place, None, (*readers, path)), own)


def _base_file(region: Keys, base: str) -> Path:
    """`base` is the name of a region beside this one, or the path of a region file from here."""
    return region.file.parent / (base if base.endswith(".toml") else f"{base}.toml")


def _parse(path: Path, text: str | None, reader: Path | None) -> dict[str, Any]:
    try:
        # the mark that some editors put in front of UTF-8 is no part of TOML
        text = (path.read_text("utf-8") if text is None else text).lstrip("\ufeff")
        values = tomllib.loads(text)
    except FileNotFoundError:
        known = sorted(file.stem for file in path.parent.glob("*.toml"))
        asked = f" {reader.name} names it as its base." if reader else ""
        raise SinkbaseError(
            f"{path}: there is no such region file.{asked} {nearest(path.stem, known)}"
        ) from None
    except OSError as error:
        raise SinkbaseError(
            f"{path}: the region file cannot be read: {error.strerror}. Expected a TOML file that "
            "you may read."
        ) from None
    except (ValueError, RecursionError) as error:  # numbers of 5,000 digits, too, and [[[[...
        said = _not_utf8(path, error) if isinstance(error, UnicodeDecodeError) else str(error)
        raise SinkbaseError(
            f"{path}: not a valid TOML file: {said}. Mend this line; texts stand in quotes."
        ) from None
    refuse_questions(path, text, values)
    _refuse_nul(path, "", values)
    return values


def _refuse_nul(path: Path, table: str, values: dict[str, Any]) -> None:
    """Raise for a text with a NUL, which no file's name and no database can hold."""
    for key, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                _refuse_nul(path, f"{table}.{key}" if table else key, item)
            elif isinstance(item, str) and "\0" in item:
                raise SinkbaseError(
                    f"{path}: [{table}] {key} = {item!r} holds a NUL character. Expected plain "
                    "text: write it anew."
                )


def _not_utf8(path: Path, error: UnicodeDecodeError) -> str:
    line = path.read_bytes()[: error.start].count(b"\n") + 1
    return f"not UTF-8 (at line {line}): save the file as UTF-8"


def _document(path: Path, values: dict[str, Any]) -> Document:
    for key in values:
        if key in REGION_KEYS:
            raise SinkbaseError(
                f"{path}: {key} stands outside of a table. Write it below the line [region]."
            )
        if key not in TABLES:
            raise SinkbaseError(f"{path}: unknown table [{key}]. {nearest(key, TABLES)}")
    top = Keys(values, path, "")
    layers, without = _layers(top.sub("layers"))
    region = top.sub("region")
    region.refuse_unknown(REGION_KEYS)
    return Document(region, top.sub("boundary"), top.sub("method"), layers, without)


def _layers(keys: Keys) -> tuple[dict[str, tuple[Keys, ...]], dict[str, Path]]:
    layers, without = {}, {}
    for layer, value in keys.values.items():
        if layer not in LAYERS:
            raise keys.error(f"unknown layer {layer!r}. {nearest(layer, LAYERS)}")
        if value is False:
            without[layer] = keys.file
            continue
        tables = value if isinstance(value, list) else [value]
        if not tables or not all(isinstance(table, dict) for table in tables):
            raise keys.error(f"{layer} is {value!r}, a table was expected: [layers.{layer}].")
        layers[layer] = tuple(Keys(table, keys.file, f"layers.{layer}") for table in tables)
    return layers, without


def _complete(own: Document) -> Document:
    for layer, file in own.without.items():
        raise SinkbaseError(
            f"{file}: [layers] {layer} = false leaves out a layer of the base, and there is none "
            f"that has it. Remove the line, or give a table [layers.{layer}]."
        )
    return own


def _over(base: Document, own: Document) -> Document:
    """The own tables laid over those of the base."""
    layers = dict(base.layers)
    for layer, file in own.without.items():
        if layer not in layers:
            raise SinkbaseError(
                f"{file}: [layers] {layer} = false, but the base {base.region.file.name} has no "
                f"such layer. {nearest(layer, base.layers)}"
            )
        del layers[layer]
    for layer, sources in own.layers.items():
        layers[layer] = _layer_over(base.layers.get(layer, ()), sources)
    if _is_synthetic(base.region) and "synthetic" not in own.region.values:
        raise own.region.error(
            f"the base {base.region.file.name} is synthetic = true. Say it here too when this "
            "region's files are made up as well; synthetic = false when they were observed."
        )
    return Document(
        own.region.over(base.region, never=_OWN),
        _table_over(base.boundary, own.boundary),
        own.method.over(base.method),
        layers,
    )


def _is_synthetic(region: Keys) -> bool:
    return region.values.get("synthetic") is True


def _table_over(base: Keys, own: Keys) -> Keys:
    return own if "path" in own.values else own.over(base)


def _layer_over(base: tuple[Keys, ...], own: tuple[Keys, ...]) -> tuple[Keys, ...]:
    lacking = [keys for keys in own if "path" not in keys.values]
    if not lacking or not base:
        return own
    if len(base) > 1 or len(own) > 1:
        raise lacking[0].error(
            f"path is missing. The layer has {len(base)} source{'s' * (len(base) > 1)} in the base "
            f"{base[0].file.name} and {len(own)} here; only one can change one by single keys. "
            "Write all sources of this layer here, each with its path."
        )
    return (_table_over(base[0], own[0]),)
