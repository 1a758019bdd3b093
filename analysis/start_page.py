"""The page that `make serve` opens with: what there is of a region, and where."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from analysis.legend import Language
from analysis.styles import STYLES
from analysis.titles import TABLE_TITLES

Entry = Mapping[str, Any]
TABLES = ("table", "vector")
BESIDE = ("summary", "categories", "legend")  # shown elsewhere, or read by programs
WORDS = {
    "en": {
        "map": "Interactive map",
        "reports": "Report",
        "summary": "Summary",
        "table": "Tables",
        "raster": "Rasters",
        "sheets": "Map sheets",
        "other": "Other files",
        "synthetic": "SYNTHETIC: the input of this region was made up for demonstration. "
        "No number here describes a real place.",
        "language": "中文",
    },
    "zh": {
        "map": "交互地图",
        "reports": "报告",
        "summary": "摘要（英文）",
        "table": "表格",
        "raster": "栅格",
        "sheets": "图幅",
        "other": "其他文件",
        "synthetic": "合成数据：本区域的输入数据为演示而虚构，其中数字不代表任何真实地点。",
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
.first a { display: block; padding: .8em 1.3em; background: #005a46; color: #fff; border-radius: 5px;
  text-decoration: none; font-weight: bold }
.files { columns: 18rem; padding-left: 1.2em } .files li { break-inside: avoid }
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
        f'<p class="notice">{escape(words["synthetic"])}</p>' if manifest.get("notice") else "",
        _first(files, words),
        _list(words["sheets"], _of(files, "maps/", ".pdf"), language),
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


def _first(files: Iterable[Entry], words: Mapping[str, str]) -> str:
    paths = [it["path"] for it in files]
    links = [("map/index.html", words["map"])]
    links += [(path, f"{words['reports']} ({path})") for path in paths if _is_report(path)]
    links.append(("summary.md", words["summary"]))
    items = [f"<li>{_link(path, told)}</li>" for path, told in links if path in paths]
    return f'<ul class="first">{"".join(items)}</ul>'


def _list(title: str, files: Iterable[Entry], language: Language) -> str:
    items = [f"<li>{_link(it['path'], _told(it, language))}</li>" for it in files]
    return f'<h2>{title}</h2>\n<ul class="files">{"".join(items)}</ul>' if items else ""


def _told(entry: Entry, language: Language) -> str:
    name = entry["name"]
    if entry["kind"] in ("raster", "vector") and name in STYLES:
        return STYLES[name].title_in(language)
    if entry["kind"] == "table" and name in TABLE_TITLES:
        return TABLE_TITLES[name][language == "zh"]
    return str(entry["path"])


def _others(files: Iterable[Entry]) -> list[Entry]:
    hidden = ("map/", "maps/")
    return [
        it
        for it in files
        if it["kind"] not in ("raster", *TABLES, *BESIDE)
        and not it["path"].startswith(hidden)
        and not _is_report(it["path"])
    ]


def _of(files: Iterable[Entry], folder: str, ending: str) -> list[Entry]:
    return [it for it in files if it["path"].startswith(folder) and it["path"].endswith(ending)]


def _is_report(path: str) -> bool:
    is_page = path.endswith((".html", ".pdf")) and "/" not in path
    return is_page and path.startswith(("report", "comparison"))


def _link(path: str, told: str) -> str:
    return f'<a href="/{quote(path)}">{escape(told)}</a>'
