"""Tables of how the results came about: sources and settings."""

import re
from typing import Any

from analysis.report.content import Content
from analysis.report.tables.table import Table, Teller
from analysis.results.provenance import Source
from analysis.words.numbers import NOTHING
from sinkbase.words.phrases import named

SLOPE = re.compile(r"Horn 3 x 3 on ([\d.]+) m cells, then (\w+)")
COUNTED = re.compile(r"(\d+) (polygons|features)")
PIXELS = re.compile(r"([\d.]+) x ([\d.]+) (degrees?|metres?|metre|m)")


def inputs(content: Content, teller: Teller) -> Table:
    """Return for each source its file, year, kind, resolution, treatment and share of cells."""
    lines = [
        (
            named(teller.language, "layers", source.layer),
            str(source.source_number),
            source.file,
            str(source.year or NOTHING),
            teller.word("npp_origin", source.kind),
            resolution(source, teller),
            treatment(source.resampling, teller),
            _conversion(source, teller),
            teller.numbers.percent(source.share_percent),
        )
        for source in content.sources
    ]
    head = teller.head(
        "layer", "source", "file", "year", "kind", "resolution", "resampling", "unit",
        "cells_share",
    )  # fmt: skip
    caption = teller.word("captions", "inputs")
    return Table(
        "inputs",
        caption,
        head,
        lines,
        "lrlrllllr",
        wide=True,
        long=True,
        widths=(14, 7, 18, 6, 9, 15, 12, 11, 8),
    )


def resolution(source: Source, teller: Teller) -> str:
    """Return coordinate system and size of the pixels, or how many features there are."""
    text = source.resolution
    if found := COUNTED.fullmatch(text):
        kind = teller.word("treatment", found[2])
        text = kind.format(number=teller.numbers.fixed(int(found[1])))
    elif found := PIXELS.fullmatch(text):
        unit = "°" if found[3].startswith("degree") else "\u00a0m"
        sides = dict.fromkeys(teller.numbers.short(float(found[side])) for side in (1, 2))
        text = " × ".join(f"{side}{unit}" for side in sides)
    comma = "，" if teller.language == "zh" else ", "
    return comma.join(part for part in (source.crs, text) if part)


def treatment(resampling: str, teller: Teller) -> str:
    """Return how pixels became cells."""
    names = teller.words["treatment"]
    if found := SLOPE.fullmatch(resampling):
        average = names.get(found[2], found[2])
        template = "Horn 3 × 3（{} m），{}" if teller.language == "zh" else "Horn 3 × 3 ({} m), {}"
        return template.format(found[1], average)
    return str(names.get(resampling, resampling)) or NOTHING


def _conversion(source: Source, teller: Teller) -> str:
    parts = [unit_text(source.unit, teller)]
    if source.scale not in (None, 1):
        parts.append(f"× {source.scale:g}")
    if source.offset_value not in (None, 0):
        parts.append(f"{source.offset_value:+g}")
    return " ".join(part for part in parts if part) or NOTHING


def unit_text(unit: str, teller: Teller) -> str:
    """Return a unit or what stands in its place, such as a kind of code."""
    own = teller.words["units"]
    return str(own[unit]) if unit in own else teller.numbers.unit(unit)


def settings_table(content: Content, teller: Teller) -> Table:
    """Return every setting with its value, its default and its source; a dot marks changed ones."""
    lines, changed = [], False
    for setting in content.settings:
        changed |= setting.is_changed
        lines.append(
            (
                f"● {setting.name}" if setting.is_changed else setting.name,
                setting.value,
                setting.default,
                unit_text(setting.unit, teller) or NOTHING,
                origin(setting.source, teller),
                setting.meaning_in(teller.language),
            )
        )
    note = teller.word("report", "changed_settings" if changed else "all_default")
    head = teller.head("setting", "value", "default", "unit", "origin", "meaning")
    caption = teller.word("captions", "settings")
    return Table(
        "settings",
        caption,
        head,
        lines,
        "llllll",
        notes=(note,),
        wide=True,
        long=True,
        widths=(22, 13, 13, 9, 10, 33),
    )


def origin(source: str, teller: Teller) -> str:
    """Return where a setting comes from: Eq. 2, own choice."""
    known: dict[str, Any] = teller.words["origins"]
    if source in known or teller.language == "en":
        return str(known.get(source, source))
    for english, chinese in (("Section ", "第 "), ("Table ", "表 "), ("Eq. ", "式 ")):
        if source.startswith(english):
            number = source.removeprefix(english)
            return f"{chinese}{number}{' 节' if english == 'Section ' else ''}"
    return source
