"""A comparison as Markdown and as a page in HTML, in English or Chinese."""

from collections.abc import Sequence
from html import escape

from analysis.compare.content import SECTIONS, Content
from analysis.compare.differences import Transition
from analysis.compare.tables import class_name
from analysis.legend import Language
from analysis.start_page import STYLE
from analysis.wording import NOTHING, number, table, unit

LARGEST_TRANSITIONS = 12  # of each raster; transitions.csv has all
WORDS = {
    "en": {
        "heading": "Comparison",
        "item": "Item",
        "unit": "Unit",
        "difference": "Difference",
        "relative": "Relative",
        "settings": "Settings of the method that differ",
        "setting": "Setting",
        "none": "None differ.",
        "rasters": "Rasters: B less A",
        "raster": "Raster",
        "cells": "Cells in both",
        "changed": "Changed",
        "mean": "Mean",
        "least": "Least",
        "greatest": "Greatest",
        "transitions": "Largest changes of class",
        "from": "From",
        "to": "To",
        "area": "Area, km²",
        "map": "Map of the differences",
        "no_maps": "No difference maps",
        "importance": "Importance is stretched over each region's own range: it ranks the cells "
        "of one region or run, and its values in two are no common measure.",
        "synthetic": "SYNTHETIC: input of at least one side was made up for demonstration.",
        "other": "中文",
    },
    "zh": {
        "heading": "对比",
        "item": "项目",
        "unit": "单位",
        "difference": "差值",
        "relative": "相对变化",
        "settings": "不同的方法参数",
        "setting": "参数",
        "none": "无不同。",
        "rasters": "栅格：B 减 A",
        "raster": "栅格",
        "cells": "共有像元",
        "changed": "变化像元",
        "mean": "平均",
        "least": "最小",
        "greatest": "最大",
        "transitions": "主要类别变化",
        "from": "原类别",
        "to": "新类别",
        "area": "面积（km²）",
        "map": "差异地图",
        "no_maps": "无差异地图",
        "importance": "重要性按各区域自身范围拉伸，仅用于同一区域或同一次运行内的排序，"
        "两者数值不可直接比较。",
        "synthetic": "合成数据：至少一方的输入数据为演示而虚构。",
        "other": "English",
    },
}
Table = tuple[str, list[str], list[list[str]], str]


def markdown(content: Content) -> str:
    """Return the comparison in Markdown, in English."""
    words = WORDS["en"]
    parts = [f"# {words['heading']}: {content.title['en']}", "", _sides(content, "en"), ""]
    parts += [f"> {line}\n" for line in _notes(content, "en")]
    for title, header, rows, numeric in _tables(content, "en"):
        parts += [f"## {title}", "", *table(header, rows, numeric), ""]
    return "\n".join(parts)


def page(content: Content, language: Language) -> str:
    """Return the comparison as an HTML page; it links map/ where there are maps."""
    words = WORDS[language]
    title = escape(f"{words['heading']}: {content.title[language]}")
    other = "comparison.zh.html" if language == "en" else "comparison.html"
    body = [
        f'<a class="language" href="{other}">{words["other"]}</a>',
        f"<h1>{title}</h1>",
        f"<p>{escape(_sides(content, language))}</p>",
        *(f'<p class="notice">{escape(line)}</p>' for line in _notes(content, language)),
    ]
    if content.no_maps is None:
        link = f"map/index.html#lang={language}"
        body.append(f'<ul class="first"><li><a href="{link}">{words["map"]}</a></li></ul>')
    body += [_html(*it) for it in _tables(content, language)]
    code = "zh-CN" if language == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="icon" href="data:,">\n<style>{STYLE}{TABLE_STYLE}'
        "</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


TABLE_STYLE = """
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: .2em .7em .2em 0; border-bottom: 1px solid #ddd; text-align: left }
th { border-bottom: 2px solid #1c1c1c } .r { text-align: right; white-space: nowrap }
"""


def _sides(content: Content, language: Language) -> str:
    told = [
        f"{side}: {grid.title_zh if language == 'zh' else grid.title} ({grid.region})"
        for side, grid in (("A", content.a), ("B", content.b))
    ]
    return "; ".join(told) if language == "en" else "；".join(told)


def _notes(content: Content, language: Language) -> list[str]:
    words = WORDS[language]
    notes = [words["synthetic"]] if content.notice else []
    if content.no_maps is not None:
        notes.append(f"{words['no_maps']}: {content.no_maps}.")
    return [*notes, words["importance"]]


def _tables(content: Content, language: Language) -> list[Table]:
    tables = [_numbers(content, section, language) for section in SECTIONS]
    tables += [_settings(content, language), _rasters(content, language)]
    tables.append(_transitions(content, language))
    return [it for it in tables if it[2]]


def _numbers(content: Content, section: str, language: Language) -> Table:
    words = WORDS[language]
    rows = [
        [
            line.label_in(language),
            unit(line.unit),
            number(line.a),
            number(line.b),
            signed(line.difference),
            percent(line.relative_percent),
        ]
        for line in content.lines
        if line.section == section
    ]
    header = [words["item"], words["unit"], "A", "B", words["difference"], words["relative"]]
    return SECTIONS[section][language], header, rows, "  rrrr"


def _settings(content: Content, language: Language) -> Table:
    words = WORDS[language]
    rows = [[it.name, it.a, it.b] for it in content.settings] or [[words["none"], "", ""]]
    return words["settings"], [words["setting"], "A", "B"], rows, " rr"


def _rasters(content: Content, language: Language) -> Table:
    words = WORDS[language]
    rows = [
        [
            it.style.title_in(language),
            it.style.unit_in(language),
            number(it.cells),
            number(it.changed),
            *(signed(bound) for bound in (it.mean, it.least, it.greatest)),
        ]
        for it in content.changes
    ]
    header = [words[it] for it in ("raster", "unit", "cells", "changed", "mean", "least")]
    return words["rasters"], [*header, words["greatest"]], rows, "  rrrrr"


def _transitions(content: Content, language: Language) -> Table:
    words = WORDS[language]
    rows = [
        [
            it.style.title_in(language),
            class_name(it.style, it.before, language == "zh"),
            class_name(it.style, it.after, language == "zh"),
            number(it.area_km2),
        ]
        for it in _largest(content.transitions)
    ]
    header = [words[it] for it in ("raster", "from", "to", "area")]
    return words["transitions"], header, rows, "   r"


def _largest(transitions: Sequence[Transition]) -> list[Transition]:
    changed = [it for it in transitions if it.before != it.after]
    names = dict.fromkeys(it.style.name for it in changed)
    return [
        it
        for name in names
        for it in sorted((it for it in changed if it.style.name == name), key=lambda it: -it.cells)[
            :LARGEST_TRANSITIONS
        ]
    ]


def signed(value: float | None) -> str:
    """Return a difference with its sign: +1.5, -206.3, 0."""
    if value is None:
        return NOTHING
    return f"{'+' if value > 0 else ''}{number(value)}"


def percent(value: float | None) -> str:
    """Return a relative change with its sign: +36.4 %, -0.1 %, 0 %."""
    if value is None:
        return NOTHING
    return f"{value:+,.1f} %" if value else "0 %"


def _html(title: str, header: list[str], rows: list[list[str]], numeric: str) -> str:
    def line(cells: list[str], tag: str) -> str:
        marked = [
            f"<{tag}{' class=r' if numeric[i : i + 1] == 'r' else ''}>{escape(cell)}</{tag}>"
            for i, cell in enumerate(cells)
        ]
        return f"<tr>{''.join(marked)}</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return (
        f"<h2>{escape(title)}</h2>\n<div class=wide><table>\n<thead>{line(header, 'th')}</thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )
