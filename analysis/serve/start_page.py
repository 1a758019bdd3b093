"""The page that `make serve` opens with: what there is of a region, and where."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases

Entry = Mapping[str, Any]
TABLES = ("table", "vector")
FIRST = (("map/index.html", "map"), ("summary.md", "summary"))
BESIDE = ("summary", "categories", "legend")  # shown elsewhere, or read by programs
WORDS = {
    "en": {
        "map": "Interactive map",
        "report": "Report",
        "comparison": "Comparison",
        "in_other_language": "{} in Chinese",
        "summary": "Summary",
        "table": "Tables",
        "raster": "Rasters",
        "sheets": "Map sheets",
        "other": "Other files",
        "language": "中文",
    },
    "zh": {
        "map": "交互地图",
        "report": "报告",
        "comparison": "比较",
        "in_other_language": "英文{}",
        "summary": "英文摘要",
        "table": "表格",
        "raster": "栅格",
        "sheets": "图幅",
        "other": "其他文件",
        "language": "English",
    },
}
STYLE = """
body { font: 16px/1.5 "Noto Sans", "DejaVu Sans", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif;
  max-width: 62rem; margin: 0 auto; padding: 1rem; color: #1c1c1c; background: #fff }
h1 { margin: .2em 0 } h2 { margin: 1.2em 0 .3em; font-size: 1.15rem }
a { color: #005a46 } a:focus-visible { outline: 3px solid #b3261e }
.language { float: right }
.notice { border-left: 4px solid #7a0019; padding-left: .7em }
.first { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0; list-style: none }
.first .lesser { background: #fff; color: #005a46; box-shadow: inset 0 0 0 2px #005a46 }
.first a { display: block; padding: .8em 1.3em; background: #005a46; color: #fff; border-radius: 5px;
  text-decoration: none; font-weight: bold }
.files { columns: 18rem; column-gap: 2.5rem; padding-left: 1.2em } .files li { break-inside: avoid }
"""  # noqa: E501
PAGE = """<!DOCTYPE html>
<html lang="{code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<a class="language" href="/?lang={other}" lang="{other}">{language}</a>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def start_page(manifest: Mapping[str, Any], language: Language) -> str:
    """Return the page in HTML, from a region's manifest."""
    words, files = WORDS[language], manifest["files"]
    body = [
        f'<p class="notice">{escape(phrases(language)["notice"]["synthetic"])}</p>'
        if manifest.get("notice")
        else "",
        _first(files, words, language),
        _sheets(words["sheets"], files, language),
        _list(words["raster"], [it for it in files if it["kind"] == "raster"], language),
        _list(words["table"], [it for it in files if it["kind"] in TABLES], language),
        _list(words["other"], _others(files), language),
    ]
    return PAGE.format(
        code="zh-CN" if language == "zh" else "en",
        title=escape(str(manifest["title_zh" if language == "zh" else "title"])),
        style=STYLE,
        other="en" if language == "zh" else "zh",
        language=words["language"],
        body="\n".join(part for part in body if part),
    )


def _first(files: Iterable[Entry], words: Mapping[str, str], language: Language) -> str:
    """Return the links that a reader wants first; those in the other language come last."""
    reports = sorted((it for it in files if _is_report(it["path"])), key=lambda it: it["path"])
    own = [it["path"] for it in reports if _language(it) == language]
    others = [it["path"] for it in reports if _language(it) != language]
    there = {it["path"] for it in files}
    ends = {"map/index.html": f"#lang={language}"}
    items = [(path + ends.get(path, ""), words[name], "") for path, name in FIRST if path in there]
    items[1:1] = [(path, _report(path, words), "") for path in own]
    apart = words["in_other_language"].format
    items += [(path, apart(_report(path, words)), ' class="lesser"') for path in others]
    links = [f"<li>{_link(path, told, look)}</li>" for path, told, look in items]
    return f'<ul class="first">{"".join(links)}</ul>'


def _report(path: str, words: Mapping[str, str]) -> str:
    told = words["comparison" if path.startswith("comparison") else "report"]
    return f"{told} (PDF)" if path.endswith(".pdf") else told


def _sheets(title: str, files: Iterable[Entry], language: Language) -> str:
    """Return the map sheets of one language, each as PDF and, where there is one, as PNG."""
    sheets = [it for it in files if it["path"].startswith("maps/")]
    paths = {it["path"] for it in sheets}
    items = []
    for it in sheets:
        pdf, png = it["path"], it["path"].removesuffix(".pdf") + ".png"
        if not pdf.endswith(".pdf") or _language(it) != language:
            continue
        also = f" <small>{_link(png, 'PNG')}</small>" if png in paths else ""
        items.append(f"<li>{_link(pdf, str(it.get('description') or pdf))}{also}</li>")
    return _section(title, items)


def _list(title: str, files: Iterable[Entry], language: Language) -> str:
    return _section(title, [f"<li>{_link(it['path'], _told(it, language))}</li>" for it in files])


def _section(title: str, items: list[str]) -> str:
    return f'<h2>{title}</h2>\n<ul class="files">{"".join(items)}</ul>' if items else ""


def _language(entry: Entry) -> str:
    """Return the language that a file is in; its name tells it where the manifest does not."""
    return str(entry.get("language") or ("zh" if ".zh." in entry["path"] else "en"))


def _told(entry: Entry, language: Language) -> str:
    """Return a result's title, as the manifest has it; of any other file its path."""
    title = entry.get("title_zh" if language == "zh" else "title")
    return str(title if title and entry["kind"] in ("raster", *TABLES) else entry["path"])


def _others(files: Iterable[Entry]) -> list[Entry]:
    hidden = ("map/", "maps/")
    return [
        it
        for it in files
        if it["kind"] not in ("raster", *TABLES, *BESIDE)
        and not it["path"].startswith(hidden)
        and not _is_report(it["path"])
    ]


def _is_report(path: str) -> bool:
    is_page = path.endswith((".html", ".pdf")) and "/" not in path
    return is_page and path.startswith(("report", "comparison"))


def _link(path: str, told: str, look: str = "") -> str:
    return f'<a{look} href="/{quote(path, safe="/#=")}">{escape(told)}</a>'
