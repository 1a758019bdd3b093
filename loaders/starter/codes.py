"""Which legend codes may be in: products whose classes they are, told apart by name or asked."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from loaders.raster.legends import SHIPPED, read_legend
from loaders.starter.entry import Line
from loaders.starter.sample import Sample
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK
from sinkbase.region.sources import Source

CODES_SHOWN = 20
LEAST_CODES = 3  # fewer prove nothing
NO_CLASS = frozenset({0, 127, 128, 254, 255})  # no data, when a file does not say so


@dataclass(frozen=True)
class Product:
    """A published land cover: words of its files' names, its classes, marks of its legend file."""

    name: str
    words: str  # a regular expression; "lucc" alone is a word for all land covers
    classes: frozenset[int]
    legend: str  # a regular expression for the legend's file name


def _codes(*parts: int | range) -> frozenset[int]:
    return frozenset(
        code for part in parts for code in (part if isinstance(part, range) else [part])
    )


_FCS = (*range(10, 13), 20, 51, 52, *range(61, 63), 71, 72, 81, 82, 91, 92, 120, 121, 122, 130, 140,
        150, 152, 153, *range(180, 188), 190, 200, 201, 202, 210, 220)  # fmt: skip
PRODUCTS = (
    Product("CNLUCC", r"cnlucc", _codes(11, 12, range(21, 25), range(31, 34), range(41, 47),
            range(51, 54), range(61, 68), 99), r"cnlucc"),
    Product("CNLUCC's first level", r"cnlucc", _codes(range(1, 7), 9), r"cnlucc_?1"),
    Product("IGBP (MODIS)", r"igbp|mcd12(?!.*type_?[2-5])", _codes(range(18)), r"igbp"),
    Product("CLCD", r"clcd", _codes(range(1, 10)), r"clcd"),
    Product("Esri land cover", r"esri|io.lulc|io_annual", _codes(range(1, 12)), r"esri"),
    Product("FROM-GLC", r"from.?glc", _codes(range(1, 11)), r"from_glc"),
    Product("FROM-GLC10", r"from.?glc", _codes(range(10, 101, 10)), r"from_glc10"),
    Product("FROM-GLC's second level", r"from.?glc", _codes(range(11, 16), range(21, 26),
            range(31, 34), 41, 42, range(51, 55), range(61, 65), 71, 72, range(81, 83),
            range(91, 97), range(101, 103)), r"from_glc_?2"),
    Product("GlobeLand30", r"globeland|gl30|lc030", _codes(range(10, 101, 10)), r"globeland30"),
    Product("ESA WorldCover", r"worldcover", _codes(range(10, 101, 10), 95), r"worldcover"),
    Product("GLC_FCS30", r"fcs30|glc_fcs", _codes(*_FCS), r"glc_fcs30"),
    Product("ESA CCI / C3S", r"cci|c3s", _codes(*_FCS, 30, 40, 50, 60, 70, 80, 90, 100, 110, 151,
            160, 170), r"cci"),
)  # fmt: skip


def legend_lines(layer: str, seen: Sample) -> list[Line]:
    """The legend of the codes seen: told by name and classes, or a question with all that fit."""
    codes = sorted({int(value) for value in np.unique(seen.values[np.isfinite(seen.values)])})
    if layer == "vegetation":  # numbers prove nothing: many maps count their classes from 1
        return [Line("legend", MARK, f"{_own(layer, set(codes))}{_shown(codes)}")]
    found = set(codes) - NO_CLASS
    fitting = [product for product in PRODUCTS if found and found <= product.classes]
    name = seen.file.path.name.lower()
    named = [product for product in fitting if re.search(product.words, name)]
    for several, why in ((named, "its name and its classes"), (fitting, "its classes alone")):
        sure = len(several) == 1 and (several is named or len(found) >= LEAST_CODES)
        file = _file(several[0]) if sure else None
        if file and set(codes) - {0, 255} <= _known(layer, file):
            return [Line("legend", file, f"guessed: {several[0].name}, by {why}")]
    said = next((p.name for p in PRODUCTS if re.search(p.words, name)), "")
    hint = f"named like {said}, " if said else ""
    return [Line("legend", MARK, f"{hint}{_question(layer, fitting, codes)}")]


def _question(layer: str, fitting: list[Product], codes: list[int]) -> str:
    told = []
    for product in fitting:
        file = _file(product)
        how = f'"{file}"' if file else "a CSV file of your own"
        told.append(f"{product.name} ({how})")
    covered = {_file(product) for product in fitting}
    more = [n for n in legends_of(layer) if n not in covered and set(codes) <= _known(layer, n)]
    told += [f'"{name}"' for name in more]
    which = f"which of {', '.join(told)}?" if told else "no legend shipped or known has all codes;"
    return f"{which}{_shown(codes)}"


def _own(layer: str, codes: set[int]) -> str:
    fitting = [f'"{name}"' for name in legends_of(layer) if codes <= _known(layer, name)]
    return f"{' or '.join(fitting)}, or a CSV file of your own?" if fitting else "a CSV file:"


def _shown(codes: list[int]) -> str:
    listed = ", ".join(map(str, codes[:CODES_SHOWN]))
    return f" Codes seen: {listed}{', ...' if len(codes) > CODES_SHOWN else ''}"


def _file(product: Product) -> str | None:
    """The shipped legend of a product."""
    names = legends_of("land_use")
    return next((name for name in names if re.fullmatch(product.legend, name)), None)


def legends_of(layer: str) -> list[str]:
    """The shipped legends that lead to the layer's codes."""
    target = "cnlucc_code" if layer == "land_use" else "vegetation_subtype_code"
    files = sorted(SHIPPED.glob("*.csv"))
    return [f.stem for f in files if target in f.read_text("utf-8-sig").splitlines()[0].split(",")]


def _known(layer: str, name: str) -> set[int]:
    source = Source(layer, 1, Path("region.toml"), (), legend=name)
    try:
        return set(read_legend(source, Path()).codes())
    except SinkbaseError:
        return set()
