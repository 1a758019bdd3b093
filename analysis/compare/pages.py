"""A comparison as Markdown and as a page in HTML, in English or Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.compare.content import SECTIONS, Content
from analysis.compare.differences import Transition
from analysis.compare.tables import class_name
from analysis.maps.write import DrawnMap
from analysis.serve.start_page import STYLE
from analysis.words.markdown import table
from analysis.words.numbers import NOTHING, TEXT
from sinkbase.words.language import Language
from sinkbase.words.phrases import named, phrases

LARGEST_TRANSITIONS = 12  # of land use; transitions.csv has all
MATRICES = ("importance_level", "sink_category")  # few classes: all of them fit side by side


@dataclass(frozen=True)
class Table:
    """Title, heads, rows of texts; `numeric` has an r for each column of numbers."""

    title: str
    header: list[str]
    rows: list[list[str]]
    numeric: str
    note: str = ""


def markdown(content: Content) -> str:
    """Return the comparison in Markdown, in English."""
    words = phrases("en")["comparison"]
    parts = [f"# {words['heading']}: {content.title['en']}", "", content.sides("en"), ""]
    parts += [f"> {line}\n" for line in _notes(content, "en")]
    for it in _tables(content, "en"):
        parts += [f"## {it.title}", "", *table(it.header, it.rows, it.numeric), ""]
        parts += [it.note, ""] if it.note else []
    return "\n".join(parts)


def page(content: Content, language: Language, sheets: Sequence[DrawnMap]) -> str:
    """Return the comparison as an HTML page; it shows maps/ and links map/ where there are any."""
    words = phrases(language)["comparison"]
    title = escape(f"{words['heading']}: {content.title[language]}")
    other = "comparison.zh.html" if language == "en" else "comparison.html"
    body = [
        f'<a class="language" href="{other}">{words["other"]}</a>',
        f"<h1>{title}</h1>",
        f"<p>{escape(content.sides(language))}</p>",
        *(f'<p class="notice">{escape(line)}</p>' for line in _notes(content, language)),
    ]
    if content.no_maps is None:
        link = f"map/index.html#lang={language}"
        body.append(f'<ul class="first"><li><a href="{link}">{words["map"]}</a></li></ul>')
    body += [_html(it) for it in _tables(content, language)]
    body += _figures(content, language, sheets)
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
.sheets { display: grid; gap: .8rem;
  grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)) }
.sheets img { width: 100%; height: auto; border: 1px solid #ddd }
th { border-bottom: 2px solid #1c1c1c } .r { text-align: right; white-space: nowrap }
"""


def _notes(content: Content, language: Language) -> list[str]:
    words = phrases(language)["comparison"]
    notes = [words["synthetic"]] if content.notice else []
    if content.no_maps is not None:
        told = content.no_maps[language]
        notes.append(
            f"{words['no_maps']}: {told}." if language == "en" else f"{words['no_maps']}：{told}。"
        )
    return [*notes, words["importance"]]


def _tables(content: Content, language: Language) -> list[Table]:
    tables = [_numbers(content, section, language) for section in SECTIONS]
    tables += [_land(content, language)]
    tables += [_settings(content, language), _layers(content, language)]
    tables += [_matrix(content, name, language) for name in MATRICES]
    tables += [_transitions(content, language), _rasters(content, language)]
    tables += [_warnings(content, side, language) for side in range(len(content.warnings))]
    return [it for it in tables if it.rows]


def _numbers(content: Content, section: str, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [
            line.label_in(language),
            TEXT.unit(line.unit),
            TEXT.short(line.a),
            TEXT.short(line.b),
            signed(line.difference),
            percent(line.relative_percent),
        ]
        for line in content.lines
        if line.section == section
    ]
    header = [words["item"], words["unit"], "A", "B", words["difference"], words["relative"]]
    return Table(SECTIONS[section][language], header, rows, "  rrrr")


def _land(content: Content, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [it.category[language], *(TEXT.short(km2) for km2 in areas)]
        for it in content.land
        for areas in [(it.kept_km2, it.lost_km2, it.gained_km2)]
    ]
    header = [words[it] for it in ("category", "kept", "lost", "gained")]
    return Table(words["land"], header, rows, " rrr")


def _settings(content: Content, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [it.name, it.a[language], it.b[language], it.meaning[language]] for it in content.settings
    ]
    header = [words["setting"], "A", "B", words["meaning"]]
    return Table(words["settings"], header, rows or [[words["none"], "", "", ""]], " rr ")


def _layers(content: Content, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [named(language, "layers", it.name), it.a[language], it.b[language]]
        for it in content.layers
    ]
    header = [words["layer"], "A", "B"]
    return Table(words["layers"], header, rows or [[words["none"], "", ""]], "   ")


def _warnings(content: Content, side: int, language: Language) -> Table:
    name, told = content.warnings[side]
    title = phrases(language)["comparison"]["warnings"].format(side="AB"[side], region=name)
    return Table(
        title, [phrases(language)["comparison"]["warning"]], [[it[language]] for it in told], " "
    )


def _matrix(content: Content, name: str, language: Language) -> Table:
    """Return km² from each class of A (rows) to each of B (columns), with totals."""
    words = phrases(language)["comparison"]
    found = [it for it in content.transitions if it.style.name == name]
    if not found:
        return Table("", [], [], "")
    codes = sorted({code for it in found for code in (it.before, it.after)})
    areas = {(it.before, it.after): it.area_km2 for it in found}
    labels = [class_name(found[0].style, code, language == "zh") for code in codes]
    rows = [
        [label, *_with_total([areas.get((before, after), 0.0) for after in codes])]
        for label, before in zip(labels, codes, strict=True)
    ]
    sums = [sum(areas.get((before, after), 0.0) for before in codes) for after in codes]
    rows.append([words["total"], *_with_total(sums)])
    stays = TEXT.share(100 * sum(areas.get((code, code), 0.0) for code in codes) / sum(sums))
    return Table(
        words["matrix"].format(title=found[0].style.title_in(language)),
        ["A \u2193  B \u2192", *labels, words["total"]],
        rows,
        " " + "r" * (len(codes) + 1),
        words["same"].format(share=stays if language == "en" else stays.replace(" %", "%")),
    )


def _with_total(areas: list[float]) -> list[str]:
    return [TEXT.short(it) for it in (*areas, sum(areas))]


def _rasters(content: Content, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [
            it.style.title_in(language),
            it.style.unit_in(language),
            TEXT.short(it.cells),
            TEXT.short(it.changed),
            *(signed(bound) for bound in (it.mean, it.least, it.greatest)),
        ]
        for it in content.changes
    ]
    names = ("item", "unit", "cells", "changed", "mean", "least", "greatest")
    return Table(words["rasters"], [words[it] for it in names], rows, "  rrrrr")


def _transitions(content: Content, language: Language) -> Table:
    words = phrases(language)["comparison"]
    rows = [
        [
            class_name(it.style, it.before, language == "zh"),
            class_name(it.style, it.after, language == "zh"),
            TEXT.short(it.area_km2),
        ]
        for it in _largest(content.transitions)
    ]
    header = [words[it] for it in ("from", "to", "area")]
    return Table(words["transitions"], header, rows, "  r")


def _largest(transitions: Sequence[Transition]) -> list[Transition]:
    changed = [it for it in transitions if it.before != it.after and it.style.name not in MATRICES]
    return sorted(changed, key=lambda it: -it.cells)[:LARGEST_TRANSITIONS]


def signed(value: float | None) -> str:
    """Return a difference with its sign: +1.5, -206.3, 0."""
    if value is None:
        return NOTHING
    return f"{'+' if value > 0 else ''}{TEXT.short(value)}"


def percent(value: float | None) -> str:
    """Return a relative change with its sign: +36.4 %, -0.1 %, 0 %."""
    if value is None:
        return NOTHING
    return f"{value:+,.1f} %" if value else "0 %"


def _html(shown: Table) -> str:
    def line(cells: list[str], tag: str) -> str:
        marked = [
            f"<{tag}{' class=r' if shown.numeric[i : i + 1] == 'r' else ''}>{escape(cell)}</{tag}>"
            for i, cell in enumerate(cells)
        ]
        return f"<tr>{''.join(marked)}</tr>"

    body = "\n".join(line(row, "td") for row in shown.rows)
    note = f"\n<p>{escape(shown.note)}</p>" if shown.note else ""
    return (
        f"<h2>{escape(shown.title)}</h2>\n<div class=wide><table>\n"
        f"<thead>{line(shown.header, 'th')}</thead>\n<tbody>\n{body}\n</tbody></table></div>{note}"
    )


def _figures(content: Content, language: Language, sheets: Sequence[DrawnMap]) -> list[str]:
    """Return the sheets, each a link to its PDF, and the names of the rasters without one."""
    if content.no_maps is not None:
        return []
    words = phrases(language)["comparison"]
    comma: str = phrases(language)["map"]["list_comma"]
    alike = comma.join(it.style.title_in(language) for it in content.changes if not it.changed)
    figures = "\n".join(
        f'<a href="maps/{it.picture.stem}.pdf"><img src="maps/{it.picture.name}" loading="lazy" '
        f'width="1600" height="1160" alt="{escape(it.title)}"></a>'
        for it in sheets
    )
    parts = [f"<h2>{words['sheets']}</h2>", f"<div class=sheets>\n{figures}\n</div>"]
    return [*parts, f"<p>{escape(words['alike'].format(names=alike))}</p>"] if alike else parts
